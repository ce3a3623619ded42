"""The documentation page of each tool says what the program runs on, and the docs hold it."""

from pathlib import Path

import pytest

from instruments import catalogue
from instruments.page import page

DOCS = Path(__file__).parents[2] / "docs" / "instruments"


@pytest.mark.parametrize("tool", catalogue.tools(), ids=lambda tool: tool.id)
@pytest.mark.parametrize(("language", "suffix"), [("en", ".md"), ("fr", ".fr.md")])
def test_the_page_in_the_docs_is_up_to_date(tool, language, suffix):
    written = (DOCS / f"{tool.id}{suffix}").read_text(encoding="utf-8")

    assert written == page(tool, language), (
        f"run: python -m instruments page {tool.id} --lang {language} "
        f"> docs/instruments/{tool.id}{suffix}"
    )


def test_the_page_names_every_rule_item_and_doubt():
    tool = catalogue.tool("static-99r")
    text = page(tool)

    for rule in tool.rules:
        assert f"### {rule.id}: {rule.title.en}" in text
    for item in tool.items:
        assert f"### {item.id}: {item.name.en}" in text
    for doubt in tool.doubts:
        assert doubt.statement.en in text
    assert "- Same effect: S99R-I9-IMG" in text


def test_the_page_of_a_tool_without_doubts_leaves_that_part_out():
    tool = catalogue.tool("static-99r").model_copy(update={"doubts": ()})

    assert "two readings" not in page(tool)
