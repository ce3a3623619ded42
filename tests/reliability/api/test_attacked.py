"""The interface attacked: guessed tokens, a write cut off, facts turned about."""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from agencies.models.api import SentOnce
from instruments.facts import read_facts
from reliability.api.access import ALIKE, fingerprint, likeness
from reliability.models import Intake, StudyJob
from tests.reliability.api.conftest import Program
from tests.reliability.api.test_scoring import of_facts
from tests.reliability.api.test_sending_once import KEY, study
from tests.training.factories import assign
from tests.vignettes.factories import make_version
from vignettes.models import SeenGold


def test_tokens_are_not_guessed_without_end(db, settings):
    settings.API_REQUESTS_A_MINUTE = 5
    guesses = [Program("pl_" + f"{n:043d}").get("/tools/").status_code for n in range(8)]

    assert guesses[:5] == [401] * 5
    assert set(guesses[5:]) == {429}


def test_a_token_of_another_form_counts_too(db, settings):
    settings.API_REQUESTS_A_MINUTE = 5
    guesses = [Program("nonsense").get("/").status_code for n in range(8)]

    assert guesses[-1] == 429


def test_a_write_cut_off_before_its_answer_is_kept_is_not_done(program, ana, monkeypatch, unscoped):
    kept = SentOnce.save

    def cut(row, **fields):
        if "update_fields" in fields:
            raise KeyboardInterrupt
        kept(row, **fields)

    monkeypatch.setattr(SentOnce, "save", cut)
    with pytest.raises(KeyboardInterrupt):
        program(ana).post("/studies/", study(), **KEY)

    assert (StudyJob.objects.count(), Intake.objects.count()) == (0, 0)


def turned(facts):
    """Every list from its other end."""
    if isinstance(facts, list):
        return [turned(one) for one in reversed(facts)]
    if isinstance(facts, dict):
        return {name: turned(value) for name, value in facts.items()}
    return facts


def under_other_ids(facts):
    return json.loads(re.sub(r'"([vpoch])(\d+)"', r'"\1\g<2>x"', json.dumps(facts)))


def a_day_later(facts):
    """Every date of the second half of a month a day later, which no score depends on."""

    def later(found):
        return f"{found[1]}{int(found[2]) + 1:02}"

    return json.loads(re.sub(r"(\d{4}-\d\d-)(1\d|2[0-6])\b", later, json.dumps(facts)))


@pytest.mark.parametrize("changed", [turned, under_other_ids, a_day_later])
def test_facts_told_differently_are_those_of_the_case(program, eva, unscoped, changed):
    version = make_version()
    assign(eva, version)
    SeenGold.objects.create(user=eva.user, version=version)
    facts = {**changed(version.facts), "case": "another-name"}
    assert facts != {**version.facts, "case": "another-name"}

    assert program(eva).post("/score/", of_facts(facts=facts)).status_code == 403


def test_no_two_cases_of_the_library_are_taken_for_one():
    folders = sorted((Path(__file__).parents[3] / "vignettes" / "library").iterdir())
    told = [
        fingerprint(read_facts((folder / "facts.json").read_text(encoding="utf-8"), folder.name))
        for folder in folders
        if (folder / "facts.json").exists()
    ]

    assert max(likeness(one, other) for one, other in combinations(told, 2)) < ALIKE - 0.1


@pytest.mark.parametrize("scores", [{}, {"i1": None}])
def test_rows_without_any_score_are_told_one_by_one(program, ana, unscoped, scores):
    row = {"target": "F-1", "rater": "R-1", "scores": scores, "total": 4}

    answer = program(ana).post("/studies/", study(rows=[row, {**row, "rater": "R-2"}]))

    assert answer.status_code == 422
    places = [error["place"] for error in answer.json()["errors"]]
    assert len(places) >= 2
    assert all(place == "rows" or place.startswith(("rows/0", "rows/1")) for place in places)
    assert not Intake.objects.exists()
