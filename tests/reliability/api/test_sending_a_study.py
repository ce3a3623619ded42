"""Field codings sent by a program: nothing raw is stored, and nothing at all on refusal."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from reliability.models import Study, StudyJob

ITEMS = {f"i{n}": 0 for n in range(1, 11)}


def body(rows):
    until = (localdate() + timedelta(days=300)).isoformat()
    return {"title": "Field", "tool": "static-99r", "keep_until": until, "rows": rows}


def row(target, rater, **changes):
    return {"target": target, "rater": rater, "scores": ITEMS, **changes}


@pytest.fixture
def key(settings, tmp_path):
    settings.PSEUDONYM_KEY = ""
    settings.PSEUDONYM_KEY_FILE = tmp_path / "pseudonym-key"


def test_rows_with_mistakes_are_refused_each_by_its_place_and_nothing_is_stored(
    program, ana, key, unscoped
):
    rows = [
        row("F-1041", "Dr-Quentin-Blake"),
        row("F-1041", "Dr-Other", scores=ITEMS | {"i5": 77}),
    ]

    answer = program(ana).post("/studies/", body(rows))

    told = answer.json()
    assert answer.status_code == 422
    assert told["errors"][0]["place"].startswith("rows/1")
    assert told["errors"][0]["text"]
    assert "Quentin" not in answer.content.decode()
    assert not StudyJob.objects.exists()
    assert not Study.objects.exists()


def test_identifiers_are_stored_nowhere(program, ana, key, unscoped):
    rows = [row(f"F-90{n}", f"Rater-Q{m}") for n in range(6) for m in range(2)]

    answer = program(ana).post("/studies/", body(rows))

    assert answer.status_code == 202, answer.content
    stored = json.dumps(list(StudyJob.objects.values()), default=str)
    assert "Rater-Q" not in stored
    assert "F-90" not in stored
