"""Whether a message comes from the platform that it names, is for us, is new and not used yet.

django-lti keeps registrations, deployments and our keys; the validators of PyLTI1p3 look at the
parts of a message. Everything that decides who somebody is, is checked here: see docs/adr/0024.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from lti_tool.models import LtiRegistration
from pylti1p3.exception import LtiException
from pylti1p3.message_validators import get_validators
from pylti1p3.message_validators.abstract import MessageValidatorAbstract

from lti import access, claims
from lti.key_sets import KeySetError, key_of

MINUTES = 10
"""From the first step of a launch to its last."""
LEEWAY = 60
"""Seconds by which clocks may differ."""
_SALT = "lti.state"


class LaunchRefusedError(Exception):
    """The launch goes no further. The message is a sentence for whoever sits before it."""


@dataclass(frozen=True)
class Message:
    """What a platform said, found right."""

    registration: LtiRegistration
    nonce: str
    claims: Mapping[str, Any]

    @property
    def subject(self) -> str:
        return str(self.claims["sub"])

    @property
    def deployment(self) -> str:
        return str(self.claims[claims.DEPLOYMENT])

    @property
    def kind(self) -> str:
        return str(self.claims[claims.MESSAGE_TYPE])

    def part(self, name: str) -> Mapping[str, Any]:
        """One object of the message; empty where it is not there, or is something else."""
        found = self.claims.get(name)
        return found if isinstance(found, dict) else {}


def launch_url() -> str:
    """Where platforms send people: the one address to register as redirect and target."""
    return f"{settings.BASE_URL}{reverse('lti:launch')}"


def sign_in_address(told: Mapping[str, Any], browser: str) -> str:
    """Where to send a browser that a platform sent to us first. Raises LaunchRefusedError.

    The state that comes back holds the registration, the nonce, and the hash of the browser's
    cookie, signed: nothing is stored for a stranger who only knocks.
    """
    issuer, hint = told.get("iss", ""), told.get("login_hint", "")
    if not issuer or not hint:
        raise LaunchRefusedError(
            _("This address is for learning platforms. Open Plumbline from your course.")
        )
    registration = access.registration_for(issuer, told.get("client_id", ""))
    if registration is None:
        raise LaunchRefusedError(
            _("No agency here has registered this learning platform. Ask your agency admin.")
        )
    nonce = secrets.token_urlsafe(32)
    state = {"registration": registration.pk, "nonce": nonce, "browser": hashed(browser)}
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": registration.client_id,
        "redirect_uri": launch_url(),
        "login_hint": hint,
        "nonce": nonce,
        "state": signing.dumps(state, salt=_SALT),
    }
    if told.get("lti_message_hint"):
        asked["lti_message_hint"] = told["lti_message_hint"]
    return (
        f"{registration.auth_url}{'&' if '?' in registration.auth_url else '?'}{urlencode(asked)}"
    )


def message_of(told: Mapping[str, Any], browser: str) -> Message:
    """The message in a form that a browser brought. Raises LaunchRefusedError with a sentence.

    That its nonce was not used before is for whoever stores it to see.
    """
    if told.get("error"):
        raise LaunchRefusedError(
            _("The learning platform did not sign you in. Sign in there and open the link again.")
        )
    registration, nonce = _begun_here(str(told.get("state", "")), browser)
    body = _signed(str(told.get("id_token", "")), registration)
    if not secrets.compare_digest(str(body["nonce"]).encode(), nonce.encode()):
        raise LaunchRefusedError(
            _("This launch belongs to another one that was begun before. Open the link again.")
        )
    _check_parties(body, registration)
    _check_parts(body)
    return Message(registration, nonce, body)


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _begun_here(state: str, browser: str) -> tuple[LtiRegistration, str]:
    try:
        begun = signing.loads(state, salt=_SALT, max_age=MINUTES * 60)
    except signing.SignatureExpired as error:
        raise LaunchRefusedError(
            _("This launch began more than ten minutes ago. Open the link in your course again.")
        ) from error
    except signing.BadSignature as error:
        raise LaunchRefusedError(
            _("This launch was not begun here. Open the link in your course again.")
        ) from error
    if not browser or not secrets.compare_digest(begun["browser"], hashed(browser)):
        raise LaunchRefusedError(
            _(
                "This launch was begun in another browser, or inside a frame of the course. Let "
                "the link open in a new window, and open it again."
            )
        )
    registration = access.registration(begun["registration"])
    if registration is None:
        raise LaunchRefusedError(_("Your agency no longer uses this learning platform."))
    return registration, begun["nonce"]


def _signed(token: str, registration: LtiRegistration) -> dict[str, Any]:
    """What the token says, once its signature and dates are right and it is for us."""
    try:
        key = key_of(registration, str(jwt.get_unverified_header(token).get("kid", "")))
        body: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=registration.client_id,
            issuer=registration.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub", "nonce"]},
        )
    except KeySetError as error:
        raise LaunchRefusedError(str(error)) from error
    except jwt.ExpiredSignatureError as error:
        raise LaunchRefusedError(
            _("The platform's message has expired. Open the link in your course again.")
        ) from error
    except (jwt.InvalidAudienceError, jwt.InvalidIssuerError) as error:
        raise LaunchRefusedError(
            _("The platform's message was made for another tool, or by another platform.")
        ) from error
    except (jwt.PyJWTError, ValueError) as error:
        raise LaunchRefusedError(
            _("The platform's message is not signed as it has to be. Nobody was signed in.")
        ) from error
    return body


def _check_parties(body: Mapping[str, Any], registration: LtiRegistration) -> None:
    audience = body["aud"]
    for_others = isinstance(audience, list) and len(audience) > 1
    if (for_others or "azp" in body) and body.get("azp") != registration.client_id:
        raise LaunchRefusedError(
            _("The platform's message was made for another tool, or by another platform.")
        )
    deployment = body.get(claims.DEPLOYMENT)
    known = registration.deployments.active()
    if not isinstance(deployment, str) or not known.filter(deployment_id=deployment).exists():
        raise LaunchRefusedError(
            _(
                "This place on the learning platform is not registered here. Ask your agency admin "
                "to add its deployment."
            )
        )


def _check_parts(body: Mapping[str, Any]) -> None:
    """The parts that a message of its kind must have; other kinds than two are not taken."""
    validators: list[MessageValidatorAbstract] = get_validators()  # type: ignore[no-untyped-call]
    right = [one for one in validators if one.can_validate(body)]
    kinds = (claims.RESOURCE_REQUEST, claims.DEEP_LINKING_REQUEST)
    try:
        fits = body.get(claims.MESSAGE_TYPE) in kinds and all(one.validate(body) for one in right)
    except (LtiException, AttributeError, TypeError, KeyError):
        fits = False
    if not fits or len(str(body["sub"])) > 255:
        raise LaunchRefusedError(
            _("The platform's message lacks something, or is of a kind that is not known here.")
        )
