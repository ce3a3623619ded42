"""Which cases go to whom."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Membership
from instruments import catalogue
from training.models import Mode
from training.questions import spoken, tool_name
from vignettes.models import VignetteVersion

EXAM_NEEDS = {
    "title": gettext_lazy("An exam needs a title."),
    "opens_at": gettext_lazy("An exam needs a time at which it opens."),
    "closes_at": gettext_lazy("An exam needs a time at which it closes."),
}


class MomentInput(forms.DateTimeInput):
    """A day and time in the browser's own field."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class AssignForm(forms.Form):
    """Which cases go to whom, in practice or in an exam with an opening and a closing time."""

    tool = forms.ChoiceField(label=gettext_lazy("Tool"))
    assessors = forms.ModelMultipleChoiceField(
        Membership.objects.none(),
        label=gettext_lazy("Assessors"),
        widget=forms.CheckboxSelectMultiple,
    )
    versions = forms.ModelMultipleChoiceField(
        VignetteVersion.objects.none(),
        label=gettext_lazy("Cases"),
        widget=forms.CheckboxSelectMultiple,
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("Mode"),
        choices=Mode.choices,
        initial=Mode.PRACTICE,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Practice gives feedback at once, an exam when it closes."),
    )
    title = forms.CharField(label=gettext_lazy("Title of the exam"), max_length=120, required=False)
    opens_at = forms.DateTimeField(label=gettext_lazy("Opens"), required=False, widget=MomentInput)
    closes_at = forms.DateTimeField(
        label=gettext_lazy("Closes"), required=False, widget=MomentInput
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        assessors: QuerySet[Membership],
        versions: QuerySet[VignetteVersion],
    ) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        with_gold = set(versions.values_list("gold_codings__tool", flat=True))
        fields["tool"].choices = [
            (tool.id, spoken(tool.name)) for tool in catalogue.tools() if tool.id in with_gold
        ]
        fields["assessors"].queryset = assessors
        fields["assessors"].label_from_instance = lambda membership: str(membership.user)
        fields["versions"].queryset = versions
        fields["versions"].label_from_instance = lambda version: version.title

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_gold(cleaned.get("tool"), cleaned.get("versions"))
        if cleaned.get("mode") != Mode.EXAM:
            return cleaned
        for name, sentence in EXAM_NEEDS.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The exam must close after it opens. Give a later time."))
        elif closes and closes <= now():
            self.add_error("closes_at", _("This time has passed. Give a closing time to come."))
        return cleaned

    def _check_gold(self, tool: str | None, versions: QuerySet[VignetteVersion] | None) -> None:
        """Feedback needs right scores; tools scored by judgement have none before a panel."""
        if not tool or not versions:
            return
        without = [case.title for case in versions.exclude(gold_codings__tool=tool)]
        if without:
            sentence = _(
                "%(cases)s: no right scores yet for %(tool)s. Choose another tool or case."
            )
            named = {"cases": ", ".join(without), "tool": tool_name(tool)}
            self.add_error("versions", sentence % named)
