"""The command line: what it prints, in which shape, and how it refuses bad input."""

import json
from pathlib import Path

from instruments.facts import Facts
from tests.instruments.casebook import TOOL, document

ROOT = Path(__file__).parents[2]
FLAGSHIP = ROOT / "examples" / "flagship"
FACTS, SCORES = str(FLAGSHIP / "facts.json"), str(FLAGSHIP / "scores.json")


def test_list_names_the_tool(run):
    status, out, _ = run("list", "--json")

    [tool] = [line for line in json.loads(out) if line["tool"] == TOOL]
    assert status == 0
    assert tool["version"] == "2016"
    assert tool["rules"] == {"check": 5, "eligibility": 7, "product": 3, "score": 63}
    assert "static-99r  Statique-99R (2016)" in run("list", "--lang", "fr")[1]


def test_score_prints_the_promised_shape(run):
    _, out, _ = run("score", TOOL, FACTS, "--json")

    found = json.loads(out)
    assert found["tool"], found["version"] == (TOOL, "2016")
    assert (found["eligible"], found["reasons"]) == ("yes", [])
    assert list(found["items"]) == [f"i{n}" for n in range(1, 11)]
    assert found["items"]["i9"] == {
        "value": 0,
        "judged": False,
        "missing": None,
        "rules": ["S99R-I9-IMG"],
        "because": ["material", "victims/v1/knew_24h"],
        "disputed": [],
    }
    assert found["totals"]["total"]["value"] == 1
    assert found["totals"]["total"]["band"] == "III"
    assert "not verified" in found["totals"]["total"]["note"]
    assert found["cautions"][0]["rule"] == "S99R-NORM-CSEM"
    assert "fictional cases only" in found["notice"]


def test_score_prints_values_rules_facts_and_total_for_people(run):
    _, out, _ = run("score", TOOL, FACTS)

    assert "May the tool be used? yes" in out
    assert "i9    0  Any stranger victim" in out
    assert "S99R-I9-IMG: Children seen only in images are not strangers [verified]" in out
    assert "victims/v1/knew_24h = both" in out
    assert "Total: 1, Level III, average risk" in out
    assert "Caution (S99R-NORM-CSEM)" in out
    assert max(map(len, out.splitlines())) <= 100


def test_score_tells_both_sheets_open_items_and_second_readings(run, written):
    dropped = {"id": "c1", "title": "exposure", "outcome": "withdrawn"}
    case = document(
        person={"born": "1982-06-02"},
        index={"release_alternative": "2022-06-10"},
        before=[{"id": "b1", "date": "2010-01-01", "offences": [dropped]}],
        without=["cohabitations"],
    )

    _, out, _ = run("score", TOOL, written(case))
    shape = json.loads(run("score", TOOL, written(case), "--json")[1])

    assert "Second sheet: S99R-TENTATIVE" in out
    assert "  i1: -1" in out
    assert "a second reading of the sources gives 0" in out
    assert "The file does not tell whether he ever lived with a partner." in out
    assert shape["alternatives"][0]["items"]["i1"] == -1
    assert shape["items"]["i5"]["disputed"] == [0]


def test_score_refuses_items_where_the_tool_may_not_be_used(run, written):
    case = written(document(person={"sex": "female"}))

    status, out, _ = run("score", TOOL, case, "--lang", "fr")
    shape = json.loads(run("score", TOOL, case, "--json")[1])

    assert status == 0
    assert "L'outil peut-il être utilisé? non" in out
    assert "person/sex = female" in out
    assert "i1" not in out
    assert shape["eligible"] == "no"
    assert shape["reasons"] == ["The tool is for men who are at least 18 at release."]
    assert shape["items"]["i1"]["value"] is None


