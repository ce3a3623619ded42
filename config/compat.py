"""The one file that knows one Django series from the next.

Django 6 brings tasks, a content security policy and template partials; on 5.2 the packages of the
same design stand in. Everything else imports the names from here, and an app may import this
module although it lies in `config`.
"""

from typing import Any

from django.http import HttpResponse
from django_tasks import TaskResultStatus, task

TASK_APPS: list[str] = ["django_tasks", "django_tasks_db"]
TASK_BACKEND = "django_tasks_db.DatabaseBackend"
IMMEDIATE_TASK_BACKEND = "django_tasks.backends.immediate.ImmediateBackend"

PARTIAL_APPS: list[str] = ["template_partials"]
PARTIAL_BUILTINS: list[str] = ["template_partials.templatetags.partials"]

CSP_APPS: list[str] = ["csp"]
CSP_MIDDLEWARE = "csp.middleware.CSPMiddleware"


def csp_settings(directives: dict[str, list[str]]) -> dict[str, Any]:
    """The settings that make the middleware send these directives."""
    return {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": directives}}


def form_may_go_to(response: HttpResponse, origin: str) -> HttpResponse:
    """Let the forms of this one page be sent to one other site as well."""
    response._csp_update = {"form-action": [origin]}  # type: ignore[attr-defined]
    return response


__all__ = [
    "CSP_APPS",
    "CSP_MIDDLEWARE",
    "IMMEDIATE_TASK_BACKEND",
    "PARTIAL_APPS",
    "PARTIAL_BUILTINS",
    "TASK_APPS",
    "TASK_BACKEND",
    "TaskResultStatus",
    "csp_settings",
    "form_may_go_to",
    "task",
]
