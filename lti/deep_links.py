"""The signed answer to a platform that asked what a new link in a course shall lead to."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.lineitem import LineItem

from agencies.webhook_sending import AddressRefusedError, target_of
from lti import claims
from lti.aims import Target
from lti.launching import LaunchRefusedError, launch_url
from lti.models import Aim, Launch


class Resource(DeepLinkResource):
    """A link that opens in a window of its own: no page of ours is shown inside another."""

    def to_dict(self) -> dict[str, object]:
        told: dict[str, object] = super().to_dict()
        return told | {"window": {"targetName": "_blank"}}


@dataclass(frozen=True)
class Answer:
    """What a form carries back, and where."""

    token: str
    address: str

    @property
    def origin(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


def answer_to(launch: Launch, target: Target) -> Answer:
    """The chosen content, signed by us. Raises LaunchRefusedError where there is no way back."""
    asked = launch.told.get("settings", {})
    address = str(asked.get("deep_link_return_url", ""))
    try:
        target_of(address, may_be_local=settings.WEBHOOKS_MAY_BE_LOCAL)
    except AddressRefusedError as error:
        raise LaunchRefusedError(
            _("The learning platform does not say where the choice is to be sent.")
        ) from error
    registration = launch.platform.registration.to_registration()
    made = DeepLink(registration, launch.deployment, asked)
    return Answer(made.get_response_jwt([_resource(target)]), address)


def _resource(target: Target) -> Resource:
    made = Resource()
    made.set_url(launch_url()).set_title(target.title).set_custom_params({claims.AIM: target.word})
    line = LineItem()
    line.set_label(target.title).set_tag(target.word)
    line.set_score_maximum(1 if target.aim == Aim.EXAM else 100)
    made.set_lineitem(line)
    return made
