"""What every answer of the site carries."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from agencies.database_trouble import is_about_null

NULL = "\0"
Next = Callable[[HttpRequest], HttpResponse]


def no_indexing(get_response: Next) -> Next:
    """Ask search engines to keep every page out of their index."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return middleware


class WithoutNull:
    """No text of ours holds the character of number 0, and PostgreSQL would fail at the question.

    An address with it is nowhere, a cookie with it counts as not sent, and whatever else brings one
    as far as the database is answered with a page that says so.
    """

    def __init__(self, get_response: Next) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NULL in request.path_info:
            raise Http404("An address with a null character.")
        for name in [name for name, value in request.COOKIES.items() if NULL in value]:
            del request.COOKIES[name]
        return self._next(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_about_null(exception):
            return None
        return render(request, "400.html", status=400)


def nothing_kept(get_response: Next) -> Next:
    """Let no browser or proxy keep what a signed-in person was shown; static files are kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware
