"""The scripts of a bundle recompute every number of a report, and notice when one is changed."""

import csv
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
from reliability.study_output.bundle import bundle_of
from reliability.study_output.edition_data import EditionData
from tests.reliability.study_output.made import TOOL, rows_of

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
    "flat": {"layout": "crossed", "targets": 3, "raters": 2, "blanks": 0.9},
}
IN_R = ("crossed", "pool", "within")


def unpacked(folder, name):
    """The bundle of a made study, unpacked as whoever gets it does."""
    told = dict(MADE[name])
    kind = KINDS.get(told["layout"], "between")
    tool = told.get("tool", TOOL)
    rows = rows_of(**told)
    settings = Settings(replicates=100, seed=11)
    results = compute(as_codings(rows, tool, kind), settings, digest=digest(rows))
    data = EditionData(catalogue.tool(tool), lambda: iter(rows))
    with zipfile.ZipFile(BytesIO(b"".join(bundle_of(data, results, "en")))) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    made = {}

    def bundle(name):
        if name not in made:
            made[name] = unpacked(tmp_path_factory.mktemp(name), name)
        return made[name]

    return bundle


def run(*command, folder):
    """In the folder of the bundle and without this project on any path."""
    missing = f"{command[0]} is not installed; for Rscript: apt-get install r-base-core r-cran-lme4"
    assert shutil.which(command[0]), missing
    plain = {"PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, cwd=folder, env=plain, capture_output=True, text=True)


def change(folder, about, name, column, by):
    """Add to one number of results.csv."""
    path = Path(folder) / "results.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    [row] = [row for row in rows if (row["about"], row["name"]) == (about, name)]
    row[column] = repr(float(row[column]) + by)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("name", MADE)
def test_python_recomputes_every_number(bundles, name):
    done = run(sys.executable, "report.py", folder=bundles(name))

    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert ", 0 differ." in done.stdout


@pytest.mark.parametrize("name", IN_R)
def test_r_recomputes_every_number(bundles, name):
    done = run("Rscript", "--vanilla", "report.R", folder=bundles(name))

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

    done = run(sys.executable, "report.py", folder=folder)

    assert done.returncode == 1
    assert f"DIFFERS: {about} {name} {column}: " in done.stdout


def test_r_notices_a_changed_score(tmp_path):
    folder = unpacked(tmp_path, "crossed")
    data = (folder / "data.csv").read_text().splitlines(keepends=True)
    row = data[1].split(",")
    row[7] = "1" if row[7] == "0" else "0"
    (folder / "data.csv").write_text("".join([data[0], ",".join(row), *data[2:]]))

    done = run("Rscript", "--vanilla", "report.R", folder=folder)

    assert done.returncode == 1
    assert "DIFFERS: i2 " in done.stdout


def test_a_number_that_no_script_knows_is_a_difference(tmp_path):
    folder = unpacked(tmp_path, "two")
    path = folder / "results.csv"
    path.write_text(path.read_text() + "total,made.up,0.5" + "," * 10 + "\n")

    done = run(sys.executable, "report.py", folder=folder)

    assert done.returncode == 1
    assert "total made.up is not recomputed" in done.stdout


def test_the_python_script_needs_numpy_and_nothing_else(bundles):
    sources = (bundles("two") / "recompute").glob("*.py")
    imports = {
        line.split()[1].split(".")[0]
        for path in sources
        for line in path.read_text().splitlines()
        if line.startswith(("import ", "from ")) and not line.startswith("from .")
    }

    assert imports - set(sys.stdlib_module_names) == {"numpy"}
