"""Words typed beside a case keep the content rules of a case. Stand-in tokens only."""

import hashlib

import pytest

from vignettes.linter import screen
from vignettes.linter.short import fault


@pytest.mark.parametrize(
    "words",
    [
        "The record of 2019-04-02 tells a conviction; the rule counts it.",
        "He hasn't lived with a partner for 2 years, so item 2 is 1.",
        "L'infraction du dossier compte; voir le document 3.",
    ],
)
def test_plain_words_are_taken(words):
    assert fault(words) == ""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('The file says "yes".', 'quotation mark "'),
        ("Le dossier dit «oui».", "quotation mark «"),
        ("See https://example.org for it.", "markup or an address: https:"),
        ("Read <b>this</b>.", "markup or an address"),
        ("An ![image](x).", "markup or an address: !["),
    ],
)
def test_quotations_markup_and_addresses_are_named(words, found):
    assert found in fault(words)


def test_screened_words_are_named(monkeypatch):
    never = frozenset([hashlib.sha256(b"zorple").hexdigest()])
    monkeypatch.setattr(screen, "listed", lambda: {"never": never, "phrase_only": frozenset()})

    assert "The word Zorple is screened" in fault("He was called Zorple there.")
