"""What every answer of the site carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

Next = Callable[[HttpRequest], HttpResponse]


def no_indexing(get_response: Next) -> Next:
    """Ask search engines to keep every page out of their index."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return middleware


def nothing_kept(get_response: Next) -> Next:
    """Let no browser or proxy keep what a signed-in person was shown; static files are kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return middleware
