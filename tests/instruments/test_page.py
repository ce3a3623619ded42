"""The documentation page of each tool says what the program runs on, and the docs hold it."""

from pathlib import Path

import pytest

from instruments import catalogue
from instruments.page import beside, page
from instruments.sheet import Remark, Text

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


@pytest.mark.parametrize("tool", catalogue.tools(), ids=lambda tool: tool.id)
def test_the_page_says_when_the_answer_on_use_is_undecided_and_why(tool):
    reasons = [text for name, text in tool.notes.items() if name.startswith("undecided-")]

    assert reasons
    assert [reason.en for reason in reasons] == [reason.en for reason in tool.undecided]
    assert all(f"- {reason.en}" in page(tool) for reason in reasons)
    assert all(f"- {reason.fr}" in page(tool, "fr") for reason in reasons)


def test_the_page_of_a_tool_that_is_never_undecided_leaves_that_part_out():
    tool = catalogue.tool("osp").model_copy(update={"notes": {}})

    assert "undecided" not in page(tool)
    assert "undecided use" not in beside(tool, "en")


def test_the_page_says_how_the_sheet_is_read_here():
    plain = catalogue.tool("osp")
    remarks = (
        Remark(
            items=("i1", "i2"),
            statement=Text(en="Counted so.", fr="Compté ainsi."),
            status="recalled",
            source="A book",
        ),
        Remark(statement=Text(en="Read so.", fr="Lu ainsi."), status="verified", source="A law"),
    )
    tool = plain.model_copy(update={"remarks": remarks})

    assert "- Counted so. (i1, i2) *recalled.* A book.\n- Read so. *verified.* A law." in page(tool)
    assert beside(tool, "fr")["remarks"] == ("Compté ainsi.", "Lu ainsi.")
    assert "How the sheet is read" not in page(plain.model_copy(update={"remarks": ()}))
