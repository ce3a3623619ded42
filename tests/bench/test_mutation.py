"""Mutants of a project as small as can be: two functions, and a test that asks for one of them."""

import importlib.util

import pytest

from bench import mutation
from bench.command import MeasurementError

SETTINGS = """
[tool.mutmut]
source_paths = ["instruments/tools"]
only_mutate = ["*/coding.py"]
also_copy = ["instruments"]
pytest_add_cli_args = ["-c", "/dev/null", "--disable-plugin-autoload", "-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = ["tests/test_coding.py"]
"""
CODE = """
def points(age):
    return 1 if age < 35 else 0


def unasked(age):
    return age > 60
"""
TEST = """
from instruments.tools.small.coding import points


def test_points():
    assert (points(20), points(50)) == (1, 0)
"""


@pytest.fixture
def project(tmp_path):
    tool = tmp_path / "instruments" / "tools" / "small"
    tool.mkdir(parents=True)
    for folder in (tool, tool.parent, tool.parent.parent):
        (folder / "__init__.py").touch()
    (tmp_path / "tests").mkdir()
    (tool / "coding.py").write_text(CODE)
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "tests" / "test_coding.py").write_text(TEST)
    return tmp_path


def test_without_mutmut_there_is_a_sentence(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(MeasurementError, match="pip install mutmut"):
        mutation.figures()


def test_the_table_names_every_mutant_that_was_not_noticed():
    known = {"a.b.osp.x__mutmut_1": "killed", "a.b.osp.x__mutmut_2": "survived"}
    facts = {"cores": 2, "memory_gib": 8, "python": "3.11", "system": "Linux"}
    found = {
        "by_tool": mutation._by_tool(known),
        "not_noticed": {"a.b.osp.x__mutmut_2": "survived"},
        "seconds": 7,
        "machine": facts,
        "date": "2026-11-22",
    }

    shown = mutation.text(found)

    assert "| osp | 2 | 1 | 1 | 50.0% |" in shown
    assert shown.endswith("survived: a.b.osp.x__mutmut_2")


@pytest.mark.full
def test_every_mutant_is_tried_and_only_the_unnoticed_are_tried_again(project):
    """The edges of the band are not tested, and nothing asks for the second function."""
    found = mutation.figures(root=project)

    states = set(found["not_noticed"].values())
    assert states == {"survived", "no test"}
    tried = found["by_tool"]["small"]
    assert 0 < tried["killed"] < tried["mutants"]

    edges = TEST + "    assert (points(34), points(35), points(36)) == (1, 0, 0)\n"
    (project / "tests" / "test_coding.py").write_text(edges)
    again = mutation.figures(root=project)

    assert set(again["not_noticed"].values()) == {"no test"}
