"""Kills of a whole installation: short trials, and how their figures are told."""

import pytest
from django_scopes import scopes_disabled

from bench import kill
from bench.kill.findings import KINDS
from bench.kill.trial import trial
from bench.site.assessor import sheet_of
from tests.training.exam_bank import make_case
from tests.training.factories import assign, save
from training.answers import ELIGIBILITY, Answer

TOLD = {
    "kills": {"web": 2, "worker": 1},
    "recovery_seconds": {
        "web": {"median": 3.1, "longest": 4.0},
        "worker": {"median": 0.5, "longest": 0.5},
    },
    "clients": 20,
    "requests": 1234,
    "cut": 17,
    "acknowledged": 1000,
    "findings": dict.fromkeys(KINDS, 0) | {"lost": 1},
    "found": {"lost": ["case 1, i5: found None"]},
    "failed_while_down": 5,
    "failed_after": 0,
    "worker_ended_by_itself": 0,
    "looked_at": {"answers": 900},
}


@pytest.mark.full
@pytest.mark.parametrize("on_postgresql", [False, True], ids=["SQLite", "PostgreSQL"])
def test_nothing_is_lost_and_nothing_is_there_twice(on_postgresql):
    found = trial(on_postgresql=on_postgresql, kills=6, seed=3, clients=6)

    assert found["found"] == {}
    assert found["looked_at"]["answers"] > 0
    assert found["looked_at"]["jobs"] > 0
    assert sum(found["kills"].values()) == 6


def test_figures_of_both_engines_stand_side_by_side_and_findings_below(monkeypatch):
    asked = []

    def made(**options):
        asked.append(options)
        return TOLD

    monkeypatch.setattr(kill, "trial", made)

    told = kill.text(kill.figures(full=True))

    assert [one["kills"] for one in asked] == [200, 200]
    assert {one["on_postgresql"] for one in asked} == {True, False}
    assert "| acknowledged, and not there | 1 | 1 |" in told
    assert "2, back in 3.1 s (4.0)" in told
    assert told.endswith("SQLite, lost: case 1, i5: found None")


def test_a_sheet_is_read_off_the_page_as_its_script_does(client, asha):
    with scopes_disabled():
        assignment = assign(asha, make_case(1))
        save(assignment, [Answer(ELIGIBILITY, "yes"), Answer("i5", "2")])
    client.force_login(asha.user)

    page = client.get(f"/training/cases/{assignment.pk}/").content.decode()
    sheet = sheet_of(assignment.pk, page)

    assert sheet.title == "Case 01"
    assert sheet.key == str(assignment.draft.submission_key)
    assert sheet.values == {ELIGIBILITY: "yes", "i5": "2"}
    assert sheet.revisions == {ELIGIBILITY: 1, "i5": 1} | {
        f"i{n}": 0 for n in range(1, 11) if n != 5
    }
