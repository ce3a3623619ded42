"""The command line, from the file a person made to the figures, or to a sentence."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from reliability.command import main

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
WIDE = "case,Ann,Bob\n1,1,1\n2,2,3\n3,3,3\n4,1,\n"
TIDY = "target,rater,score,item\n" + "".join(
    f"{case},{who},{(case + shift) % 4},{item}\n"
    for case in range(1, 7)
    for who, shift in (("Ann", 0), ("Bob", case // 4))
    for item in ("i1", "i2")
)


def run(text, *options):
    out, err = io.StringIO(), io.StringIO()
    content = text if isinstance(text, bytes) else text.encode()
    status = main(["-", *options], io.BytesIO(content), out, err)
    return status, out.getvalue(), err.getvalue()


def answered(text, *options):
    status, out, err = run(text, "--json", *options)
    assert (status, err) == (0, "")
    return json.loads(out)


def refused(text, *options):
    status, out, err = run(text, *options)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


def test_the_published_examples_give_the_published_figures():
    shrout = answered((EXAMPLES / "shrout-fleiss-1979.csv").read_bytes(), "--level", "interval")
    assert round(shrout["estimates"]["icc2"]["value"], 2) == 0.29
    krippendorff = answered((EXAMPLES / "krippendorff-2011.csv").read_bytes())
    assert krippendorff["table"]["ratings"] == 41
    assert krippendorff["table"]["missing"] == 7
    assert krippendorff["table"]["categories"] == [1, 2, 3, 4, 5]
    assert round(krippendorff["estimates"]["kripp.ordinal"]["value"], 3) == 0.815


def test_as_a_program_of_its_own():
    for example in ("shrout-fleiss-1979.csv", "krippendorff-2011.csv"):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "reliability", str(EXAMPLES / example)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert "ICC(2,1)" in done.stdout


def test_help_loads_neither_numpy_nor_django():
    code = (
        "import io, sys; from reliability.command import main; "
        "assert main(['--help'], None, sys.stdout, sys.stderr) == 0; "
        "assert not {'numpy', 'pandas', 'django', 'scipy'} & set(sys.modules), 'loaded'"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "--bootstrap" in done.stdout


def test_the_statistics_load_neither_django_nor_plots():
    code = (
        "import sys, reliability.stats; "
        "assert not {'django', 'matplotlib', 'statsmodels', 'pandas', 'scipy'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr


def test_every_estimate_has_the_promised_keys_and_json_has_no_nan():
    found = answered(WIDE)
    assert {
        "value",
        "se",
        "low",
        "high",
        "confidence",
        "method",
        "n_used",
        "n_given",
        "form",
    } <= set(found["estimates"]["kripp.ordinal"])
    status, out, _ = run(WIDE, "--json")
    assert status == 0
    assert "NaN" not in out
    assert "Infinity" not in out


def test_the_level_is_assumed_from_the_scores_and_said():
    assert answered(WIDE)["table"]["level"] == "ordinal"
    assert answered("t,a,b\n1,yes,no\n2,no,no\n")["table"]["level"] == "nominal"
    assert "Level: ordinal (assumed" in run(WIDE)[1]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + WIDE,
        WIDE.replace(",", ";"),
        WIDE.replace(",", "\t"),
        WIDE.replace("\n", "\r\n"),
        WIDE.replace("\n", "\r"),
        WIDE.replace("\n", "\n\n"),
        WIDE.replace("\n", ",,\n"),
        "\ufeff" + WIDE.replace(",", ";").replace("\n", "\r\n"),
    ],
)
def test_a_table_saved_by_a_spreadsheet_is_read_all_the_same(text):
    assert answered(text)["estimates"] == answered(WIDE)["estimates"]


def test_decimal_commas_are_numbers_where_semicolons_separate():
    found = answered("t;a;b\n1;1,5;2\n2;2,5;3\n", "--level", "interval")
    assert found["table"]["categories"] == [1.5, 2, 2.5, 3]


def test_tidy_and_wide_say_the_same():
    tidy = "rater,score,target\n" + "".join(
        f"{who},{score},{case}\n"
        for case, scores in {1: "11", 2: "23", 3: "33", 4: "1"}.items()
        for who, score in zip(("Ann", "Bob"), scores, strict=False)
    )
    assert answered(tidy)["estimates"] == answered(WIDE)["estimates"]


def test_items_and_totals():
    found = answered(TIDY)
    assert set(found["estimates"]["items"]) == {"i1", "i2"}
    assert found["table"]["total"]["ratings"] == 12
    assert found["estimates"]["total"]["icc2"]["n_used"] == 6
    one = answered(TIDY, "--item", "i2")
    assert one["estimates"] == found["estimates"]["items"]["i2"]
    assert "Total of the items" in run(TIDY)[1]


def test_a_total_needs_every_item_of_the_rater():
    lines = TIDY.splitlines(keepends=True)
    found = answered("".join(lines[:-1]))
    assert found["table"]["total"]["ratings"] == 11
    assert (
        answered(
            TIDY.replace(",0,", ",a,")
            .replace(",1,", ",b,")
            .replace(",2,", ",c,")
            .replace(",3,", ",d,")
        )["estimates"]["total"]
        is None
    )


def test_gold_takes_its_column_out_of_the_raters():
    found = answered("t,Ann,Bob,right\n1,1,1,1\n2,2,3,2\n3,3,,3\n", "--gold", "right")
    assert found["table"]["raters"] == 2
    ann, bob = found["estimates"]["gold"]["detail"]["raters"]
    assert (ann["hits"], ann["n"], bob["hits"], bob["n"]) == (3, 3, 1, 2)
    assert "Against gold" in run("t,a,g\n1,1,1\n2,,2\n", "--gold", "g")[1]


def test_pairs_weights_confidence_and_seed():
    found = answered(WIDE, "--pairs", "--weights", "linear,circular", "--ci", "0.9")
    assert found["pairs"][0]["raters"] == ["Ann", "Bob"]
    assert found["pairs"][0]["n"] == 3
    assert "ac.circular" in found["estimates"]
    assert "ac.identity" not in found["estimates"]
    assert found["estimates"]["ac.linear"]["confidence"] == 0.9
    options = ("--bootstrap", "200", "--seed", "3")
    first, again = answered(WIDE, *options), answered(WIDE, *options)
    assert first == again
    assert "seed 3" in first["estimates"]["kripp.ordinal"]["method"]
    assert "Pairs of raters" in run(WIDE, "--pairs", "--all")[1]


def test_declared_categories_count_even_if_unused():
    unused = answered(WIDE, "--categories", "1,2,3,4,5")
    assert unused["table"]["categories"] == [1, 2, 3, 4, 5]
    assert (
        unused["estimates"]["bp.identity"]["value"]
        > answered(WIDE)["estimates"]["bp.identity"]["value"]
    )


@pytest.mark.parametrize("text", ["t,a\n1,1\n2,2\n", "t,a,b\n1,1,2\n", "t,a,b\n1,,\n2,,\n"])
def test_one_rater_or_one_target_or_no_score_is_a_table_without_figures(text):
    found = answered(text)
    assert found["estimates"]["icc2"]["value"] is None
    assert found["estimates"]["icc2"]["note"]
    status, out, _ = run(text)
    assert status == 0
    assert "Notes" in out


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("target,rater,score,item\n1,a,1,x\n2,a,1,y\n", ["--pairs"]),
        ("target,rater,score,item\n1,a,u,x\n2,a,,y\n", ["--all"]),
        ("t,a,g\n1,1,\n2,2,\n", ["--gold", "g"]),
        ("t,g\n1,1\n2,2\n", ["--gold", "g", "--pairs", "--all"]),
        ("t,a,b\n1,100000000000000,2\n2,100000000000000,3\n", ["--all"]),
    ],
)
def test_odd_tables_are_answered_all_the_same(text, options):
    assert run(text, *options)[0] == 0
    assert run(text, *options, "--json")[0] == 0
