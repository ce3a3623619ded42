"""The reporting checklist (GRRAS): fifteen topics, filled in from the design where it can be."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from instruments.sheet import Text
from reliability import studies
from reliability.reports.studies.document import Cell, Column, Paragraph, Section, Table
from reliability.reports.studies.numbers import (
    assessors,
    codings,
    count,
    files,
    period,
    points,
)
from reliability.reports.studies.summary import estimate_of
from reliability.reports.studies.told import Told
from reliability.studies.results import Figure
from reliability.studies_words import LABELS, interval_text, label, main_icc, value_text

FILE = Path(studies.__file__).with_name("grras.toml")


class Topic(BaseModel):
    """One topic of the guidelines. `blank` is the key of the study's own statement on it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    title: Text
    asks: Text
    blank: str = ""
    help: Text | None = None


@dataclass(frozen=True)
class BlankField:
    """A topic on which only the agency can speak: the key of its statement, and what to write."""

    key: str
    label: str
    help: str


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """All fifteen, in their order."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Topic.model_validate(one) for one in read["topic"])


def blanks() -> tuple[BlankField, ...]:
    """What an agency is asked to write, in the reader's language."""
    language = get_language() or "en"
    return tuple(
        BlankField(
            key=topic.blank,
            label=f"{topic.number}. {topic.title.to(language)}",
            help=" ".join(text.to(language) for text in (topic.asks, topic.help) if text),
        )
        for topic in topics()
        if topic.blank
    )


def checklist_section(told: Told) -> Section:
    """All topics, what the study says on each, and which are still to be written."""
    open_topics = [t for t in topics() if t.blank and not told.statements.get(t.blank, "").strip()]
    table = Table(
        id="grras",
        caption=_("The fifteen topics"),
        columns=(Column(_("Topic")), Column(_("What this study says"))),
        rows=tuple(_row(told, topic) for topic in topics()),
        note=_(
            "Topics after the guidelines for reporting reliability and agreement studies (GRRAS), "
            "Kottner et al. (2011), Journal of Clinical Epidemiology 64(1), 96-106, in our words."
        ),
    )
    told_open = Paragraph(_open(len(open_topics)), "notice" if open_topics else "")
    return Section("checklist", _("Reporting checklist (GRRAS)"), (told_open, table))


def _open(n: int) -> str:
    if n:
        return _("Still to be written by the agency: %(n)s of 15 topics.") % {"n": n}
    return _("Every topic has its answer.")


def _row(told: Told, topic: Topic) -> tuple[Cell, ...]:
    said = list(_SAID[topic.number](told)) if topic.number in _SAID else []
    own = told.statements.get(topic.blank, "").strip() if topic.blank else ""
    if own:
        said.append(own)
    elif topic.blank:
        said.append(_("[To be written by the agency.]"))
    head = f"{topic.number}. {topic.title.to(told.language)}"
    return Cell(head, topic.asks.to(told.language)), Cell(" ".join(said))


def _title(told: Told) -> Iterator[str]:
    yield _("Title: “%(title)s”. Kind of study: %(kind)s.") % {
        "title": told.title,
        "kind": told.kind,
    }


def _tool(told: Told) -> Iterator[str]:
    tool = told.tool
    yield f"{tool.name.to(told.language)} ({told.results.tool_version})."
    yield tool.purpose.to(told.language)
    for total in tool.totals:
        yield _("%(total)s: %(low)s to %(high)s points from %(n)s items.") % {
            "total": total.name.to(told.language),
            "low": count(total.low),
            "high": count(total.high),
            "n": len(total.items),
        }


def _known(told: Told) -> Iterator[str]:
    if told.results.published:
        yield _("Published figures stand in the section “Beside published figures”.")
    else:
        yield _("No published figure on this tool is known to this software.")


def _size(told: Told) -> Iterator[str]:
    yield _numbers(told)


def _numbers(told: Told) -> str:
    design = told.results.design
    return _("%(assessors)s, %(files)s, %(codings)s.") % {
        "assessors": assessors(design.raters),
        "files": files(design.targets),
        "codings": codings(design.codings),
    }


def _process(told: Told) -> Iterator[str]:
    design = told.results.design
    if design.first_coded and design.last_coded:
        yield _("Codings made: %(span)s.") % {"span": period(design.first_coded, design.last_coded)}


def _independence(told: Told) -> Iterator[str]:
    if told.is_from_here:
        yield _(
            "Codings were made in this software, which shows nobody the scores of others first."
        )


def _analysis(told: Told) -> Iterator[str]:
    form = LABELS.get(told.results.design.icc_form)
    if form:
        yield _("Main figure of the total: %(form)s.") % {"form": form}
    yield _("All of it stands in the section “How it was computed”.")


def _sizes_reached(told: Told) -> Iterator[str]:
    yield _numbers(told)
    if told.left_out:
        yield _("Left out before the data were frozen: %(codings)s.") % {
            "codings": codings(told.left_out)
        }


def _sample(told: Told) -> Iterator[str]:
    spread = told.results.design.spread
    if spread is not None:
        yield _("Standard deviation of the files' mean totals: %(spread)s.") % {
            "spread": points(spread)
        }


def _estimates(told: Told) -> Iterator[str]:
    total = told.main_total
    main = main_icc(total)
    shown = total.figures if total else ()
    same = next((figure for figure in shown if figure.name == "pa.identity"), None)
    for figure in (main, same):
        if figure is not None and figure.estimate.value is not None:
            yield _("%(figure)s: %(value)s (interval %(interval)s).") % {
                "figure": label(figure, "total"),
                "value": value_text(figure),
                "interval": interval_text(figure),
            }
    yield _("The tables give every figure with its interval.")


def _meaning(told: Told) -> Iterator[str]:
    band = estimate_of(told.main_band, "pa.identity")
    if band is not None and band.value is not None:
        yield _("Same risk band in %(share)s of pairs of codings.") % {
            "share": value_text(Figure("pa.identity", band))
        }


def _details(told: Told) -> Iterator[str]:
    yield _("Every item has its own tables; data, results and scripts come with the report.")


_SAID: Mapping[int, Callable[[Told], Iterator[str]]] = {
    1: _title,
    2: _tool,
    5: _known,
    6: _size,
    8: _process,
    9: _independence,
    10: _analysis,
    11: _sizes_reached,
    12: _sample,
    13: _estimates,
    14: _meaning,
    15: _details,
}
