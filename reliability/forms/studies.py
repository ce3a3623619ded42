"""What people enter to make a study: a spreadsheet, codings made here, or other studies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from agencies.forms.people import DayInput
from instruments import catalogue
from reliability.models import Study, StudyKind
from reliability.studies.reading_refused import ENCODINGS
from training.models import Exam, Mode, Programme
from training.questions import spoken, tool_name

ROWS = {"rows": 2}
BROUGHT_KINDS = (StudyKind.BETWEEN, StudyKind.BACK_READING, StudyKind.WITHIN)
MADE_HERE_KINDS = (StudyKind.BETWEEN, StudyKind.WITHIN)
MADE_HERE_MODES = (Mode.PRACTICE, Mode.EXAM, Mode.CHECK)


def tool_choices() -> list[tuple[str, str]]:
    """Every tool by its name in the reader's language."""
    return sorted(((tool.id, tool_name(tool.id)) for tool in catalogue.tools()), key=_by_name)


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


class KeptForm(forms.Form):
    """What every study has: a title, and a day until which its data are kept."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        help_text=_("It heads the report: such as “Double codings of 2026”. No names of people."),
    )
    keep_until = forms.DateField(
        label=_("Keep the data until"),
        widget=DayInput(),
        help_text=_(
            "On this day the codings are deleted here. The reports, which hold no single coding, "
            "stay."
        ),
    )

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._latest = latest
        self.fields["keep_until"].initial = latest
        tool = self.fields.get("tool")
        if isinstance(tool, forms.ChoiceField):
            tool.choices = [("", _("Choose the tool")), *tool_choices()]

    def clean_keep_until(self) -> date:
        day: date = self.cleaned_data["keep_until"]
        if day <= localdate():
            raise forms.ValidationError(_("This day is over. Choose a day after today."))
        if day > self._latest:
            raise forms.ValidationError(
                _("By the rules of your agency no later than %(day)s. Choose an earlier day."),
                params={"day": self._latest.isoformat()},
            )
        return day


class UploadForm(KeptForm):
    """A spreadsheet of double codings."""

    tool = forms.ChoiceField(label=_("Tool"))
    kind = forms.ChoiceField(
        label=_("What the study asks"),
        choices=[(kind.value, kind.label) for kind in BROUGHT_KINDS],
        initial=StudyKind.BETWEEN,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("The spreadsheet"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
        help_text=_("CSV or XLSX, with one row of column names at the top."),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file. It is not kept when a page comes back.")},
    )
    encoding = forms.ChoiceField(
        label=_("Characters of a CSV file"),
        required=False,
        help_text=_("Leave it as it is unless you are asked."),
    )
    sheet = forms.IntegerField(
        label=_("Sheet of a workbook"),
        required=False,
        min_value=1,
        help_text=_("1 is the first. Leave it empty unless you are asked."),
    )

    field_order: tuple[str, ...] = ("tool", "title", "kind", "keep_until", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        encoding = self.fields["encoding"]
        if isinstance(encoding, forms.ChoiceField):
            named = [(key, spoken(name)) for key, name in ENCODINGS.items()]
            encoding.choices = [("", _("UTF-8, or UTF-16 with its mark")), *named]

    def seldom(self) -> list[forms.BoundField]:
        """What is asked of few files only."""
        return [self["encoding"], self["sheet"]]

    def usual(self) -> list[forms.BoundField]:
        """What every file needs."""
        return [field for field in self if field.name not in ("encoding", "sheet")]

    def clean_encoding(self) -> str | None:
        return self.cleaned_data["encoding"] or None


class CorrectForm(UploadForm):
    """A mended spreadsheet that takes the place of a study, and why."""

    because = forms.CharField(
        label=_("What was wrong"),
        max_length=500,
        widget=forms.Textarea(attrs=ROWS),
        help_text=_("Kept with both studies, with your name and the day."),
    )
    field_order = ("because", "title", "kind", "keep_until", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["tool"]  # a mended study is about the same tool


class CodingsForm(KeptForm):
    """Codings that were made here, of one tool, handed in between two days."""

    tool = forms.ChoiceField(label=_("Tool"))
    kind = forms.ChoiceField(
        label=_("What the study asks"),
        choices=[(kind.value, kind.label) for kind in MADE_HERE_KINDS],
        initial=StudyKind.BETWEEN,
        widget=forms.RadioSelect,
        help_text=_(
            "Between assessors: the first coding of each on each case. With themselves: every "
            "coding of those who scored a case more than once."
        ),
    )
    mode = forms.ChoiceField(
        label=_("Which codings"),
        required=False,
        choices=[("", _("all of them")), *((mode.value, mode.label) for mode in MADE_HERE_MODES)],
    )
    programme = forms.ChoiceField(label=_("People of a programme"), required=False)
    exam = forms.ChoiceField(label=_("Exam"), required=False)
    since = forms.DateField(label=_("Handed in from"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Handed in to"), required=False, widget=DayInput())

    field_order = (
        "tool",
        "title",
        "kind",
        "mode",
        "programme",
        "exam",
        "since",
        "until",
        "keep_until",
    )

    def __init__(
        self,
        *args: Any,
        programmes: Iterable[Programme] = (),
        exams: Iterable[Exam] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._programmes = {str(one.pk): one for one in programmes}
        self._exams = {str(one.pk): one for one in exams}
        fields: dict[str, Any] = self.fields
        named = [(pk, one.title) for pk, one in self._programmes.items()]
        fields["programme"].choices = [("", _("everybody")), *named]
        dated = [(pk, f"{one.title} ({one.opens_at:%Y-%m-%d})") for pk, one in self._exams.items()]
        fields["exam"].choices = [("", _("no exam in particular")), *dated]

    def clean_programme(self) -> Programme | None:
        return self._programmes.get(self.cleaned_data["programme"])

    def clean_exam(self) -> Exam | None:
        return self._exams.get(self.cleaned_data["exam"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day is before the first one. Choose a later day."))
        return cleaned


class PooledForm(KeptForm):
    """Several studies of one tool, taken together."""

    studies = forms.MultipleChoiceField(
        label=_("Studies to take together"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least two, of the same tool. A file in both is two files."),
        error_messages={"required": _("Choose at least two studies.")},
    )

    field_order = ("title", "studies", "keep_until")

    def __init__(self, *args: Any, studies: Iterable[Study] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by_pk = {str(study.pk): study for study in studies}
        field = self.fields["studies"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(pk, pooled_label(one)) for pk, one in self._by_pk.items()]

    def clean_studies(self) -> list[Study]:
        chosen = [self._by_pk[pk] for pk in self.cleaned_data["studies"]]
        if len(chosen) < 2:
            raise forms.ValidationError(_("Choose at least two studies."))
        tools = {study.tool for study in chosen}
        if len(tools) > 1:
            raise forms.ValidationError(
                _("These studies are of several tools (%(tools)s). Choose studies of one tool."),
                params={"tools": ", ".join(sorted(tool_name(tool) for tool in tools))},
            )
        return chosen


def pooled_label(study: Study) -> str:
    """Title, tool, agency and size: enough to know a study from another."""
    return f"{study.title} · {tool_name(study.tool)} · {study.agency.name} · {study.frozen_at:%Y}"
