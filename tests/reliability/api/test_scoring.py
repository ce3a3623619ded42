"""Scoring and explaining fictional cases: right, unstored, and never a way round blinding."""

import json
from pathlib import Path

import pytest
from django_scopes import scopes_disabled

from agencies.models import Role
from instruments.documents import rulings_document
from instruments.facts import read_facts
from instruments.rulings import rulings
from tests.factories import make_person
from tests.training.factories import TOOL, assign, gold_of, hand_in
from tests.vignettes.factories import make_version
from training.models import Coding
from vignettes.models import SeenGold

FLAGSHIP = Path(__file__).resolve().parents[3] / "examples" / "flagship"
FACTS = json.loads((FLAGSHIP / "facts.json").read_text(encoding="utf-8"))
SCORES = json.loads((FLAGSHIP / "scores.json").read_text(encoding="utf-8"))


def of_facts(**changes):
    return {"tool": TOOL, "facts": FACTS, "fictional": True, **changes}


def test_facts_are_scored_as_the_command_line_scores_them(program, ana):
    answer = program(ana).post("/score/", of_facts())

    told = answer.json()
    facts = read_facts(json.dumps(FACTS), "facts")
    expected = rulings_document(rulings(TOOL, facts), "en")
    assert answer.status_code == 200
    assert told["items"] == json.loads(json.dumps(expected["items"]))
    assert told["eligible"] == "yes"


@pytest.mark.parametrize("path", ["/score/", "/explain/"])
def test_every_answer_says_what_it_is_not_in_the_readers_language(program, ana, path):
    body = of_facts() if path == "/score/" else of_facts(scores=SCORES)

    english = program(ana).post(path, body).json()["notice"]
    french = program(ana).post(path, body, **{"Accept-Language": "fr-CA"}).json()["notice"]

    assert english.startswith("For fictional cases only. Nothing is stored")
    assert french.startswith("Pour des cas fictifs seulement.")


def test_nothing_that_is_scored_is_stored(program, ana, django_assert_max_num_queries):
    asking = program(ana)
    asking.get("/")

    with django_assert_max_num_queries(12) as asked:
        asking.post("/score/", of_facts())

    writes = [q["sql"] for q in asked if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert all("cache" in sql for sql in writes), writes


def test_facts_that_nobody_attests_to_be_fictional_are_refused(program, ana):
    for body in (of_facts(fictional=False), {"tool": TOOL, "facts": FACTS}):
        answer = program(ana).post("/score/", body)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["place"] == "fictional"


def test_facts_that_contradict_themselves_are_refused_place_by_place(program, ana):
    answer = program(ana).post("/score/", of_facts(facts=FACTS | {"assessed": "1960-01-01"}))

    assert answer.status_code == 422
    assert all(error["place"].startswith("facts/") for error in answer.json()["errors"])


def test_wrong_scores_are_explained_by_the_rules_misread(program, ana):
    wrong = SCORES | {"items": SCORES["items"] | {"i5": 1}}

    told = program(ana).post("/explain/", of_facts(scores=wrong)).json()

    assert told["items"]["i5"]["given"] == 1
    assert told["items"]["i5"]["right"] == 0
    assert told["items"]["i5"]["verdict"] in ("explained", "pair", "unexplained")


def test_a_score_that_the_tool_does_not_have_is_refused(program, ana):
    answer = program(ana).post("/explain/", of_facts(scores={"items": {"i5": 9}}))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["place"] == "scores/items/i5"


@pytest.mark.parametrize("role", [Role.ASSESSOR])
def test_who_scores_cases_has_none_scored_by_a_program(program, north, role):
    person = make_person("Xenia", north, role)

    answer = program(person).post("/score/", of_facts())

    assert answer.status_code == 403


def test_a_case_of_the_library_is_scored_by_its_code_and_noted_as_seen(program, ana):
    version = make_version()

    told = program(ana).post("/score/", {"tool": TOOL, "case": version.vignette.code}).json()

    gold = gold_of(version)
    assert {item: ruled["value"] for item, ruled in told["items"].items()} == gold.scores
    assert SeenGold.objects.filter(user=ana.user, version=version).exists()


def test_a_case_that_one_still_has_to_score_is_not_scored(program, north, eva, unscoped):
    """An expert of the agency who was given the case to score, by its code or by its facts."""
    version = make_version()
    assign(eva, version)
    SeenGold.objects.create(user=eva.user, version=version)
    facts = {**version.facts, "case": "another-name"}

    by_code = program(eva).post("/score/", {"tool": TOOL, "case": version.vignette.code})
    by_facts = program(eva).post("/score/", of_facts(facts=facts))
    explained = program(eva).post("/explain/", of_facts(facts=facts, scores=SCORES))
    gold = program(eva).get(f"/vignettes/{version.vignette.code}/gold/")

    for answer in (by_code, by_facts, explained, gold):
        assert answer.status_code == 403, answer.content
        assert "items" not in answer.json()


def test_an_expert_whom_seeing_a_case_would_bar_from_panels_is_told_so(program, eva):
    version = make_version()

    answer = program(eva).post("/score/", {"tool": TOOL, "case": version.vignette.code})

    assert answer.status_code == 403
    assert "panels" in answer.json()["detail"]
    assert not SeenGold.objects.exists()


def test_gold_is_told_by_tool_to_who_may_see_it(program, ana):
    version = make_version()

    every = program(ana).get(f"/vignettes/{version.vignette.code}/gold/").json()["results"]
    one = program(ana).get(f"/vignettes/{version.vignette.code}/gold/?tool={TOOL}").json()

    assert len(every) > 1
    assert [gold["tool"] for gold in one["results"]] == [TOOL]
    assert one["results"][0]["scores"] == gold_of(version).scores
    assert one["results"][0]["provenance"] == "computed"


def test_another_agencys_case_is_not_found(program, ana, south):
    from vignettes.models import VignetteVersion

    version = make_version()
    vignette = version.vignette
    vignette.agency = south
    vignette.save()

    for answer in (
        program(ana).get(f"/vignettes/{vignette.code}/"),
        program(ana).post("/score/", {"tool": TOOL, "case": vignette.code}),
    ):
        assert answer.status_code == 404
    assert VignetteVersion.objects.count() == 1


def test_codings_are_ones_own_and_for_a_group_everybodys(program, asha, ben, cara, ana):
    with scopes_disabled():
        version = make_version()
        own = hand_in(asha, assign(asha, version), gold_of(version).scores)
        hand_in(ben, assign(ben, version), gold_of(version).scores)
        assert Coding.objects.count() == 2

    def ids(person):
        return [row["id"] for row in program(person).get("/codings/").json()["results"]]

    assert ids(asha) == [own.pk]
    assert len(ids(ana)) == 2
    assert ids(cara) == []
    assert program(cara).get(f"/codings/{own.pk}/").status_code == 404
    assert program(ben).get(f"/codings/{own.pk}/").status_code == 404
    assert program(asha).get(f"/codings/{own.pk}/").json()["scores"] == gold_of(version).scores
