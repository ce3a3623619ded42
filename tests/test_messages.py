"""Every message that a page can show has a French text, compiled and complete."""

import ast
import gettext
import re

import pytest
from django.utils.translation.template import templatize

from tests.test_repository import ROOT, tracked

PO = ROOT / "locale" / "fr_CA" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
TEMPLATE_CALLS = re.compile(
    r"""\bn?gettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""",
)
PLACES = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def unquoted(block, keyword):
    match = re.search(rf'^{keyword} ((?:"(?:[^"\\]|\\.)*"\s*)+)', block, re.MULTILINE)
    return "".join(ast.literal_eval(part) for part in match[1].splitlines()) if match else None


@pytest.fixture(scope="module")
def french():
    """msgid -> French texts (two where there is a plural), read from the source of the messages."""
    entries = {}
    for block in PO.read_text(encoding="utf-8").split("\n\n")[1:]:
        block = "\n".join(line for line in block.splitlines() if not line.startswith("#~"))
        if not block.strip() or (msgid := unquoted(block, "msgid")) is None:
            continue
        assert "#, fuzzy" not in block, f"a doubtful translation: {msgid!r}"
        plural = [unquoted(block, rf"msgstr\[{n}\]") for n in (0, 1)]
        entries[msgid] = plural if plural[0] is not None else [unquoted(block, "msgstr")]
    return entries


def messages_in(tree):
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in CALLS:
            texts = [word.value for word in node.args if isinstance(word, ast.Constant)]
            yield from texts[1:2] if node.func.id.startswith("pgettext") else texts[:1]


def shown():
    """Every message in the Python files and the templates of the product."""
    for file in tracked("*.py"):
        if not {"tests", "bench", "migrations"} & set(file.parts):
            for text in messages_in(ast.parse(file.read_text(encoding="utf-8"))):
                yield text, file
    for file in tracked("templates/*.html"):
        python = templatize(file.read_text(encoding="utf-8"))
        for call in re.finditer(
            r"\b(?:gettext|ngettext)\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", python
        ):
            yield ast.literal_eval(call[1]), file


def test_every_message_has_a_french_text(french):
    missing = {
        f"{file.relative_to(ROOT)}: {text}"
        for text, file in shown()
        if isinstance(text, str) and not all(french.get(text) or [None])
    }

    assert missing == set()


def test_french_texts_fill_the_same_places(french):
    for msgid, texts in french.items():
        allowed = {match[0] for match in PLACES.finditer(msgid)}
        for text in texts:
            wrong = {match[0] for match in PLACES.finditer(text or "")} - allowed
            assert wrong == set() or len(texts) == 2, f"{msgid!r}: {wrong}"


@pytest.mark.parametrize(
    ("form", "meant"),
    [
        (r"(?m)(?<=[^\s:]) :(?=\s|$)", "no-break space before the colon"),
        (r"(?i)\binstruments?\b", "the tool is called outil"),
    ],
)
def test_french_texts_keep_to_one_form(french, form, meant):
    wrong = [text for texts in french.values() for text in texts if re.search(form, text or "")]

    assert wrong == [], meant


def test_messages_are_compiled(french):
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    stale = [
        msgid
        for msgid, texts in french.items()
        if compiled.gettext(msgid) != texts[0] and compiled.ngettext(msgid, "", 1) != texts[0]
    ]
    assert stale == []