def test_explain_names_the_rule_and_its_class(run):
    _, out, _ = run("explain", TOOL, FACTS, SCORES)
    shape = json.loads(run("explain", TOOL, FACTS, SCORES, "--json")[1])

    assert "i9  Any stranger victim: given 1, right 0" in out
    assert "S99R-I9-IMG  Children seen only in images are not strangers [verified]" in out
    assert "Who misreads it: Counts children seen only in images as strangers." in out
    assert "Same effect: GEN-NJ" in out
    assert "Source: Babchishin" in out
    assert shape["items"]["i9"]["given"] == 1
    assert shape["items"]["i9"]["right"] == 0
    assert shape["items"]["i9"]["rules"] == ["S99R-I9-IMG"]
    assert shape["items"]["i9"]["causes"][0]["same_class"] == ["GEN-NJ"]
    assert (shape["eligibility"], shape["checks"]) == (None, [])


def test_explain_tells_every_verdict_and_every_check(run, written):
    exposure = {"id": "c1", "title": "exposure"}
    before = [
        {"id": "b1", "date": "2009-01-01", "offences": [exposure | {"outcome": "withdrawn"}]},
        {
            "id": "b2",
            "date": "2010-01-01",
            "sentence": "fine",
            "offences": [exposure | {"outcome": "convicted", "charges": 6, "convictions": 1}],
        },
    ]
    case = written(document(before=before[1:], victim={"relation": None}))
    scores = {"i2": None, "i4": None, "i5": 2, "i8": 1, "i10": 1, "i7": 1}
    given = written({"items": scores, "total": 3, "band": "high"}, "scores.json")

    _, out, _ = run("explain", TOOL, case, given)

    assert "No rule, misread alone or with another, gives this score." in out
    assert "No single rule gives this score; these two together do:" in out
    assert "S99R-I5-IDX + S99R-I5-MAXCOL" in out
    assert "The item was not scored." in out
    assert "The file does not tell what this item needs." in out
    assert "S99R-SUM (i1, i2, i3, i4, i5, i6, i7, i8, i9, i10): The total is not the sum" in out
    assert "S99R-LABEL" in out
    disputed = written(document(before=before[:1]), "other.json")
    assert (
        "Not called wrong"
        in run("explain", TOOL, disputed, written({"items": {"i5": 0}}, "s.json"))[1]
    )


def test_explain_says_when_all_is_right_and_when_the_tool_was_not_for_the_case(run, written):
    right = written({"items": {"i3": 0}}, "scores.json")
    woman = written(document(person={"sex": "female"}))

    assert "Every score given equals the right score." in run("explain", TOOL, FACTS, right)[1]
    assert "given yes, right no" in run("explain", TOOL, woman, right)[1]
    shape = json.loads(run("explain", TOOL, woman, right, "--json")[1])
    assert shape["eligibility"]["rules"] == ["S99R-EL-SEXAGE"]
    assert "S99R-EL-SEXAGE" in run("explain", TOOL, woman, right)[1]
    answered = written({"items": {}, "eligible": "yes"}, "answer.json")
    assert "S99R-EL-SEXAGE" in run("explain", TOOL, woman, answered)[1]


def test_rules_prints_one_or_all(run):
    assert "GEN-NJ" in run("rules", TOOL)[1]
    assert len(json.loads(run("rules", TOOL, "--json")[1])) == 78
    assert (
        "score, i9, vérifié (= S99R-I9-IMG)".replace("score", "cote")
        in run("rules", TOOL, "GEN-NJ", "--lang", "fr")[1]
    )
    assert "What the check says: The total is not the sum" in run("rules", TOOL, "S99R-SUM")[1]
    rule = json.loads(run("rules", TOOL, "S99R-I9I8", "--json")[1])
    assert (rule["id"], rule["kind"], rule["check"]["name"]) == ("S99R-I9I8", "check", "implies")
    assert rule["title"] == "A stranger is unrelated"


def test_schema_is_the_schema_of_the_facts(run):
    assert json.loads(run("schema")[1]) == json.loads(json.dumps(Facts.model_json_schema()))


def test_page_prints_markdown_or_wraps_it(run):
    _, text, _ = run("page", TOOL)

    assert text.startswith("# Static-99R (2016)")
    assert json.loads(run("page", TOOL, "--json")[1])["page"] == text
