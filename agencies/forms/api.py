"""What people type when a program is to use the agency's data, or be told of it."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actions.tokens import LONGEST, scopes_for
from agencies.forms.people import DayInput
from agencies.models.api import Event
from agencies.webhook_sending import AddressRefusedError, checked_address, target_of


class TokenForm(forms.Form):
    """A token for one's own role."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("What the program is, so that you know it again in a year."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Never more than you may do yourself. Choose as little as will do."),
    )
    until = forms.DateField(
        label=gettext_lazy("Valid through"),
        widget=DayInput,
        help_text=gettext_lazy("At most a year from today."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, role: str, taken: Collection[str]
    ) -> None:
        super().__init__(data, initial={"until": localdate() + timedelta(days=90)})
        fields: dict[str, Any] = self.fields
        fields["scopes"].choices = [(scope.value, scope.label) for scope in scopes_for(role)]
        self._taken = {name.casefold() for name in taken}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.casefold() in self._taken:
            raise forms.ValidationError(_("You have a token of this name already."))
        return name

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < localdate():
            raise forms.ValidationError(_("This day is past."))
        if until > localdate() + LONGEST:
            raise forms.ValidationError(_("This is more than a year away."))
        return until


class WebhookForm(forms.Form):
    """An address to tell, and of what."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=gettext_lazy("Begins with https:// and lies on the public internet."),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("What it is told of"),
        widget=forms.CheckboxSelectMultiple,
        choices=Event.choices,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, taken: Collection[str]) -> None:
        super().__init__(data)
        self._taken = taken

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url in self._taken:
            raise forms.ValidationError(_("This address is told already."))
        try:
            checked_address(target_of(url, may_be_local=settings.WEBHOOKS_MAY_BE_LOCAL))
        except AddressRefusedError as error:
            raise forms.ValidationError(str(error)) from error
        except OSError as error:
            raise forms.ValidationError(
                _("The name in this address is not known. Look for a typing error.")
            ) from error
        return url
