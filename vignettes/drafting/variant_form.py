"""What an author asks of a variant: code, titles, a score it shall have, and the seed."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from instruments import catalogue
from vignettes.casefile import BothTitles
from vignettes.drafting.forms import CODE, OwnedForm
from vignettes.models import content_language
from vignettes.variants import Wish


class VariantForm(OwnedForm):
    """Without a score, every score of every rule-based tool stays as it is in the parent."""

    code = forms.CharField(
        label=_("Code"),
        max_length=31,
        validators=[
            RegexValidator(
                CODE, _("Two or three plain words joined by hyphens, such as oak-lantern.")
            )
        ],
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=120)
    title_fr = forms.CharField(label=_("Title in French"), max_length=120)
    score = forms.ChoiceField(
        label=_("A score it shall have"),
        required=False,
        help_text=_("Leave it open to keep every score."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        initial=1,
        min_value=1,
        max_value=2_000_000_000,
        help_text=_("Another number gives another variant."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["score"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells the type checker
        field.choices = [("", _("All as in the parent")), *_scores()]

    @property
    def title(self) -> BothTitles:
        return BothTitles(en=self.cleaned_data["title_en"], fr=self.cleaned_data["title_fr"])

    @property
    def wish(self) -> Wish:
        if not self.cleaned_data["score"]:
            return Wish()
        tool, item, score = self.cleaned_data["score"].split("/")
        return Wish({(tool, item): int(score)})


def _scores() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every score of every item of the rule-based tools, by tool."""
    language = content_language()
    return [
        (
            tool.name.to(language),
            [
                (
                    f"{tool.id}/{item.id}/{value}",
                    f"{item.id.removeprefix('i')}. {item.name.to(language)}: {value}",
                )
                for item in tool.items
                for value in sorted(item.values)
            ],
        )
        for tool in catalogue.tools()
        if tool.scored_by == "rules"
    ]
