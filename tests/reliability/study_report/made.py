"""Whole reports made by hand, and editions of them."""

from datetime import UTC, date, datetime

from django.utils.timezone import now

from instruments import catalogue
from reliability.models import ReportEdition, Study
from reliability.reports.studies.told import Told
from reliability.studies.results import Beside, PartRow, Results, RuleFinding, Settings, as_json
from tests.reliability.study_report.made_parts import (
    DIGEST,
    ENGINE,
    TOOL,
    band_section,
    design,
    given,
    item_section,
    ranges,
    rater_rows,
    total_section,
)

FINDINGS = (
    RuleFinding(
        "recomputed", "check", "error", (), 17, 240, 6, (3, 18, 44, 51, 60, 71, 80, 99, 120)
    ),
    RuleFinding("permitted-values", "check", "error", ("i5",), 2, 262, 1, (14, 77)),
)


def make_results(**changes):
    """Twelve assessors, 130 files, most of them scored twice; keywords change parts of it."""
    tool = catalogue.tool(TOOL)
    told = {
        "tool": TOOL,
        "tool_version": tool.version,
        "kind": "between",
        "engine": ENGINE,
        "data_digest": DIGEST,
        "settings": Settings(),
        "design": design(),
        "items": tuple(item_section(item, place) for place, item in enumerate(tool.items)),
        "totals": (total_section(),),
        "bands": (band_section(),),
        "ranges": tuple(ranges()),
        "raters": tuple(rater_rows()),
        "findings": FINDINGS,
        "published": beside("static-99-texas", "static-99-differ"),
    }
    return Results(**told | changes)


def pooled_parts():
    icc, same = given("icc2.reml", 0.8, 0.07), given("pa.identity", 0.56, 0.08)
    return (PartRow("2025", 60, 9, icc, same), PartRow("2026", 4, 2, icc, same, "small"))


def beside(*ids, value=0.79):
    return tuple(Beside(one, given("icc2.reml", value, 0.05)) for one in ids)


def make_edition(agency, results=None, *, study=None, title="Back-reading 2026", **fields):
    """An edition of a frozen study with these figures."""
    results = results or make_results()
    study = study or Study.objects.create(
        agency=agency,
        title=title,
        tool=results.tool,
        kind=results.kind,
        source="upload",
        frozen_at=now(),
        digest=results.data_digest,
        targets=results.design.targets,
        raters=results.design.raters,
        codings=results.design.codings,
        ratings=results.design.ratings,
        left_out=4,
        keep_until=date(2031, 12, 31),
        statements={"population": "Adult men under supervision, 2026."},
    )
    return ReportEdition.objects.create(
        study=study,
        number=study.editions.count() + 1,
        settings={},
        engine=results.engine,
        data_digest=results.data_digest,
        results=as_json(results),
        **fields,
    )


def make_told(results=None, language="en", **fields):
    """What a report is told from, without a database. Made in English unless a test overrides."""
    results = results or make_results()
    told = {
        "results": results,
        "tool": catalogue.tool(results.tool),
        "language": language,
        "title": "Back-reading 2026",
        "agency": "North Agency",
        "kind": "Agreement between assessors",
        "source": "A spreadsheet",
        "number": 1,
        "made_at": datetime(2026, 11, 22, 12, tzinfo=UTC),
    }
    return Told(**told | fields)
