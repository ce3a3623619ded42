"""python -m instruments diagnose: what it prints, and what it refuses."""

import io
import json

import pytest

from instruments.__main__ import main
from instruments.diagnosis.reading import LARGEST
from tests.instruments.casebook import document
from tests.instruments.diagnosis.assessors import LIBRARY

RIGHT = {"i1": -1, "i2": 0, "i3": 0, "i4": 0, "i5": 0, "i6": 0, "i7": 0, "i8": 1, "i9": 0, "i10": 0}
CASE = document(material={"stills": True})
ONE = {"case": "a", "tool": "static-99r", "facts": CASE, "items": {**RIGHT, "i9": 1}}


@pytest.fixture
def run(tmp_path, capsys):
    def diagnose(*lines, options=("--json",), raw=None):
        path = tmp_path / "codings.jsonl"
        told = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
        path.write_bytes(told.encode() if raw is None else raw)
        status = main(["diagnose", str(path), *options])
        said = capsys.readouterr()
        return status, said.out, said.err

    return diagnose


def test_json_gives_probability_and_signs_for_every_tested_rule(run):
    status, out, _ = run(*({**ONE, "case": f"c{n}"} for n in range(4)))

    told = json.loads(out)
    assert status == 0
    rule = told["rules"]["S99R-I9-IMG"]
    assert rule["probability"] > 0.9
    assert [sign["case"] for sign in rule["for"]] == ["c0", "c1", "c2", "c3"]
    assert rule["against"] == []
    assert rule["same_class"] == ["GEN-NJ"]
    assert "S99R-I6-APPEAL" in told["untested"]
    assert told["next"] is None
    assert (told["answers"], told["wrong"]) == (44, 4)


def test_the_next_case_is_one_of_the_pool(run):
    _, out, _ = run(ONE, options=("--json", "--pool", str(LIBRARY)))

    assert (LIBRARY / json.loads(out)["next"]).is_dir()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "given 1, 0 if read right"), ("fr", "donnée 1")]
)
def test_text_names_the_rule_what_its_misreader_does_and_the_signs(run, language, words):
    lines = [{**ONE, "case": f"c{n}"} for n in range(4)]

    _, out, _ = run(*lines, options=("--lang", language, "--pool", str(LIBRARY)))

    assert "S99R-I9-IMG" in out
    assert "GEN-NJ" in out
    assert words in out


def test_text_says_when_nothing_is_likely_and_which_rules_cannot_be_told_apart(run):
    assert "No rule is likely" in run({**ONE, "items": RIGHT}, options=())[1]
    odd = [
        {"id": "b1", "date": "2010-01-01", "offences": [
            {"id": "c1", "title": "theft", "outcome": "acquitted"}]},
        {"id": "b2", "date": "2011-01-01", "offences": [
            {"id": "c1", "title": "theft", "outcome": "overturned"}]},
    ]  # fmt: skip
    told = {**ONE, "facts": document(fines=3, before=odd), "items": {**RIGHT, "i6": 1}}

    assert "cannot tell it from" in run(*[told] * 3, options=())[1]


def test_facts_may_stand_in_a_file_beside_the_codings(run, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(CASE))
    told = {name: value for name, value in ONE.items() if name != "facts"}

    assert run({**told, "facts_file": "a.json"})[0] == 0
    status, _, said = run({**told, "facts_file": "b.json"})
    assert status == 2
    assert "line 1: facts_file: b.json cannot be read" in said


def test_standard_input_is_read(monkeypatch, capsys):
    stdin = io.TextIOWrapper(io.BytesIO(json.dumps(ONE).encode()))
    monkeypatch.setattr("sys.stdin", stdin)

    assert main(["diagnose", "-", "--json"]) == 0
    assert "S99R-I9-IMG" in capsys.readouterr().out


WOMAN = document(person={"sex": "female"})


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({**ONE, "tool": "static-99"}, "line 2: tool: found no tool static-99; expected one of"),
        ("{", "line 2: column 2: this is not JSON"),
        ("[]", "line 2: found a list, expected a JSON object"),
        ({**ONE, "items": {"i1": 7}}, "line 2: scores: items/i1: found 7, expected one of"),
        ({**ONE, "items": {"i11": 0}}, "line 2: scores: items/i11: found no such item"),
        ({**ONE, "notes": 1}, "line 2: notes: found a field that is not known here"),
        ({**ONE, "case": 3}, "line 2: case: found 3, expected text"),
        ({**ONE, "facts_file": "x"}, "line 2: found both or neither of facts and facts_file"),
        ({**ONE, "facts": {}}, "line 2: facts: schema_version: found nothing"),
        ({**ONE, "facts": WOMAN}, "line 2: found scores by static-99r for a case on which it may"),
        (
            {**{n: v for n, v in ONE.items() if n != "facts"}, "facts_file": 3},
            "line 2: facts_file: found 3, expected a path",
        ),
    ],
)
def test_a_bad_line_is_named_in_a_sentence(run, line, sentence):
    status, out, said = run(ONE, line)

    assert (status, out) == (2, "")
    assert sentence in said
    assert "Traceback" not in said


def test_scores_without_the_tool_are_taken_with_the_answer_given(run):
    status, out, _ = run({**ONE, "facts": WOMAN, "eligible": "yes"})

    assert status == 0
    (sign,) = json.loads(out)["rules"]["S99R-EL-SEXAGE"]["for"]
    assert (sign["item"], sign["given"], sign["misread"]) == ("eligible", "yes", "yes")
    assert (
        "eligible: given yes"
        in run(
            *[{**ONE, "facts": WOMAN, "eligible": "yes", "case": f"c{n}"} for n in range(4)],
            options=(),
        )[1]
    )


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "found no coding"),
        (b"\n\n", "found no coding"),
        (b'{"case": "\xff"}', "line 1: byte 11: found a byte that is not UTF-8"),
        (b" " * (LARGEST + 30_000_000), "bytes or more, expected at most"),
    ],
)
def test_a_file_that_cannot_be_codings_is_refused(run, raw, sentence):
    status, out, said = run(raw=raw)

    assert (status, out) == (2, "")
    assert sentence in said


def test_a_missing_file_and_an_empty_pool_are_refused(run, tmp_path, capsys):
    assert main(["diagnose", str(tmp_path / "none.jsonl")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    (tmp_path / "pool").mkdir()
    status, _, said = run(ONE, options=("--pool", str(tmp_path / "pool")))
    assert status == 2
    assert "found no file of facts" in said
