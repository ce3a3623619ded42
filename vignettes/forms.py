"""What a reader of the library asks for, as plain values."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from instruments import catalogue
from vignettes.access import gold_in_force
from vignettes.models import Difficulty, Eligibility, Kind, VignetteVersion


class LibraryFilterForm(forms.Form):
    """Narrow the list of cases. Every field may be left open.

    Which tools may be used is part of what is right: `tells_gold` is no for those who may have to
    code a case blind, and the field is left out.
    """

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    difficulty = forms.ChoiceField(label=_("Difficulty"), required=False)
    tool = forms.ChoiceField(label=_("Usable tool"), required=False)

    def __init__(self, *args: Any, tells_gold: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        self.choices_of("kind", [*every, *Kind.choices])
        self.choices_of("difficulty", [*every, *Difficulty.choices])
        self.choices_of("tool", [*every, *((t.id, str(t.name)) for t in catalogue.tools())])
        if not tells_gold:
            del self.fields["tool"]

    def choices_of(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells the type checker
        field.choices = choices

    def narrow(
        self, versions: QuerySet[VignetteVersion], agency: Agency
    ) -> QuerySet[VignetteVersion]:
        """The versions that fit; an unknown value narrows nothing, and the form says so."""
        wanted = self.cleaned_data if self.is_valid() else {}
        if wanted.get("kind"):
            versions = versions.filter(vignette__kind=wanted["kind"])
        if wanted.get("difficulty"):
            versions = versions.filter(difficulty=wanted["difficulty"])
        if wanted.get("tool"):
            usable = gold_in_force(agency).filter(tool=wanted["tool"], eligibility=Eligibility.YES)
            versions = versions.filter(pk__in=usable.values("version"))
        return versions
