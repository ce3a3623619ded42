"""What the check says is said in French too."""

import ast
import json
import re
from string import Formatter

import pytest

from instruments.facts import FactsError, contradictions, read_facts
from tests.test_repository import ROOT
from tests.vignettes.draft_factories import model_content
from vignettes.drafting import speaking
from vignettes.drafting.checking import remarks
from vignettes.drafting.content import Content
from vignettes.drafting.speaking import french, in_language
from vignettes.findings import Finding
from vignettes.linter import prose

SOURCES = [
    *(ROOT / "vignettes" / "linter").glob("*.py"),
    ROOT / "vignettes" / "archive.py",
    ROOT / "instruments" / "facts" / "contradictions.py",
]
SENTENCE = re.compile(r"^[\[{A-Z].*[ .].*\.$", re.DOTALL)


def example(node):
    """A string of the source with something in each of its places; None for no plain string."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(p.value if isinstance(p, ast.Constant) else "x1" for p in node.values)
    return None


def sentences():
    """Every sentence that the check can say, as it stands in the source."""
    for source in SOURCES:
        tree = ast.parse(source.read_text(encoding="utf-8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        parts = {id(p) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for p in n.values}
        for node in ast.walk(tree):
            words = example(node)
            if words and id(node) not in docs | parts and SENTENCE.match(words):
                yield source.name, words


ASKED_ELSEWHERE = {"short.py"}
"""What people type beside a case is answered through the messages of the pages."""
SPELLED_OUT = {
    "Found x1.": [f"Found {what}." for _, what in prose.MARKUP],
    "In document x1 the x1 differ: only in English x1; only in French x1.": [
        f"In document 1 the {what} differ: only in English 1; only in French none."
        for what in ("days", "numbers")
    ],
}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (source, each)
        for source, words in sentences()
        for each in SPELLED_OUT.get(words, [words])
        if source not in ASKED_ELSEWHERE
    ],
)
def test_every_sentence_of_the_check_is_said_in_french(source, words):
    assert french("sentence", words) or french("mend", words), f"{source}: {words}"


def test_what_was_found_stands_in_the_french_sentence():
    finding = Finding("case.en.md", 3, 1, "parity", "The span s-a occurs 2 times.", "Unknown.")

    assert in_language(finding, "fr").message == "La marque s-a paraît 2 fois."
    assert in_language(finding, "fr").mend == "Unknown."
    assert in_language(finding, "en") is finding


def test_french_sentences_fill_the_places_they_are_given():
    for pairs in speaking._sentences().values():
        for pattern, told in pairs:
            places = {name for _, name, _, _ in Formatter().parse(told) if name}
            assert places <= set(pattern.groupindex), told


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("person", "born"), "soon"),
        (("person", "born"), "2031-01-01"),
        (("person", "sex"), "none"),
        (("victims", 0, "age"), 900),
        (("victims", 0, "family_role_years"), "long"),
        (("occasions", 5, "offences", 0, "convictions"), 9),
        (("occasions", 5, "offences", 0, "victims"), ["v7"]),
        (("occasions", 5, "same_matter_as"), "o9"),
        (("cohabitations", 0, "end"), "2001-01-01"),
        (("occasions", 5, "offences", 0, "title"), None),
    ],
)
def test_what_is_wrong_with_the_facts_is_said_in_french(path, value):
    content = model_content()
    facts = json.loads(json.dumps(content.facts))
    here = facts
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    if value is None:
        del here[path[-1]]

    found = remarks("oak-lantern", Content(content.sheet, facts, "", ""), "fr")

    told = [each.finding.message for each in found if each.finding.file == "facts.json"]
    assert told
    assert not [words for words in told if re.search(r"\b(found|expected)\b", words)]


def test_examples_of_the_facts_are_real():
    assert contradictions(read_facts(json.dumps(model_content().facts), "facts.json")) == ()
    with pytest.raises(FactsError):
        read_facts("{}", "facts.json")
