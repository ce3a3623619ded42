"""The questions of a tool as a page asks them: eligibility first, then the items.

Everything here is the same for every case: nothing of a case's gold can come in.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from instruments import catalogue
from instruments.sheet import Instrument, Item, Text
from training.answers import ELIGIBILITY, INSUFFICIENT, NOT_APPLICABLE
from vignettes.models import Eligibility


@dataclass(frozen=True)
class Choice:
    """One permitted answer: what is sent, its short name, and what it means."""

    value: str
    name: str
    meaning: str = ""

    @property
    def wording(self) -> str:
        return f"{self.name} ({self.meaning})" if self.meaning else self.name


@dataclass(frozen=True)
class Question:
    """One question of the sheet. `number` is its place on the sheet, 0 for eligibility."""

    id: str
    number: int
    title: str
    choices: tuple[Choice, ...]
    hint: str = ""

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title

    def wording(self, value: str) -> str:
        """A stored answer in the words of its choice."""
        return next((choice.wording for choice in self.choices if choice.value == value), value)


def spoken(text: Text) -> str:
    """A text of the sheet in the reader's language."""
    return text.to(get_language() or "en")


def tool_name(tool_id: str) -> str:
    """The name of a tool in the reader's language."""
    return spoken(catalogue.tool(tool_id).name)


def questions(tool_id: str) -> tuple[Question, ...]:
    """All questions of a tool, in the order in which they are answered."""
    return _questions(tool_id, get_language() or "en")


@lru_cache(maxsize=64)
def _questions(tool_id: str, language: str) -> tuple[Question, ...]:
    """Kept: a sheet does not change while the program runs."""
    tool = catalogue.tool(tool_id)
    items = (item_question(number, item) for number, item in enumerate(tool.items, start=1))
    return (eligibility_question(tool), *items)


def eligibility_question(tool: Instrument) -> Question:
    """May the tool be used on this case at all?"""
    return Question(
        id=ELIGIBILITY,
        number=0,
        title=_("May %(tool)s be used on this case?") % {"tool": spoken(tool.name)},
        choices=tuple(Choice(answer.value, str(answer.label)) for answer in Eligibility),
    )


def item_question(number: int, item: Item) -> Question:
    """One item with its scores, and codes of their own for one that has none.

    "Not applicable" is offered where the sheet says when the item does not apply.
    """
    scores = tuple(
        Choice(
            str(option.value),
            str(option.value).replace("-", "\N{MINUS SIGN}"),
            spoken(option.anchor),
        )
        for option in item.options
    )
    codes = [Choice(INSUFFICIENT, _("Insufficient information"))]
    if item.not_applicable:
        codes.insert(0, Choice(NOT_APPLICABLE, _("Not applicable"), spoken(item.not_applicable)))
    return Question(item.id, number, spoken(item.name), (*scores, *codes), spoken(item.question))
