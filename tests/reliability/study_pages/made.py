"""Studies and tables made by the actions, for tests that only look at them."""

from datetime import timedelta
from io import BytesIO

from django.utils.timezone import localdate

from reliability.actions.studying import bring, study_of_rows
from reliability.studies.results import Settings
from tests.reliability.study_pages.tables import ITEMS, csv_of, finished, rows

TITLE = "Double codings of 2026"


def make_frozen(person, table=None, **changed):
    """A study of eight files that two raters scored, with a report of few resamples."""
    told = [
        {
            "target": file,
            "rater": rater,
            "coded_on": day,
            "scores": dict(zip(ITEMS, rest[:-1], strict=False)),
        }
        for file, rater, day, *rest in table or rows()
    ]
    fields = {
        "title": TITLE,
        "tool": "static-99r",
        "kind": "between",
        "keep_until": localdate() + timedelta(days=100),
        "settings": Settings(replicates=50),
        **changed,
    }
    job = study_of_rows(agency=person.agency, by=person.membership, rows=told, **fields)
    return finished(job).study


def bring_table(person):
    """A table of the same codings that waits for its columns to be told."""
    return bring(
        agency=person.agency,
        by=person.membership,
        title=TITLE,
        tool="static-99r",
        kind="between",
        keep_until=localdate() + timedelta(days=100),
        stream=BytesIO(csv_of(rows())),
        name="codings.csv",
    )
