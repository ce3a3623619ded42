"""An author brings a case in, breaks and mends it; a second person reads and publishes it."""

import re

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from agencies.models import Role
from tests.factories import make_person
from tests.journeys.conftest import NARROW, sign_in
from tests.vignettes.draft_factories import model_content
from vignettes import archive
from vignettes.drafting.content import sources
from vignettes.models import CaseDraft, VignetteVersion

pytestmark = pytest.mark.browser

TO_MEND = "#check-count"


@pytest.fixture
def eli(north):
    """Another coordinator in North."""
    return make_person("Eli", north, Role.COORDINATOR)


@pytest.fixture
def packed(tmp_path):
    """The model case as a zip on the author's disk."""
    file = tmp_path / "case.zip"
    file.write_bytes(archive.written("maple-crossing", sources(model_content())))
    return file


def select_words(page, area, words):
    """Select words of a text as one does with the mouse or the keyboard."""
    page.locator(area).evaluate(
        """(area, words) => {
            const start = area.value.indexOf(words);
            area.focus();
            area.setSelectionRange(start, start + words.length);
        }""",
        words,
    )


def bring_in(page, look, packed):
    page.get_by_role("link", name="Library").click()
    page.get_by_role("link", name="Cases being written").click()
    look(page, "41-drafts")
    page.get_by_role("button", name="Write a case").click()
    page.get_by_label("Zip of the four files").set_input_files(packed)
    page.get_by_label("New code").fill("oak-lantern")
    page.get_by_label("I attest that this case is fictional").check()
    look(page, "42-new-case")
    page.get_by_role("button", name="Bring it in as a draft").click()
    expect(page.locator(TO_MEND)).to_have_text("Nothing to mend")


def change_the_facts(page, look):
    """The scores follow what is typed; a record is added and removed without losing anything."""
    page.locator("#f-victims-v1 > summary").click()
    expect(page.locator("#computed-static-99r .score").first).to_contain_text("2")
    page.locator("#f-victims-v1-relation").select_option("stranger")
    page.locator("#f-victims-v1-knew_24h").select_option("neither")
    expect(page.locator("#computed-static-99r .score").first).to_contain_text("3")
    expect(page.locator(TO_MEND)).to_contain_text("to mend")
    page.get_by_role("button", name="Add a victim").click()
    expect(page.locator("#f-victims-v2-age")).to_be_visible()
    expect(page.locator("#f-victims-v1-relation")).to_have_value("stranger")
    look(page, "43-facts")
    page.locator("#f-victims-v2 button", has_text="Remove").click()
    expect(page.locator("#f-victims-v2")).to_have_count(0)
    page.locator("#f-victims-v1-relation").select_option("partner_child")
    page.locator("#f-victims-v1-knew_24h").select_option("both")
    expect(page.locator(TO_MEND)).to_have_text("Nothing to mend")


def break_and_mend_the_text(page, look):
    page.get_by_role("button", name="Text", exact=True).click()
    page.wait_for_url(re.compile("/text/"))
    english = page.locator("#text_en")
    right = english.input_value()
    english.fill(
        right.replace("[man]{#s-sex}", "man").replace("He drinks little", "He says “little”")
    )
    expect(page.locator("#check")).to_contain_text("quotation mark")
    expect(page.locator("#check")).to_contain_text("s-sex is not in case.en.md")
    look(page, "44-text-with-findings")
    page.locator("#check a", has_text="case.en.md, line").first.click()
    assert english.evaluate("area => area.value.slice(area.selectionStart).startsWith('“little')")

    english.fill(right.replace("[man]{#s-sex}", "man"))
    select_words(page, "#text_en", "man")
    page.locator("#mark-en").select_option(label="s-sex")
    page.locator("[data-mark=en]").click()
    expect(english).to_have_value(right)
    expect(page.locator(TO_MEND)).to_have_text("Nothing to mend")


def test_an_author_writes_and_a_second_person_publishes(
    open_page, look, transactional_db, tom, eli, packed, console
):
    page = open_page()
    sign_in(page, tom)
    bring_in(page, look, packed)
    change_the_facts(page, look)
    break_and_mend_the_text(page, look)
    page.get_by_role("button", name="Own scores").click()
    page.wait_for_url(re.compile("/scores/"))
    look(page, "45-own-scores")
    page.get_by_role("button", name="Review", exact=True).click()
    page.wait_for_url(re.compile("/publish/"))
    look(page, "46-hand-over")
    page.get_by_role("button", name="Ask for a second reader").click()
    expect(page.locator("main")).to_contain_text("waits for a second reader")

    other = open_page(viewport=NARROW, locale="fr-CA", color_scheme="dark")
    sign_in(other, eli)
    other.goto("/vignettes/drafts/")
    look(other, "47-fr-drafts-narrow")
    other.get_by_role("link", name="Passage des Érables").click()
    look(other, "48-fr-review-narrow")
    other.get_by_label("J'ai lu le cas en entier").check()
    other.get_by_role("button", name="Publier").click()
    expect(other.locator("main")).to_contain_text("Le cas est dans la bibliothèque")
    other.get_by_role("link", name="Bibliothèque", exact=True).click()
    expect(other.locator("table")).to_contain_text("oak-lantern")
    with scopes_disabled():
        draft = CaseDraft.objects.get()
    assert draft.published == VignetteVersion.objects.get()
    assert console == []


def test_what_is_typed_is_not_lost_on_the_way_out(open_page, look, transactional_db, tom, console):
    from tests.vignettes.draft_factories import make_draft

    draft = make_draft(tom)
    page = open_page(viewport=NARROW)
    sign_in(page, tom)
    for name in ("facts", "text", "scores"):
        page.goto(f"/vignettes/drafts/{draft.pk}/{name}/")
        look(page, f"49-{name}-narrow")
    page.goto(f"/vignettes/drafts/{draft.pk}/facts/")
    page.locator("#title-en").fill("Oak Lantern")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.get_by_role("link", name="Cases being written").click(no_wait_after=True)
    page.wait_for_timeout(500)

    assert asked == ["beforeunload"]
    expect(page.locator("#title-en")).to_have_value("Oak Lantern")
    assert console == []
