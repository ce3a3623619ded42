"""The reading pages as they are shown: in the reader's language, with what has been read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from instruments import catalogue
from instruments.choice import literature
from training.models import Enrolment, Reading
from training.questions import spoken, tool_name
from training.reading import content
from vignettes.models import content_language
from vignettes.reports.rules import STANDINGS, RuleGroup, Standing, rule_groups


@dataclass(frozen=True)
class Source:
    """A document and the point of view it speaks from."""

    title: str
    voice: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table of figures, in words."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """One part of a page."""

    heading: str
    paragraphs: tuple[str, ...]
    points: tuple[str, ...]
    table: Table | None
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Statement:
    """A statement with what stands behind it, and, once answered, whether it was told right."""

    id: str
    text: str
    says: str
    kind: str
    sources: tuple[Source, ...]
    verdict: str
    because: str


@dataclass(frozen=True)
class OfTool:
    """What the literature says of one tool, question by question."""

    name: str
    answers: tuple[tuple[str, str], ...]
    source: str
    standing: Standing


@dataclass(frozen=True)
class PageLink:
    """One page in the list of what there is to read."""

    id: str
    title: str
    minutes: int
    is_passed: bool


@dataclass(frozen=True)
class ShownPage:
    """One page, whole."""

    id: str
    title: str
    intro: str
    sections: tuple[Section, ...]
    statements: tuple[Statement, ...]
    tools: tuple[OfTool, ...]
    rules: tuple[RuleGroup, ...]
    tool: str
    is_checked: bool
    """Whether a check belongs to it, in place of a confirmation."""


RULES_MINUTES = 30


def verdict_words() -> dict[str, str]:
    """The three verdicts as they are shown."""
    return {
        "supported": _("Supported: the sources named here show it"),
        "contested": _("Contested: the sources disagree, or cannot settle it"),
        "not_shown": _("Not shown: the sources do not show it, or show otherwise"),
    }


def reading_list(enrolments: Iterable[Enrolment]) -> tuple[PageLink, ...]:
    """Every page that these programmes ask for, once, with whether it was read."""
    own = list(enrolments)
    passed = passed_pages(own)
    wanted = dict.fromkeys(
        page
        for enrolment in own
        for tool in enrolment.programme.tools
        for page in content.pages_to_read(tool)
    )
    return links(wanted, passed)


def every_page() -> tuple[PageLink, ...]:
    """All pages there are, for those who are in no programme."""
    rules = (f"{content.RULES}{tool.id}" for tool in catalogue.tools())
    return links((*content.SHARED, *rules), frozenset())


def links(pages: Iterable[str], passed: frozenset[str]) -> tuple[PageLink, ...]:
    """These pages as entries of a list."""
    return tuple(PageLink(page, page_title(page), _minutes(page), page in passed) for page in pages)


def passed_pages(enrolments: Iterable[Enrolment]) -> frozenset[str]:
    """The pages that were passed in any of these programmes."""
    found = Reading.objects.filter(enrolment__in=list(enrolments)).exclude(passed_at=None)
    return frozenset(found.values_list("page", flat=True))


def page_title(page_id: str) -> str:
    """The title of a page. Raises KeyError where there is no such page."""
    tool = content.tool_of(page_id)
    if tool is None:
        return spoken(content.page(page_id).title)
    return _("Coding rules of %(tool)s") % {"tool": tool_name(tool)}


def shown_page(page_id: str) -> ShownPage:
    """A page, whole. Raises KeyError where there is no such page."""
    tool = content.tool_of(page_id)
    if tool is not None:
        return _rules_page(page_id, tool)
    page = content.page(page_id)
    return ShownPage(
        id=page.id,
        title=spoken(page.title),
        intro=spoken(page.intro),
        sections=tuple(_section(section) for section in page.sections),
        statements=statements() if page.statements else (),
        tools=_of_tools() if page.id == "choice" else (),
        rules=(),
        tool="",
        is_checked=page.id == content.CHECKED,
    )


def statements() -> tuple[Statement, ...]:
    """The statements that assessors meet, in the reader's language."""
    words = verdict_words()
    return tuple(
        Statement(
            id=one.id,
            text=spoken(one.text),
            says=spoken(one.says),
            kind=spoken(one.kind),
            sources=_sources(one.sources),
            verdict=words[one.verdict],
            because=spoken(one.because),
        )
        for one in content.page(content.CHECKED).statements
    )


def voices() -> Mapping[str, str]:
    """The points of view with what to ask of each."""
    return {spoken(one.name): spoken(one.meaning) for one in content.voices().values()}


def _rules_page(page_id: str, tool: str) -> ShownPage:
    return ShownPage(
        id=page_id,
        title=page_title(page_id),
        intro=_(
            "Every rule has a page: what it says, when to use it and when not, how it is misread, "
            "and how well it is founded. Read those on the use of the tool first, then item by "
            "item; you may come back to them while you score. CSEM stands for child sexual "
            "exploitation material."
        ),
        sections=(),
        statements=(),
        tools=(),
        rules=tuple(rule_groups(catalogue.tool(tool), content_language())),
        tool=tool,
        is_checked=False,
    )


def _minutes(page_id: str) -> int:
    return RULES_MINUTES if content.tool_of(page_id) else content.page(page_id).minutes


def _section(section: content.Section) -> Section:
    table = section.table
    return Section(
        heading=spoken(section.heading),
        paragraphs=tuple(spoken(text) for text in section.paragraphs),
        points=tuple(spoken(text) for text in section.points),
        table=Table(
            caption=spoken(table.caption),
            columns=tuple(spoken(text) for text in table.columns),
            rows=tuple(tuple(spoken(cell) for cell in row) for row in table.rows),
        )
        if table
        else None,
        sources=_sources(section.sources),
    )


def _sources(keys: Iterable[str]) -> tuple[Source, ...]:
    found, voices = content.documents(), content.voices()
    return tuple(
        Source(
            spoken(found[key].title),
            spoken(voices[found[key].voice].name),
            spoken(voices[found[key].voice].meaning),
        )
        for key in keys
    )


def _of_tools() -> tuple[OfTool, ...]:
    known = literature()
    return tuple(
        OfTool(
            name=tool_name(tool),
            answers=tuple(
                (spoken(question.name), spoken(evidence.answers[question.id]))
                for question in known.questions
                if question.id in evidence.answers
            ),
            source=evidence.source,
            standing=STANDINGS[evidence.status],
        )
        for tool, evidence in known.tools.items()
    )
