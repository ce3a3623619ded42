"""What an agency admin copies from a platform, and what a coordinator chooses for a course."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.webhook_sending import AddressRefusedError, checked_address, target_of
from lti.actions.platforms import Registered
from lti.aims import Target


class PlatformForm(forms.Form):
    """A platform on which this tool was registered."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("What people in your agency call the platform."),
    )
    issuer = forms.CharField(label=gettext_lazy("Issuer"), max_length=255)
    client_id = forms.CharField(label=gettext_lazy("Client ID"), max_length=255)
    deployment = forms.CharField(label=gettext_lazy("Deployment ID"), max_length=255)
    auth_url = forms.CharField(label=gettext_lazy("Authentication request address"), max_length=200)
    token_url = forms.CharField(label=gettext_lazy("Access token address"), max_length=200)
    keyset_url = forms.CharField(label=gettext_lazy("Public keys address"), max_length=200)
    audience = forms.CharField(
        label=gettext_lazy("Audience of the access token"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Only where the platform names one that is not the token address."),
    )

    def clean_auth_url(self) -> str:
        return _checked(self.cleaned_data["auth_url"])

    def clean_token_url(self) -> str:
        return _checked(self.cleaned_data["token_url"])

    def clean_keyset_url(self) -> str:
        return _checked(self.cleaned_data["keyset_url"])

    @property
    def registered(self) -> Registered:
        return Registered(**self.cleaned_data)


class DeploymentForm(forms.Form):
    """One more place of a platform from which people come."""

    deployment = forms.CharField(label=gettext_lazy("Deployment ID"), max_length=255)


class ChoiceForm(forms.Form):
    """What a link in a course leads to."""

    target = forms.ChoiceField(
        label=gettext_lazy("What the link leads to"), widget=forms.RadioSelect
    )

    def __init__(self, data: Mapping[str, Any] | None, *, targets: Iterable[Target]) -> None:
        super().__init__(data)
        self._targets = {one.word: one for one in targets}
        fields: dict[str, Any] = self.fields
        fields["target"].choices = [(word, one.title) for word, one in self._targets.items()]

    @property
    def chosen(self) -> Target:
        return self._targets[self.cleaned_data["target"]]


def _checked(url: str) -> str:
    """An address that may be talked to, as for webhooks."""
    try:
        checked_address(target_of(url, may_be_local=settings.WEBHOOKS_MAY_BE_LOCAL))
    except AddressRefusedError as error:
        raise forms.ValidationError(str(error)) from error
    except OSError as error:
        raise forms.ValidationError(
            _("The name in this address is not known. Look for a typing error.")
        ) from error
    return url
