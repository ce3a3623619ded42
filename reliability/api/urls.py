"""Addresses under /api/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from reliability.api.late import Late

app_name = "api"


@csrf_exempt
def no_such_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    from reliability.api.problems import no_such_address as answer  # as late as any view

    return answer(request)


@require_safe
@cache_control(public=True, max_age=300)
def description(request: HttpRequest) -> HttpResponse:
    from reliability.api.views.description import openapi

    return openapi(request)


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    from reliability.api.views.description import docs as page

    return page(request)


v1 = [
    path("", Late("about.About"), name="about"),
    path("docs/", docs, name="docs"),
    path("openapi.json", description, name="description"),
    path("tools/", Late("tools.ToolList"), name="tools"),
    path("tools/<slug:tool>/", Late("tools.Tool"), name="tool"),
    path("tools/<slug:tool>/rules/", Late("tools.Rules"), name="rules"),
    path("score/", Late("scoring.Score"), name="score"),
    path("explain/", Late("scoring.Explain"), name="explain"),
    path("vignettes/", Late("vignettes.VignetteList"), name="vignettes"),
    path("vignettes/<slug:code>/", Late("vignettes.Vignette"), name="vignette"),
    path("vignettes/<slug:code>/gold/", Late("vignettes.Gold"), name="gold"),
    path("codings/", Late("codings.CodingList"), name="codings"),
    path("codings/<int:pk>/", Late("codings.Coding"), name="coding"),
    path("certificates/", Late("certificates.CertificateList"), name="certificates"),
    path("certificates/<int:pk>/", Late("certificates.Certificate"), name="certificate"),
    path("verify/<slug:code>/", Late("certificates.Verification"), name="verify"),
    path("decisions/", Late("monitoring.DecisionList"), name="decisions"),
    path("decisions/<int:pk>/", Late("monitoring.Decision"), name="decision"),
    path("alerts/", Late("monitoring.AlertList"), name="alerts"),
    path("alerts/<int:pk>/", Late("monitoring.Alert"), name="alert"),
    path("webhooks/", Late("monitoring.WebhookList"), name="webhooks"),
    path("studies/", Late("studies.StudyList"), name="studies"),
    path("studies/<int:pk>/", Late("studies.Study"), name="study"),
    path("studies/<int:pk>/reports/", Late("reports.ReportList"), name="reports"),
    path("studies/<int:pk>/reports/<int:number>/", Late("reports.Report"), name="report"),
    path(
        "studies/<int:pk>/reports/<int:number>/files/<slug:key>/",
        Late("reports.ReportFile"),
        name="report_file",
    ),
    path("jobs/", Late("jobs.JobList"), name="jobs"),
    path("jobs/<int:pk>/", Late("jobs.Job"), name="job"),
    path("jobs/<int:pk>/stop/", Late("jobs.JobStop"), name="job_stop"),
]

urlpatterns = [
    path("v1/", include(v1)),
    # Line breaks too may stand in an address.
    re_path(r"^(?P<rest>[\s\S]*)", no_such_address, name="nothing"),
]
