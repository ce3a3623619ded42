"""Author's proposals on tools of judgement: checked against the sheet, stored as proposals."""

import pytest

from instruments import catalogue
from tests.vignettes.factories import make_case_folder
from vignettes import actions
from vignettes.evidence import evidence
from vignettes.linter import lint

ITEMS = [item.id for item in catalogue.tool("acute-2007").items]


def proposal(scores=None, told=ITEMS, eligible="yes", tool="acute-2007", rationale=ITEMS):
    """What is appended to the model case's sheet; every score is told by the span of his birth."""
    scores = dict.fromkeys(ITEMS, 1) if scores is None else scores
    lines = [f"[proposal.{tool}]", f'eligible = "{eligible}"', f"[proposal.{tool}.scores]"]
    lines += [f"{item} = {score}" for item, score in scores.items()]
    for item in rationale:
        lines += [f"[proposal.{tool}.rationale.{item}]", 'en = "The log says so."']
        lines += ['fr = "Le registre le dit."']
    paths = ", ".join(f'"proposal/{tool}/{item}"' for item in told)
    return "\n".join(lines), paths


def folder_with(parent, **changes):
    words, paths = proposal(**changes)
    tied = f's-born = ["person/born", {paths}]'
    folder = make_case_folder(parent, gold=('s-born = ["person/born"]', tied))
    sheet = folder / "gold.toml"
    sheet.write_text(f"{sheet.read_text()}\n{words}\n")
    return folder


def test_a_whole_proposal_lints_clean(tmp_path):
    assert lint(folder_with(tmp_path)) == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"scores": dict.fromkeys(ITEMS, 1) | {"i3": 7}}, "i3 is 7; the sheet has 0, 1, 2, 3"),
        ({"scores": dict.fromkeys(ITEMS[1:], 1), "told": ITEMS[1:]}, "i1 has no score"),
        ({"told": ITEMS[1:]}, "No sentence tells the fact proposal/acute-2007/i1"),
        ({"rationale": ITEMS[1:]}, "i1 has no rationale"),
        ({"eligible": "no"}, "eligible is no; the facts give yes"),
        ({"tool": "cport"}, "proposals are made for"),
    ],
)
def test_a_proposal_that_does_not_hold_is_refused(tmp_path, changes, message):
    assert any(message in str(finding) for finding in lint(folder_with(tmp_path, **changes)))


def test_item_2_of_stable_is_what_the_facts_give(tmp_path):
    items = [item.id for item in catalogue.tool("stable-2007").items]
    scores = dict.fromkeys(items, 2)
    folder = folder_with(tmp_path, scores=scores, told=items, rationale=items, tool="stable-2007")

    assert ["i2 is 2; the facts give 1" in str(finding) for finding in lint(folder)] == [True]


@pytest.mark.django_db
def test_a_proposal_is_stored_as_one_with_its_sentence_and_rationale(tmp_path):
    version = actions.load_vignette(folder=folder_with(tmp_path)).version

    gold = version.gold_codings.get(tool="acute-2007")

    assert gold.provenance == "author_proposal"
    assert gold.scores == dict.fromkeys(ITEMS, 1)
    assert gold.rulings["i4"]["rationale"]["fr"] == "Le registre le dit."
    told = evidence(version, "en", gold.rulings["i4"]["because"])
    assert [span.span_id for span in told] == ["s-born"]
    assert not version.gold_codings.filter(tool="stable-2007").exists()
