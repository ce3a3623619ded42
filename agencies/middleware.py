"""The signed-in person's language, how long a sign-in lasts, the admin's view over all agencies."""

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from agencies.sign_in import BEGAN, SEEN

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


NOTED_EVERY = 300
"""Seconds between two notes that somebody is at work: not every request writes."""


def session_limits(get_response: Next) -> Next:
    """End a sign-in that has lasted too long, or in which nothing was asked for too long."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            over = _over(request, time.time())
            if over:
                logout(request)
                messages.info(request, over)
        return get_response(request)

    return middleware


def _over(request: HttpRequest, at: float) -> str:
    """Why the sign-in ends now, as a sentence; empty where it goes on."""
    session = request.session
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        session[BEGAN] = session[SEEN] = int(at)
        return ""
    if at - seen > settings.SESSION_IDLE_SECONDS:
        return _("You were signed out because nothing was done for a while. Nothing saved is lost.")
    if at - began > settings.SESSION_COOKIE_AGE:
        return _("You were signed out: a sign-in does not last longer. Nothing saved is lost.")
    if at - seen > NOTED_EVERY:
        session[SEEN] = int(at)
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now())
    return ""
