"""What a coordinator enters about programmes and who takes part in them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Membership
from instruments import catalogue
from training.actions.programmes import Plan, Terms
from training.models import Cohort, Enrolment, Programme
from training.questions import spoken

LANGUAGES = [("", gettext_lazy("as on the page")), *settings.LANGUAGES]


class DayInput(forms.DateInput):
    """A day in the browser's own field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ProgrammeForm(forms.Form):
    """What a programme asks for."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    tools = forms.MultipleChoiceField(
        label=gettext_lazy("Tools"), widget=forms.CheckboxSelectMultiple
    )
    practice_cases = forms.IntegerField(
        label=gettext_lazy("Practice cases before the exam"),
        min_value=0,
        max_value=50,
        initial=6,
        help_text=gettext_lazy("For each tool. People may practise more."),
    )
    needs_reading = forms.BooleanField(
        label=gettext_lazy("Reading comes before the exam"), required=False, initial=True
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, programme: Programme | None, taken: set[str]
    ) -> None:
        """`taken`: titles of the agency's other programmes."""
        super().__init__(data, initial=_initial(programme))
        self.taken = taken
        fields: dict[str, Any] = self.fields
        fields["tools"].choices = [(tool.id, spoken(tool.name)) for tool in catalogue.tools()]

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"])
        if title in self.taken:
            raise forms.ValidationError(
                _("Your agency already has a programme of this title. Choose another title.")
            )
        return title

    @property
    def plan(self) -> Plan:
        """What was entered."""
        return Plan(**self.cleaned_data)


def _initial(programme: Programme | None) -> dict[str, Any] | None:
    if programme is None:
        return None
    return {
        "title": programme.title,
        "tools": programme.tools,
        "practice_cases": programme.practice_cases,
        "needs_reading": programme.needs_reading,
    }


class TermsForm(forms.Form):
    """On what terms somebody takes part: due date, cohort and accommodations."""

    due_on = forms.DateField(label=gettext_lazy("Due on"), required=False, widget=DayInput)
    cohort: forms.ModelChoiceField[Cohort] = forms.ModelChoiceField(
        Cohort.objects.none(),
        label=gettext_lazy("Cohort"),
        required=False,
        empty_label=gettext_lazy("none"),
    )
    time_factor = forms.DecimalField(
        label=gettext_lazy("Time factor"),
        min_value=Decimal("1.00"),
        max_value=Decimal("5.00"),
        decimal_places=2,
        initial=Decimal("1.00"),
        help_text=gettext_lazy("An accommodation: 1.5 gives half as much time again in exams."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the assessor's work"),
        choices=LANGUAGES,
        required=False,
        help_text=gettext_lazy("Pages begin in it; a language that the person chose goes first."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        cohorts: QuerySet[Cohort],
        enrolment: Enrolment | None = None,
    ) -> None:
        super().__init__(data, initial=_terms_of(enrolment))
        fields: dict[str, Any] = self.fields
        fields["cohort"].queryset = cohorts

    @property
    def terms(self) -> Terms:
        """What was entered."""
        chosen = self.cleaned_data
        return Terms(
            due_on=chosen["due_on"],
            cohort=chosen["cohort"],
            time_factor=chosen["time_factor"],
            language=chosen["language"],
        )


def _terms_of(enrolment: Enrolment | None) -> dict[str, Any] | None:
    if enrolment is None:
        return None
    return {
        "due_on": enrolment.due_on,
        "cohort": enrolment.cohort_id,
        "time_factor": enrolment.time_factor,
        "language": enrolment.language,
    }


class EnrolForm(TermsForm):
    """Who is enrolled: people one by one, or everybody of a cohort."""

    assessors = forms.ModelMultipleChoiceField(
        Membership.objects.none(),
        label=gettext_lazy("Assessors"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    of_cohort: forms.ModelChoiceField[Cohort] = forms.ModelChoiceField(
        Cohort.objects.none(),
        label=gettext_lazy("Everybody of a cohort"),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy(
            "Everybody who is in this cohort in any programme, or was invited into it."
        ),
    )
    field_order = ["assessors", "of_cohort", "due_on", "cohort", "time_factor", "language"]

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        cohorts: QuerySet[Cohort],
        assessors: QuerySet[Membership],
    ) -> None:
        super().__init__(data, cohorts=cohorts)
        fields: dict[str, Any] = self.fields
        fields["assessors"].queryset = assessors
        fields["assessors"].label_from_instance = lambda membership: str(membership.user)
        fields["of_cohort"].queryset = cohorts

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("assessors") and not cleaned.get("of_cohort"):
            raise forms.ValidationError(
                _("Nobody was chosen. Tick at least one assessor, or choose a cohort.")
            )
        return cleaned


class DueForm(forms.Form):
    """One due date for several people; empty takes the date away."""

    due_on = forms.DateField(label=gettext_lazy("Due on"), required=False, widget=DayInput)
    enrolments: forms.ModelMultipleChoiceField[Enrolment] = forms.ModelMultipleChoiceField(
        Enrolment.objects.none()
    )

    def __init__(self, data: Mapping[str, Any] | None, *, enrolments: QuerySet[Enrolment]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["enrolments"].queryset = enrolments
