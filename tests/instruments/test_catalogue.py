"""The shipped tools, and what is said about one that is not."""

import pytest

from instruments import catalogue
from instruments.sheet import Instrument
from tests.instruments.casebook import TOOL


def changed(**fields):
    return catalogue.tool(TOOL).model_copy(update=fields)


def test_tools_hold_static_99r_whole():
    tool = catalogue.tool(TOOL)

    assert tool in catalogue.tools()
    assert [item.id for item in tool.items] == [f"i{n}" for n in range(1, 11)]
    assert tool.items[0].values == (1, 0, -1, -3)
    assert [(b.id, b.low, b.high) for b in tool.totals[0].bands] == [
        ("I", -3, -2),
        ("II", -1, 0),
        ("III", 1, 3),
        ("IVa", 4, 5),
        ("IVb", 6, 12),
    ]


def test_every_score_sums_to_the_range_of_the_total():
    tool = catalogue.tool(TOOL)

    assert sum(min(item.values) for item in tool.items) == tool.totals[0].low
    assert sum(max(item.values) for item in tool.items) == tool.totals[0].high


def test_every_text_is_said_in_both_languages_and_they_differ():
    tool = catalogue.tool(TOOL)

    for rule in tool.rules:
        for text in (rule.title, rule.statement, rule.use_when, rule.do_not_use_when, rule.misread):
            assert text.en != text.fr
            assert str(text) == text.to("en") == text.en
            assert text.to("fr-ca") == text.fr
            assert "CSEM" not in text.fr


def test_tool_names_the_known_and_the_nearest():
    with pytest.raises(catalogue.UnknownTool) as caught:
        catalogue.tool("static99")

    known = ", ".join(tool.id for tool in catalogue.tools())
    assert str(caught.value) == (
        f"found no tool static99; expected one of: {known}. Did you mean static-99r?"
    )


def test_check_rules_names_the_nearest_rule():
    with pytest.raises(
        catalogue.UnknownRule,
        match=r"found no rule S99R-I9-IMGS; .* 78 rules, .* Did you mean S99R-I9-IMG\?",
    ):
        catalogue.check_rules(TOOL, frozenset({"S99R-I9-IMGS"}))


def test_check_rules_without_a_near_rule_gives_no_hint():
    with pytest.raises(catalogue.UnknownRule, match=r"see the list\.$"):
        catalogue.check_rules(TOOL, frozenset({"zzz"}))


def test_check_rules_answers_with_heads():
    assert catalogue.check_rules(TOOL, frozenset({"GEN-NJ"})) == {"S99R-I9-IMG"}


def test_head_and_class_of_go_both_ways():
    tool = catalogue.tool(TOOL)

    assert tool.head("GEN-NJ").id == tool.head("S99R-I9-IMG").id == "S99R-I9-IMG"
    assert [rule.id for rule in tool.class_of("S99R-I9-IMG")] == ["GEN-NJ"]


@pytest.mark.parametrize("ask", [Instrument.item, Instrument.rule, Instrument.total])
def test_an_instrument_refuses_names_it_does_not_have(ask):
    with pytest.raises(KeyError, match=r"static-99r has no .* i99"):
        ask(catalogue.tool(TOOL), "i99")


def test_the_shipped_sheet_has_no_problems():
    assert catalogue.sheet_problems(catalogue.tool(TOOL)) == []


def test_sheet_problems_names_what_does_not_fit():
    tool = catalogue.tool(TOOL)
    item, total = tool.items[0], tool.totals[0]
    gap = total.bands[1].model_copy(update={"low": 0})
    items = (*tool.items, item.model_copy(update={"base_rule": "S99R-NONE"}))
    rules = (
        *tool.rules,
        tool.rule("GEN-NJ").model_copy(
            update={"id": "GEN-X", "same_as": "GEN-NJ", "items": ("i77",)}
        ),
        tool.rule("S99R-SUM").model_copy(update={"id": "GEN-Y", "check": None}),
    )
    totals = (
        total.model_copy(
            update={"items": ("i1", "i88"), "bands": (total.bands[0], gap), "high": 12}
        ),
    )

    assert catalogue.sheet_problems(changed(items=items, rules=rules, totals=totals)) == [
        "item i1 stands twice",
        "item i1 rests on the unknown rule S99R-NONE",
        "rule GEN-X names the unknown item i77",
        "rule GEN-X is the same as GEN-NJ, which is no head rule",
        "rule GEN-Y of kind check does not say its check part",
        "total sums the unknown item i88",
        "band II begins at 0, expected -1",
        "the bands of total end at 0, expected 12",
    ]


def write_tool(folder, sheet_change=("", ""), rules_change=("", "")):
    source = catalogue.TOOLS / "static_99r"
    folder.mkdir()
    for name, (old, new) in (("sheet.toml", sheet_change), ("rules.toml", rules_change)):
        text = (source / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")


def test_reading_refuses_a_sheet_with_an_unknown_field(tmp_path):
    write_tool(tmp_path / "odd", sheet_change=('version = "2016"', 'version = "2016"\nshoe = 1'))

    with pytest.raises(catalogue.BadSheet, match=r"odd: [\s\S]*shoe"):
        catalogue.read_tool(tmp_path / "odd")


def share(folder, rule_id):
    """Rename one of its own rules, and take it over from the shipped tool instead."""
    write_tool(folder, rules_change=('id = "GEN-OVR"', 'id = "GEN-OTHER"'))
    with (folder / "rules.toml").open("a", encoding="utf-8") as rules:
        rules.write(f'\n[[shared]]\ntool = "static_99r"\nid = "{rule_id}"\nitems = ["i3"]\n')
    return catalogue.read_tool(folder)


def test_a_shared_rule_is_taken_over_with_what_differs(tmp_path):
    found = share(tmp_path / "two", "GEN-OVR").rules[-1]

    assert found == catalogue.tool(TOOL).rule("GEN-OVR").model_copy(update={"items": ("i3",)})


def test_reading_refuses_to_share_a_rule_that_is_not_there(tmp_path):
    with pytest.raises(catalogue.BadSheet, match="odd: found no rule GEN-NONE in the folder stat"):
        share(tmp_path / "odd", "GEN-NONE")


def test_reading_refuses_a_sheet_that_contradicts_itself(tmp_path):
    write_tool(tmp_path / "odd", rules_change=('same_as = "S99R-I9-IMG"', 'same_as = "GEN-NJ"'))

    with pytest.raises(catalogue.BadSheet, match="odd: rule GEN-NJ is the same as GEN-NJ"):
        catalogue.read_tool(tmp_path / "odd")
