"""The settings that hold behind an HTTPS proxy, and only there."""

from typing import Any

from config import environment

YEAR = 31_536_000


def settings(*, is_on: bool) -> dict[str, Any]:
    """Redirects, HSTS, and cookies that go by HTTPS alone and to this very host alone."""
    if not is_on:
        return {}
    return {
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        "SECURE_SSL_REDIRECT": environment.switch("SECURE_SSL_REDIRECT", default=True),
        "SECURE_HSTS_SECONDS": environment.whole_number("HSTS_SECONDS", default=YEAR),
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": environment.switch("HSTS_SUBDOMAINS", default=True),
        # The list that browsers ship takes whole domains. An installation is one host of one.
        "SILENCED_SYSTEM_CHECKS": ["security.W021"],
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "LANGUAGE_COOKIE_SECURE": True,
        # A browser takes a cookie of such a name only from this host itself, for all its paths.
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
    }
