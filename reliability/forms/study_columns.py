"""What a person says the columns of a table are, each beside the guess."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reliability.actions.studying.intake import seen_of
from reliability.models import Intake
from reliability.studies.columns import (
    IGNORE,
    LAYOUT_NAMES,
    Layout,
    Mapping,
    choices,
    problems,
)
from training.questions import spoken


class ColumnsForm(forms.Form):
    """One choice a column, and how the rows are laid out.

    The choices follow from the layout: of one that was sent, else of the guess. A column that was
    refused at the door has no field, and is left out.
    """

    layout = forms.ChoiceField(
        label=gettext_lazy("What a row of the spreadsheet is"), widget=forms.RadioSelect
    )

    def __init__(
        self,
        data: MappingOf[str, Any] | None,
        *,
        intake: Intake,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self._intake, self._guess = intake, Mapping.from_json(intake.mapping)
        super().__init__(data, initial={"layout": self._guess.layout} | (initial or {}))
        fields: dict[str, Any] = self.fields
        fields["layout"].choices = [(key, spoken(name)) for key, name in LAYOUT_NAMES.items()]
        permitted = [(key, spoken(name)) for key, name in choices(intake.tool, self._layout())]
        self._keys = {key for key, _name in permitted}
        for place, column in enumerate(intake.columns):
            if not column.get("refused"):
                fields[self.name_of(place)] = self._choice_of(place, column["header"], permitted)

    @staticmethod
    def name_of(place: int) -> str:
        """The name of the field of a column, by where the column stands."""
        return f"column-{place}"

    def _layout(self) -> Layout:
        sent = self.data.get("layout") or self.initial["layout"]
        return next((key for key in LAYOUT_NAMES if key == sent), self._guess.layout)

    def _choice_of(
        self, place: int, header: str, permitted: list[tuple[str, str]]
    ) -> forms.ChoiceField:
        guessed = self._guess.columns[place].key
        label = _("What “%(header)s” is") % {"header": header}
        return forms.ChoiceField(
            label=label,
            choices=permitted,
            initial=guessed if guessed in self._keys else IGNORE.key,
            required=False,
            widget=forms.Select(attrs={"aria-label": label}),
        )

    def field_of(self, place: int) -> forms.BoundField | None:
        """The field of a column; None for one that was refused."""
        name = self.name_of(place)
        return self[name] if name in self.fields else None

    def in_layout_sent(self) -> ColumnsForm:
        """The form for the layout that was sent, with the choices that it still has."""
        initial = {"layout": self._layout()}
        for name, field in self.fields.items():
            if name != "layout":
                sent = self.data.get(name)
                initial[name] = sent if sent in self._keys else field.initial
        return ColumnsForm(None, intake=self._intake, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            said = Mapping.from_json(self.mapping)
            for told in problems(said, self._intake.tool, seen_of(self._intake)):
                self.add_error(None, spoken(told))
        return cleaned

    @property
    def mapping(self) -> dict[str, Any]:
        """The JSON that reliability.studies.columns.Mapping reads; of a valid form only."""
        keys = [
            self.cleaned_data.get(self.name_of(place)) or IGNORE.key
            for place in range(len(self._guess.columns))
        ]
        return {
            "layout": self.cleaned_data["layout"],
            "first_row": self._guess.first_row,
            "columns": keys,
        }
