"""How exams are drawn, and time on top: what a coordinator types in."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from instruments import catalogue
from instruments.sheet import Instrument
from training.models import Assignment, ExamRules
from training.models.sitting import REASON_LENGTH
from training.questions import spoken
from vignettes.models import Difficulty, Kind

TAUGHT = ("score", "eligibility")
LEAST = ("bands", "difficulties", "kinds")
COUNTS = ("not_usable", "scorable")
ASKED = (*COUNTS, "rules")
"""Fields that stand in the blueprint of a form."""


class ExamRulesForm(forms.Form):
    """The rules of the exams of one programme and tool."""

    cases = forms.IntegerField(label=gettext_lazy("Cases at first"), min_value=1, max_value=60)
    most_cases = forms.IntegerField(
        label=gettext_lazy("Cases at most"),
        min_value=1,
        max_value=60,
        help_text=gettext_lazy("Where the decision needs more cases, so many in all."),
    )
    minutes_per_case = forms.IntegerField(
        label=gettext_lazy("Minutes for a case"),
        min_value=5,
        max_value=600,
        help_text=gettext_lazy("From opening its file, times the person's own time factor."),
    )
    window_days = forms.IntegerField(
        label=gettext_lazy("Days to finish"), min_value=1, max_value=365
    )
    attempts = forms.IntegerField(label=gettext_lazy("Attempts"), min_value=1, max_value=20)
    pause_days = forms.IntegerField(
        label=gettext_lazy("Days between attempts"), min_value=0, max_value=365
    )
    most_exposed = forms.IntegerField(
        label=gettext_lazy("Most exam uses of one case"),
        min_value=1,
        max_value=10_000,
        help_text=gettext_lazy("After so many exams in your agency a case is not drawn again."),
    )
    is_open_book = forms.BooleanField(
        label=gettext_lazy("The coding rules stay at hand during the exam"), required=False
    )
    not_usable = forms.IntegerField(
        label=gettext_lazy("Cases on which the tool must not be used"),
        min_value=0,
        max_value=20,
        required=False,
        help_text=gettext_lazy("Empty: one, if the bank holds such a case."),
    )
    scorable = forms.IntegerField(
        label=gettext_lazy("Cases on which every item has a score"),
        min_value=0,
        max_value=60,
        required=False,
        help_text=gettext_lazy("Empty: eight in ten, as far as the bank holds such cases."),
    )
    rules = forms.MultipleChoiceField(
        label=gettext_lazy("Rules that the form must bring into play"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Critical rules are brought in anyway where the bank allows."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, rules: ExamRules) -> None:
        super().__init__(data, initial=_initial(rules))
        tool = catalogue.tool(rules.tool)
        fields: dict[str, Any] = self.fields
        fields["rules"].choices = [
            (rule.id, spoken(rule.title))
            for rule in tool.rules
            if rule.kind in TAUGHT and rule.same_as is None
        ]
        for name, label in _sorts(tool):
            fields[name] = forms.IntegerField(
                label=label, min_value=0, max_value=60, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cases, most = cleaned.get("cases"), cleaned.get("most_cases")
        if cases and most and most < cases:
            self.add_error(
                "most_cases",
                _("%(most)s is less than the %(cases)s cases at first. Give as many or more.")
                % {"most": most, "cases": cases},
            )
        for name in LEAST:
            self._check_sum(name, cases, cleaned)
        self._check_fits(cases, (cleaned.get("scorable") or 0) + (cleaned.get("not_usable") or 0))
        return cleaned

    def _check_sum(self, name: str, cases: int | None, cleaned: dict[str, Any]) -> None:
        asked = sum(self._least(name, cleaned).values())
        unusable = cleaned.get("not_usable") or 0 if name == "bands" else 0
        self._check_fits(cases, asked + unusable)

    def _check_fits(self, cases: int | None, asked: int) -> None:
        """What is asked for at least must fit into the first form."""
        if cases and asked > cases:
            told = _(
                "Together %(n)s cases are asked for at least, and the form has %(cases)s. "
                "Ask for fewer."
            )
            self.add_error(None, told % {"n": asked, "cases": cases})

    def _least(self, name: str, cleaned: Mapping[str, Any]) -> dict[str, int]:
        prefix = f"{name}-"
        return {
            field.removeprefix(prefix): value
            for field, value in cleaned.items()
            if field.startswith(prefix) and value
        }

    @property
    def levels(self) -> list[forms.BoundField]:
        return self._fields_of("bands")

    @property
    def difficulties(self) -> list[forms.BoundField]:
        return self._fields_of("difficulties")

    @property
    def kinds(self) -> list[forms.BoundField]:
        return self._fields_of("kinds")

    def _fields_of(self, name: str) -> list[forms.BoundField]:
        return [self[field] for field in self.fields if field.startswith(f"{name}-")]

    @property
    def values(self) -> dict[str, Any]:
        """What the rules are to hold."""
        cleaned = self.cleaned_data
        blueprint: dict[str, Any] = {
            name: least for name in LEAST if (least := self._least(name, cleaned))
        }
        for name in COUNTS:
            if cleaned[name] is not None:
                blueprint[name] = cleaned[name]
        if cleaned["rules"]:
            blueprint["rules"] = cleaned["rules"]
        plain = {name: cleaned[name] for name in self.base_fields if name not in ASKED}
        return plain | {"blueprint": blueprint}


def _sorts(tool: Instrument) -> list[tuple[str, str]]:
    """The fields for "at least so many cases of this sort", with their labels."""
    levels = [(f"bands-{band.id}", spoken(band.name)) for band in tool.totals[0].bands]
    hard = [(f"difficulties-{one.value}", str(one.label)) for one in Difficulty]
    kinds = [(f"kinds-{one.value}", str(one.label)) for one in Kind if one is not Kind.MUST_NOT_USE]
    return levels + hard + kinds


def _initial(rules: ExamRules) -> dict[str, Any]:
    names = [name for name in ExamRulesForm.base_fields if name not in ASKED]
    shown = {name: getattr(rules, name) for name in names}
    asked = rules.blueprint
    shown |= {f"{name}-{value}": n for name in LEAST for value, n in asked.get(name, {}).items()}
    shown |= {name: asked.get(name) for name in COUNTS}
    return shown | {"rules": asked.get("rules", [])}


class CaseTimeForm(forms.Form):
    """More minutes for one case whose clock runs."""

    case = forms.ChoiceField(label=gettext_lazy("Case"))
    minutes = forms.IntegerField(label=gettext_lazy("Minutes more"), min_value=1, max_value=1440)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=REASON_LENGTH)

    def __init__(self, data: Mapping[str, Any] | None, *, cases: Iterable[Assignment]) -> None:
        super().__init__(data, prefix="case")
        fields: dict[str, Any] = self.fields
        fields["case"].choices = [(str(one.pk), one.version.title) for one in cases]


class ExamTimeForm(forms.Form):
    """More days for a whole exam."""

    days = forms.IntegerField(label=gettext_lazy("Days more"), min_value=1, max_value=180)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=REASON_LENGTH)

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        super().__init__(data, prefix="exam")
