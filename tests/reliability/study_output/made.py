"""Small frozen studies of every layout, with their reports as the engine computes them."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime

from instruments import catalogue, scoring
from reliability.models import ReportEdition, Study, StudyCoding
from reliability.studies.computing import compute
from reliability.studies.frame import CodingRow
from reliability.studies.freezing import as_codings, digest
from reliability.studies.results import Settings, as_json

TOOL = "static-99r"
DAYS = (None, date(2026, 3, 2), date(2026, 5, 4))


def pairings(layout, target, raters, dice):
    """Who scores a target, in which order."""
    if layout == "crossed":
        return list(range(raters))
    if layout == "nested":
        first = target % (raters // 2) * 2
        return [first, first + 1]
    if layout == "within":
        return [target % raters] * 2
    if layout == "two":
        return [0, 1]
    return dice.sample(range(raters), dice.choice([1, 2, 2, 3]))


def rows_of(layout, *, tool=TOOL, targets=30, raters=4, blanks=0.02, parts=("",), seed=1):
    """Codings of one made study; raters differ a little, and some items are blank."""
    dice, rows = random.Random(seed), []  # noqa: S311 - made-up scores
    lean = [dice.gauss(0, 0.15) for _ in range(raters)]
    for part in parts:
        for target in range(targets):
            true = {item.id: dice.randrange(len(item.values)) for item in tool_items(tool)}
            for place, rater in enumerate(pairings(layout, target, raters, dice)):
                rows.append(
                    CodingRow(
                        number=len(rows) + 1,
                        target=f"#T{target:04d}",
                        rater=f"#R{rater:02d}",
                        scores=dict(scored(tool, true, lean[rater], blanks, dice)),
                        occasion=place + 1 if layout == "within" else 1,
                        part=part,
                        coded_on=dice.choice(DAYS),
                        flags={"csem_only": dice.random() < 0.1},
                    )
                )
    return rows


def written(rows, tool, *, seed=3):
    """The same codings with totals and levels written down, most of them right."""
    dice, found = random.Random(seed), []  # noqa: S311 - made-up slips
    instrument = catalogue.tool(tool)
    level = instrument.level_total
    for row in rows:
        own = scoring.totals(tool, row.scores)
        total, band = own[instrument.totals[0].id].value, own[level.id].band
        if dice.random() < 0.15:
            total = dice.choice([None, 1, (total or 0) + 1])
        names = ["", "no such level"]
        if band is not None:
            names += [band.id, f" Level {band.id}", f"niveau {band.id}", band.name.fr.upper()] * 3
        names += [other.name.en for other in level.bands]
        found.append(replace(row, total=total, band=dice.choice(names)))
    return found


def tool_items(tool):
    return catalogue.tool(tool).items


def scored(tool, true, lean, blanks, dice):
    for item in tool_items(tool):
        values, place = sorted(item.values), true[item.id]
        if dice.random() < 0.2:
            place += 1 if dice.random() < 0.5 + lean else -1
        if dice.random() >= blanks:
            yield item.id, values[max(0, min(len(values) - 1, place))]


def make_edition(agency, rows, *, tool=TOOL, kind="between", title="Field scores", replicates=150):
    """A frozen study of these rows with its first report."""
    study = Study.objects.create(
        agency=agency,
        title=title,
        tool=tool,
        kind=kind,
        frozen_at=datetime(2026, 6, 1, tzinfo=UTC),
        digest=digest(rows),
        codings=len(rows),
    )
    StudyCoding.objects.bulk_create(
        StudyCoding(
            study=study,
            number=row.number,
            target=row.target,
            rater=row.rater,
            occasion=row.occasion,
            part=row.part,
            coded_on=row.coded_on,
            scores=row.scores,
            flags=row.flags,
        )
        for row in rows
    )
    settings = Settings(replicates=replicates, seed=7)
    results = compute(as_codings(rows, tool, kind), settings, digest=study.digest)
    return ReportEdition.objects.create(
        study=study,
        number=1,
        made_at=datetime(2026, 6, 2, 15, 0, tzinfo=UTC),
        engine=results.engine[:40],
        data_digest=study.digest,
        results=as_json(results),
    )
