"""Which package may import which, and which must do without Django."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.test_repository import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
PURE = {
    "instruments": {"django", "pandas", "numpy", "scipy"},
    "instruments.__main__": {"django", "pandas", "numpy", "scipy"},
    "reliability.stats": {"django", "rest_framework"},
    "reliability.certification": {"django", "pandas", "rest_framework"},
    "reliability.monitoring": {"django", "pandas", "rest_framework"},
    "reliability.studies.checking": {"django", "pandas", "rest_framework", "openpyxl"},
    "reliability.studies.templates": {"django", "pandas", "rest_framework", "xlsxwriter"},
    "reliability.studies.computing": {"django", "pandas", "rest_framework"},
}


def modules_loaded_by(module):
    program = (
        f"import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_every_package_is_in_the_contracts():
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")} - {"tests", "bench"}

    assert packages == set(CONTRACTS["root_packages"])


def test_data_flow_one_way():
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", PURE)
def test_pure_packages_load_without_the_heavy_ones(module):
    assert modules_loaded_by(module) & PURE[module] == set()
