"""The signed-in person's language, and the admin's view over all agencies."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django_scopes import scopes_disabled

Next = Callable[[HttpRequest], HttpResponse]


def preferred_language(get_response: Next) -> Next:
    """A person's stored language goes before the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = request.user.language if request.user.is_authenticated else ""
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        return get_response(request)

    return middleware


def unscoped_admin(get_response: Next) -> Next:
    """System admins work across agencies, in the admin only."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(reverse("admin:index")):
            return get_response(request)
        with scopes_disabled():
            return get_response(request)

    return middleware
