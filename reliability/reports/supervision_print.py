"""A supervision note as it is printed: every word that the page says, and its chart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reliability.reports.drift_page import DriftPage
from reliability.reports.rules_over_time import RuleOverTime
from reliability.reports.supervision import SupervisionNote


def as_printed(note: SupervisionNote) -> dict[str, Any]:
    """The values that the Typst source `supervision.typ` sets, in the reader's language."""
    page, person = note.page, note.page.enrolment.assessor.user
    last = page.last
    chart = {"plot": page.accuracy}
    return {
        "title": _("Supervision note: %(name)s") % {"name": person},
        "about": f"{page.tool_name} · {page.enrolment.programme} · {note.today.isoformat()}",
        "on": [note.today.year, note.today.month, note.today.day],
        "facts": list(_facts(page)),
        "chart": render_to_string("reliability/monitoring/chart_print.svg", chart) if last else "",
        "chart_alt": _chart_in_words(page),
        "chart_title": _(
            "Share of items like gold, case by case; thick line: moving average, thin line: "
            "level, dashes: where the average is to be expected"
        ),
        "parts": list(_parts(note)),
        "agreed": _("What we agreed"),
    }


def _facts(page: DriftPage) -> Iterable[tuple[str, str]]:
    certified = page.found.baseline.is_certified
    yield _("Check cases handed in"), str(len(page.rows))
    level = _("Level at certification") if certified else _("Level taken as sound")
    yield level, f"{page.level}\N{NO-BREAK SPACE}%"
    if page.share:
        yield _("Items like gold since the charts began"), page.share


def _chart_in_words(page: DriftPage) -> str:
    """Every case of the chart, for who does not see it."""
    cases = "; ".join(f"{row.at.isoformat()} {row.hits}/{row.items}" for row in page.rows)
    return f"{_('Share of items like gold, case by case')}: {cases}"


def _parts(note: SupervisionNote) -> Iterable[dict[str, Any]]:
    page = note.page
    if page.rows:
        yield {
            "title": _("Goes well"),
            "lines": [_tested(rule) for rule in note.strengths],
            "none": _("Too few cases so far to name a rule."),
        }
        yield {
            "title": _("Worth a look together"),
            "lines": [_tested(rule) for rule in note.to_work_on],
            "none": _("No rule stands out."),
        }
    yield {"title": _("To begin with"), "lines": list(note.questions), "none": ""}
    done = [
        f"{row.remedy.assigned_at.date().isoformat()}: "
        f"{row.remedy.get_kind_display()} ({row.words})"
        for row in page.remedies
    ]
    done += [f"{one.taken_on.isoformat()}: {one.title}, {one.provider}" for one in page.elsewhere]
    if done:
        yield {"title": _("Done so far"), "lines": done, "none": ""}


def _tested(rule: RuleOverTime) -> str:
    if rule.against:
        told = ngettext("%(against)s of %(n)s case", "%(against)s of %(n)s cases", rule.tested)
    else:
        told = ngettext("%(n)s case", "%(n)s cases", rule.tested)
    return f"{rule.titles} ({told % {'against': rule.against, 'n': rule.tested}})"
