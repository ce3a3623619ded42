"""Every page that can be asked for, as every role, in French: no English text of ours is left."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django_scopes import scopes_disabled

from tests.routes import table
from tests.routes.table import COLUMNS
from tests.routes.world import make_shipped, make_system_admin, make_world
from tests.test_messages import PO, unquoted

pytestmark = [pytest.mark.full, pytest.mark.django_db, pytest.mark.timeout(1800)]

LANGUAGE = "fr-ca"
NOT_OURS = ("admin:",)
"""Django's own administration is in its own French, and names models of packages in English."""
WORDS_OF_BOTH = {"Plumbline", "Version", "Description", "Notes", "Date", "Source", "Close"}
CITED = re.compile(
    r"\bSource\W|doi |Correlates of|ICC\(|public code of|WCAG|Open Badges|Tableau \d"
)
"""Publications, statistics and tools have the names that their authors gave them."""
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]+>", re.DOTALL)
SHOWN_IN = re.compile(r'\b(?:title|alt|aria-label|placeholder|data-[a-z-]+)="([^"]*)"')
ENGLISH = re.compile(
    r"\b(the|and|with|which|your|this|that|these|those|from|has|have|been|was|were|will|would"
    r"|should|what|when|who|whose|each|into|only|here|there|because|nothing|nobody|before|after"
    r"|between|you|they|their|of|is|are|must|may not|cannot|does)\b"
)
FRENCH_LANG = re.compile(r'<(\w+)[^>]*\blang="en[^"]*"[^>]*>.*?</\1>', re.DOTALL)
FORMS = (
    (re.compile(r"\binstruments?\b", re.IGNORECASE), "instrument, where outil is meant"),
    (
        re.compile(
            r"\b(?:January|February|March|April|June|July|August|September|October|November"
            r"|December|Monday|Tuesday|Wednesday|Thursday|Friday)\b"
        ),
        "an English date",
    ),
    (re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])"), "a decimal point"),
)


def english_messages():
    """Every English text that has another French one, long enough not to be a word of both."""
    found = set()
    for block in PO.read_text(encoding="utf-8").split("\n\n")[1:]:
        msgid, msgstr = unquoted(block, "msgid"), unquoted(block, "msgstr")
        if msgid and msgstr and msgid != msgstr and "%" not in msgid and len(msgid) > 3:
            found.add(" ".join(msgid.split()))
    return found - WORDS_OF_BOTH


def texts(page):
    """What a reader of the page is shown: each piece of text, and what attributes say."""
    page = FRENCH_LANG.sub(" ", page)
    pieces = [*TAGS.sub("\n", page).splitlines(), *SHOWN_IN.findall(page)]
    return {html.unescape(piece).strip() for piece in pieces} - {""}


@pytest.fixture
def pages(db, tmp_path):
    """Address -> page, for every row of the table of routes and every role that may see it."""
    changed = {
        "BADGE_KEYS": "",
        "BADGE_KEYS_FILE": tmp_path / "badge-keys.json",
        "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
    }
    with override_settings(**changed):
        with scopes_disabled():
            world = make_world("North", make_shipped(), tmp_path)
            world.people["system_admin"] = make_system_admin()
            for person in world.people.values():
                person.language = LANGUAGE
                person.save()
        yield {(role, row.key): page for role in COLUMNS for row, page in asked_for(world, role)}


def asked_for(world, role):
    client = Client(headers={"Accept-Language": "fr-CA"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = LANGUAGE
    if role != "signed_out":
        client.force_login(world.people[role])
    for row in table.read_rows():
        if row.answers.get("GET", {}).get(role) != "200" or row.route.startswith(NOT_OURS):
            continue
        response = client.get(row.url(world))
        if response.get("Content-Type", "").startswith("text/html"):
            yield row, response.content.decode()


def test_no_page_in_french_shows_english(pages):
    assert len(pages) > 100
    messages = english_messages()
    wrong = set()
    for (_role, key), page in pages.items():
        if 'lang="fr' not in page[:400]:
            wrong.add(f"{key}: the page is not in French")
        for text in texts(page):
            if CITED.search(text):
                continue
            if text in messages:
                wrong.add(f"{key}: {text!r} is a message in English")
            elif len(ENGLISH.findall(text)) >= 2:
                wrong.add(f"{key}: {text[:120]!r} reads as English")
            else:
                wrong |= {
                    f"{key}: {text[:120]!r} has {what}" for form, what in FORMS if form.search(text)
                }
    assert not wrong, "\n".join(sorted(wrong))
