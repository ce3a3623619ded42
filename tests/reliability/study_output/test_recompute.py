"""The scripts of a bundle recompute every number of a report, and notice when one is changed."""

import csv
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from instruments import catalogue
from reliability.studies.computing import compute
from reliability.studies.freezing import as_codings, digest
from reliability.studies.results import Settings
from reliability.study_output import bundle
from reliability.study_output.bundle import bundle_of
from reliability.study_output.edition_data import EditionData
from reliability.study_output.rules_rows import rules_rows
from tests.reliability.study_output.made import TOOL, rows_of, written

OUTPUT = Path(bundle.__file__).parent
KINDS = {"within": "within", "two": "back-reading"}
MADE = {
    "crossed": {"layout": "crossed", "blanks": 0.0},
    "blanks": {"layout": "crossed", "blanks": 0.02},
    "partial": {"layout": "partial"},
    "nested": {"layout": "nested"},
    "two": {"layout": "two"},
    "within": {"layout": "within"},
    "pool": {"layout": "partial", "targets": 20, "parts": ("A", "=B")},
    "acute": {"layout": "partial", "tool": "acute-2007"},
    "written": {"layout": "two", "slips": True},
    "cport": {"layout": "two", "tool": "cport", "slips": True, "blanks": 0.1},
    "rm2000s": {"layout": "two", "tool": "rm2000s", "slips": True, "targets": 15},
    "no totals": {"layout": "partial", "tool": "pcra", "blanks": 0.3},
    "flat": {"layout": "crossed", "targets": 3, "raters": 2, "blanks": 0.9},
}
PYTHON = (sys.executable, "report.py")
R = ("Rscript", "--vanilla", "report.R")
IN_R = ("crossed", "pool", "within", "written", "cport", "rm2000s", "no totals")


def unpacked(folder, name):
    """The bundle of a made study, unpacked as whoever gets it does."""
    told = dict(MADE[name])
    kind = KINDS.get(told["layout"], "between")
    tool = told.get("tool", TOOL)
    has_slips = told.pop("slips", False)
    rows = rows_of(**told)
    rows = written(rows, tool) if has_slips else rows
    settings = Settings(replicates=100, seed=11)
    results = compute(as_codings(rows, tool, kind), settings, digest=digest(rows))
    data = EditionData(catalogue.tool(tool), lambda: iter(rows))
    with zipfile.ZipFile(BytesIO(b"".join(bundle_of(data, results, "en")))) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    made = {}

    def of_name(name):
        if name not in made:
            made[name] = unpacked(tmp_path_factory.mktemp(name), name)
        return made[name]

    return of_name


