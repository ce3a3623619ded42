"""What people enter about a study that is there: reports, links, statements, raters, the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.forms.people import DayInput
from reliability.models import ReportEdition, StudyRules

ROWS = {"rows": 2}
LINK_DAYS = 30
MOST_LINK_DAYS = 366
CONFIDENCES = (("0.9", "90 %"), ("0.95", "95 %"), ("0.99", "99 %"))


class ConfirmForm(forms.Form):
    """What becomes of the rows that cannot be taken."""

    LEAVE_OUT = "leave-out"
    leave_out = forms.BooleanField(
        label=_("Leave out the rows that cannot be taken"),
        required=False,
        help_text=_("The report says how many were left out."),
    )


class ReportForm(forms.Form):
    """How a report is computed, and what it is compared with."""

    compared_with = forms.ChoiceField(
        label=_("Compare with an earlier report"),
        required=False,
        help_text=_("The new report marks what is different, such as since last year."),
    )
    confidence = forms.ChoiceField(
        label=_("Confidence of the intervals"), choices=CONFIDENCES, initial="0.95"
    )
    replicates = forms.IntegerField(
        label=_("Resamples of each interval"),
        initial=2000,
        min_value=200,
        max_value=10000,
        help_text=_("From 200 to 10,000. More take longer and steady the last digit."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        initial=1,
        min_value=0,
        max_value=2**31 - 1,
        help_text=_("The same seed on the same data gives the same intervals."),
    )

    def __init__(self, *args: Any, editions: Iterable[ReportEdition] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_pk = {str(edition.pk): edition for edition in editions}
        field = self.fields["compared_with"]
        if isinstance(field, forms.ChoiceField):
            named = [(pk, edition_label(one)) for pk, one in self._by_pk.items()]
            field.choices = [("", _("with none")), *named]

    def clean_compared_with(self) -> ReportEdition | None:
        return self._by_pk.get(self.cleaned_data["compared_with"])

    def clean_confidence(self) -> float:
        return float(self.cleaned_data["confidence"])


def edition_label(edition: ReportEdition) -> str:
    """Study, number and day of a report."""
    return gettext("%(title)s, report %(n)s (%(day)s)") % {
        "title": edition.study.title,
        "n": edition.number,
        "day": f"{edition.made_at:%Y-%m-%d}",
    }


class LinkForm(forms.Form):
    """Until when a link to a report opens it."""

    until = forms.DateField(
        label=_("Open until"),
        widget=DayInput(),
        help_text=_("The link opens the report to the end of this day, at most a year from now."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = localdate() + timedelta(days=LINK_DAYS)

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        today = localdate()
        if day < today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        if day > today + timedelta(days=MOST_LINK_DAYS):
            raise forms.ValidationError(_("Choose a day within a year from now."))
        return day


class BecauseForm(forms.Form):
    """Why a study is withdrawn."""

    because = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=500,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Everybody who opens the study or one of its reports reads it."),
    )


class MergeForm(forms.Form):
    """Two identifiers that are one rater."""

    rater = forms.ChoiceField(label=_("This rater"))
    same_as = forms.ChoiceField(label=_("is the same person as"))
    because = forms.CharField(
        label=_("How you know"),
        max_length=300,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Such as: a change of name in March. No names of people."),
    )

    def __init__(self, *args: Any, raters: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "---"), *raters]
        for name in ("rater", "same_as"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("rater") and cleaned.get("rater") == cleaned.get("same_as"):
            self.add_error("same_as", _("These are the same already. Choose two that differ."))
        return cleaned


class RulesForm(forms.ModelForm[StudyRules]):
    """What the agency lays down for all its studies."""

    class Meta:
        model = StudyRules
        fields = ("smallest_cell", "keep_months")
        help_texts = {
            "smallest_cell": _(
                "Figures on fewer codings than this are not shown, in new reports. From 1 to 100."
            ),
            "keep_months": _(
                "For how long the codings of a new study are kept, unless its form says another "
                "day. From 1 to 240."
            ),
        }
