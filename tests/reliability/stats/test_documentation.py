"""Every worked example in the pages on statistics gives what the page prints."""

import doctest
import re
from pathlib import Path

import pytest

from reliability.stats import report
from tests.reliability.stats.tables import KRIPPENDORFF

PAGES = Path(__file__).parents[3] / "docs" / "statistics"
PARTS = ("Formula", "Source", "What it assumes", "When to use it, and when not", "Missing scores")
MEASUREMENTS = {"agreement-with-r.md", "benchmark.md", "coverage.md", "reproducing.md"}
NOT_COEFFICIENTS = {"README.md", "weights.md"} | MEASUREMENTS


@pytest.mark.parametrize(
    "page",
    sorted(page for page in PAGES.glob("*.md") if page.name not in MEASUREMENTS),
    ids=lambda page: page.stem,
)
def test_the_examples_of_a_page_run(page):
    text = page.read_text("utf-8")
    examples = "\n".join(re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, page.name, str(page), 0)
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test)
    assert runner.tries > 0
    assert runner.failures == 0


@pytest.mark.parametrize(
    "page",
    sorted(p for p in PAGES.glob("*.md") if p.name not in NOT_COEFFICIENTS),
    ids=lambda p: p.stem,
)
def test_a_page_on_a_coefficient_has_its_parts(page):
    text = page.read_text("utf-8")
    assert [part for part in (*PARTS, "Worked example") if f"## {part}" not in text] == []


def test_the_contents_name_every_page():
    contents = (PAGES / "README.md").read_text("utf-8")
    pages = {page.name for page in PAGES.glob("*.md")} - {"README.md"} - MEASUREMENTS
    assert {page for page in pages if f"({page})" not in contents} == set()


def test_every_figure_of_a_report_is_named_on_a_page():
    text = "\n".join(page.read_text("utf-8") for page in PAGES.glob("*.md"))
    families = {name.partition(".")[0] for name in report(KRIPPENDORFF, level="ratio")}
    families |= {name.partition(".")[0] for name in report(KRIPPENDORFF[:, 1:3], level="ratio")}
    unnamed = {name for name in families if not re.search(rf"\b{name}\b", text)}
    assert unnamed == set()