def run(*command, folder):
    """In the folder of the bundle and without this project on any path."""
    missing = f"{command[0]} is not installed; for Rscript: apt-get install r-base-core r-cran-lme4"
    assert shutil.which(command[0]), missing
    plain = {"PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, cwd=folder, env=plain, capture_output=True, text=True)


def table(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def put(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def is_codings_of(row, about):
    return (row["about"], row["name"]) == (about, "codings")


def change(folder, about, name, column, by):
    """Add to one number of results.csv."""
    path = Path(folder) / "results.csv"
    rows = table(path)
    [row] = [row for row in rows if (row["about"], row["name"]) == (about, name)]
    row[column] = repr(float(row[column]) + by)
    put(path, rows)


@pytest.mark.parametrize("name", MADE)
def test_python_recomputes_every_number(bundles, name):
    done = run(*PYTHON, folder=bundles(name))

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert ", 0 differ." in done.stdout


@pytest.mark.parametrize("name", IN_R)
def test_r_recomputes_every_number(bundles, name):
    done = run(*R, folder=bundles(name))

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert ", 0 differ." in done.stdout
    assert "lme4" not in done.stdout


@pytest.mark.parametrize(
    ("about", "name", "column", "by"),
    [
        ("i3", "kripp.ordinal", "low", 2e-6),
        ("total", "icc2.reml", "value", 5e-3),
        ("design", "overlap_islands", "value", 1),
        ("total", "pa.identity", "se", 2e-6),
    ],
)
def test_python_notices_a_changed_number(tmp_path, about, name, column, by):
    folder = unpacked(tmp_path, "partial")
    change(folder, about, name, column, by)

    done = run(*PYTHON, folder=folder)

    assert done.returncode == 1
    assert f"DIFFERS: {about} {name} {column}: " in done.stdout


@pytest.mark.parametrize("command", [PYTHON, R])
def test_scripts_notice_a_changed_score_and_name_the_coding(tmp_path, command):
    folder = unpacked(tmp_path, "crossed")
    rows = table(folder / "data.csv")
    row = rows[4]
    own = int(row["total_total"])
    row["i2"] = "1" if row["i2"] == "0" else "0"
    now = own + (1 if row["i2"] == "1" else -1)
    put(folder / "data.csv", rows)

    done = run(*command, folder=folder)

    assert done.returncode == 1
    line = f"data.csv, coding {row['number']}, total_total: {now} here, {own} there"
    assert f"DIFFERS: {line}\n" in done.stdout
    assert "DIFFERS: i2 " in done.stdout


@pytest.mark.parametrize("command", [PYTHON, R])
def test_scripts_notice_findings_that_are_not_those_of_the_codings(tmp_path, command):
    folder = unpacked(tmp_path, "written")
    rows = table(folder / "results.csv")
    gone = "finding:S99R-LABEL:check"
    [more] = [row for row in rows if is_codings_of(row, "finding:S99R-SUM:check")]
    there = int(more["value"])
    more["value"] = str(there + 1)
    put(folder / "results.csv", [row for row in rows if row["about"] != gone])

    done = run(*command, folder=folder)

    assert done.returncode == 1
    assert f"DIFFERS: {gone} codings: " in done.stdout
    line = rf"DIFFERS: finding:S99R-SUM:check codings value: {there}(\.0)? here, {there + 1} there"
    assert re.search(line, done.stdout)


@pytest.mark.parametrize("name", ["written", "cport", "rm2000s"])
def test_bundle_has_findings_and_scripts_say_which_they_leave(bundles, name):
    rows = table(bundles(name) / "results.csv")
    found = {row["about"] for row in rows if row["about"].startswith("finding:")}
    known = {row["rule"] for row in table(bundles(name) / "rules.csv")}
    left = {about for about in found if about.split(":")[1] not in known}

    done = run(*PYTHON, folder=bundles(name))

    assert len(found - left) >= 2
    told = [line for line in done.stdout.splitlines() if line.startswith("Not recomputed")]
    assert left == {about for line in told for about in re.findall(r"finding:[^ ,]+[a-z]", line)}
    assert ("total_category, band_category." in done.stdout) == (name == "rm2000s")


def test_a_number_that_no_script_knows_is_a_difference(tmp_path):
    folder = unpacked(tmp_path, "two")
    path = folder / "results.csv"
    path.write_text(path.read_text() + "total,made.up,0.5" + "," * 10 + "\n")

    done = run(*PYTHON, folder=folder)

    assert done.returncode == 1
    assert "total made.up is not recomputed" in done.stdout


@pytest.mark.parametrize("language", ["en", "fr"])
def test_readme_names_the_checks_that_no_script_makes(language):
    """Checks of how a coding was reported find nothing in a table, which does not say it."""
    reported = "no_override casic_route basis composite_csem_only composite_label subtotal_of_all"
    reported += " age_of_rating outcome band_overridden"
    told = (OUTPUT / f"readme.{language}.txt").read_text(encoding="utf-8")
    left = {
        rule.id
        for tool in catalogue.tools()
        for rule in tool.rules
        if rule.check and rule.check.name not in reported.split()
        if rule.id not in {row[0] for row in rules_rows(tool)}
    }

    assert left >= {"OSP-SUM", "RM-VBAND"}
    assert left <= set(re.findall(r"[A-Z0-9]+-[A-Z0-9]+", told))


def test_the_python_script_needs_numpy_and_nothing_else(bundles):
    sources = (bundles("two") / "recompute").glob("*.py")
    imports = {
        line.split()[1].split(".")[0]
        for path in sources
        for line in path.read_text().splitlines()
        if line.startswith(("import ", "from ")) and not line.startswith("from .")
    }

    assert imports - set(sys.stdlib_module_names) == {"numpy"}
