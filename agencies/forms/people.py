"""What an agency types about its people: invitations, roles, leave."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.actions.joining import Wanted
from agencies.models import Agency, Leave, Role
from agencies.roster_file import FORMULA_SIGNS, MOST_BYTES, RosterError, text_of

FARTHEST_BACK = timedelta(days=731)
"""A leave moves due dates by its days: a slip of the year would move them by centuries."""


class DayInput(forms.DateInput):
    """A day, by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def choices_of(roles: Collection[str]) -> list[tuple[str, str]]:
    return [(role, str(Role(role).label)) for role in roles]


class InviteForm(forms.Form):
    """One person to invite."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("May be left empty: people type their name themselves."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    cohort = forms.CharField(
        label=gettext_lazy("Cohort"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("The group somebody starts with, where you use cohorts."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the invitation"),
        required=False,
        choices=[("", gettext_lazy("as I read this page")), *settings.LANGUAGES],
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        roles: Collection[str],
        taken: Collection[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["role"].choices = choices_of(roles)
        self._taken = taken

    def clean_name(self) -> str:
        return _no_formula(self.cleaned_data["name"])

    def clean_cohort(self) -> str:
        return _no_formula(self.cleaned_data["cohort"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("email", "").lower(), cleaned.get("role")) in self._taken:
            self.add_error(
                "email", _("This person has this role here already, or is invited to it.")
            )
        return cleaned

    @property
    def wanted(self) -> Wanted:
        told = self.cleaned_data
        return Wanted(
            told["email"].lower(), told["role"], told["name"], told["cohort"], told["language"]
        )


class RosterForm(forms.Form):
    """A file of people, chosen at first and carried along as text when it is confirmed."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        required=False,
        help_text=gettext_lazy("First line: email,name,role,cohort. At most 1000 people."),
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if upload := cleaned.get("file"):
            try:
                cleaned["text"] = text_of(upload.read(MOST_BYTES + 1))
            except RosterError as error:
                self.add_error("file", str(error))
        elif not cleaned.get("text"):
            self.add_error("file", _("Choose a file first."))
        return cleaned


class RoleForm(forms.Form):
    """One more role for somebody who is here."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, data: Mapping[str, Any] | None, *, roles: Collection[str]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["role"].choices = choices_of(roles)


class LeaveForm(forms.Form):
    """From when to when somebody is away; nobody is asked why."""

    since = forms.DateField(label=gettext_lazy("First day away"), widget=DayInput)
    until = forms.DateField(
        label=gettext_lazy("Last day away"),
        widget=DayInput,
        required=False,
        help_text=gettext_lazy("Empty: not known yet."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, leave: Leave | None = None) -> None:
        initial = {"since": leave.since, "until": leave.until} if leave else None
        super().__init__(data, initial=initial)
        self._begun: date | None = leave.since if leave and leave.begun_at else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and since != self._begun and since < localdate() - FARTHEST_BACK:
            self.add_error("since", _("This day lies more than two years back."))
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first one."))
        if since and self._begun and since != self._begun:
            self.add_error("since", _("The leave has begun: its first day stays."))
        return cleaned


class AgencyForm(forms.ModelForm[Agency]):
    """What an agency decides about itself."""

    class Meta:
        model = Agency
        fields = ["support_contact", "second_factor"]


def _no_formula(value: str) -> str:
    if value.startswith(FORMULA_SIGNS):
        raise forms.ValidationError(
            _("“%(value)s” begins like a formula of a spreadsheet. Take the first sign away.")
            % {"value": value[:40]}
        )
    return value
