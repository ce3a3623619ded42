"""Frozen studies and reports, made without a job, and tables as somebody would bring them."""

import io
from datetime import timedelta

from django.utils.timezone import localdate, now

from agencies.models import Role
from reliability.models import ReportEdition, Study, StudyCoding
from reliability.studies.frame import CodingRow
from tests.factories import make_person
from tests.training.factories import TOOL

ITEMS = tuple(f"i{n}" for n in range(1, 11))


def analyst(agency, name="Sol"):
    return make_person(name, agency, Role.ANALYST).membership


def later(days=365):
    return localdate() + timedelta(days=days)


def scores(change=0):
    return {item: (place + change) % 2 for place, item in enumerate(ITEMS)}


def crossed(targets=12, raters=3):
    """Everybody scores everything; the last rater differs on every third target."""
    return [
        CodingRow(
            number=target * raters + rater + 1,
            target=f"#TARGET{target:04d}",
            rater=f"#RATER{rater}",
            scores=scores(change=target + (rater == raters - 1 and target % 3 == 0)),
        )
        for target in range(targets)
        for rater in range(raters)
    ]


def frozen_study(agency, by, rows=None, **fields):
    rows = crossed() if rows is None else rows
    told = {"title": "Field study", "tool": TOOL, "keep_until": later(), "digest": "d" * 64}
    told["frozen_at"] = now()
    study = Study.objects.create(
        agency=agency,
        created_by=by,
        codings=len(rows),
        targets=len({row.target for row in rows}),
        raters=len({row.rater for row in rows}),
        **told | fields,
    )
    StudyCoding.objects.bulk_create(
        StudyCoding(
            study=study,
            number=row.number,
            target=row.target,
            rater=row.rater,
            occasion=row.occasion,
            scores=dict(row.scores),
        )
        for row in rows
    )
    return study


def edition_of(study, number=1, **fields):
    told = {"engine": "plumbline test", "data_digest": study.digest, "results": {"figures": 1}}
    settings = {"confidence": 0.95, "replicates": 100, "seed": 1, "smallest_cell": 5}
    return ReportEdition.objects.create(
        study=study, number=number, settings=settings, **told | fields
    )


def wide_csv(targets=12, raters=("Anna Roy", "Ben Fox", "Cleo Day"), extra=()):
    """A spreadsheet with names and file numbers in it, as it lies on somebody's disk."""
    lines = [",".join(["File", "Assessor", *ITEMS])]
    for target in range(targets):
        for place, rater in enumerate(raters):
            given = scores(change=target + (place == 2 and target % 3 == 0)).values()
            lines.append(",".join([f"FILE-{target:03d}", rater, *map(str, given)]))
    return io.BytesIO("\n".join([*lines, *extra]).encode())
