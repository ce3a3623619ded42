"""Who asks: a program with a token, or a person who is signed in to the pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from agencies import api_tokens
from agencies.access import current_membership, lacks_second_factor
from agencies.models import ApiToken, Membership, User

SCHEME = "bearer"


@dataclass(frozen=True)
class Caller:
    """In whose name a request is made; `token` is None for a person on the pages."""

    membership: Membership
    token: ApiToken | None = None

    def has_scope(self, scope: str) -> bool:
        """A person on the pages has every scope; the role decides all the same."""
        return self.token is None or scope in self.token.scopes


class ByToken(BaseAuthentication):
    """`Authorization: Bearer pl_...`. Never opens more than its member's role does."""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        words = request.headers.get("Authorization", "").split()
        if not words:
            return None
        if len(words) != 2 or words[0].lower() != SCHEME:
            raise AuthenticationFailed(
                _("Found another kind of authorization, expected: Bearer, and a token.")
            )
        token = api_tokens.find(words[1])
        if token is None:
            raise AuthenticationFailed(
                _("This token is not known, has ended, or is past its day. Make a new one.")
            )
        api_tokens.note_use(token)
        return token.membership.user, Caller(token.membership, token)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="plumbline"'


class BySession(SessionAuthentication):
    """A person who is signed in, in the role worked in now; writes carry the page's CSRF token."""

    def authenticate(self, request: Request) -> tuple[User, Caller] | None:
        page: HttpRequest = request._request
        user = getattr(page, "user", None)
        if not isinstance(user, User) or not user.is_active:
            return None
        self.enforce_csrf(request)
        membership = current_membership(page)
        if membership is None:
            raise PermissionDenied(
                _("You do not belong to an agency yet. Ask your agency admin to add you.")
            )
        if lacks_second_factor(page, membership):
            raise PermissionDenied(_("Your agency asks you to sign in with two steps first."))
        return user, Caller(membership)
