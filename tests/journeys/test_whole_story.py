"""The whole way of docs/assessor.md, once in each language: from signing in to a verified badge."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils.translation import gettext, override
from playwright.sync_api import expect

from reliability.models import Credential
from reliability.tasks import decide_exams
from tests.journeys.conftest import choose, open_item, sign_in
from tests.training.exam_bank import enrol, place_in
from tests.training.factories import gold_of
from tests.vignettes.factories import make_version
from training.models import Assignment, Side
from training.reading.content import page as reading_page

pytestmark = pytest.mark.browser

PRACTISED = "maple-crossing"
EXAMINED = (
    "amber-station",
    "cedar-drawer",
    "cobalt-mill",
    "copper-lantern",
    "cotton-gate",
    "flint-tower",
    "glass-thicket",
    "granite-field",
    "heron-bridge",
    "quiet-ferry",  # the tool must not be used on it
)
LANGUAGES = {"en": "en-CA", "fr-ca": "fr-CA"}


@pytest.fixture(params=LANGUAGES)
def language(request, live_server, tmp_path):
    """Pages and the labels that the test looks for in one language; links to this server."""
    addresses = override_settings(
        BASE_URL=live_server.url, BADGE_KEYS="", BADGE_KEYS_FILE=tmp_path / "keys.json"
    )
    with addresses, override(request.param):
        yield request.param


@pytest.fixture
def enrolled(transactional_db, asha):
    """Asha in a programme of one practice case and an exam of ten, all from the library."""
    asha.user.language = ""
    asha.user.save()
    place_in(asha.agency, make_version(PRACTISED).vignette, side=Side.PRACTICE)
    place_in(asha.agency, *(make_version(code).vignette for code in EXAMINED))
    return enrol(asha, practice_cases=1, needs_reading=True)


def button(page, label):
    """A button, or a link that looks like one, by its label in the language of the test."""
    return page.get_by_role("button", name=gettext(label)).first


def test_from_the_first_page_to_a_badge_that_verifies(
    open_page, look, console, asha, tom, enrolled, language, tmp_path, live_server
):
    own = open_page(locale=LANGUAGES[language])
    sign_in(own, asha)
    expect(own.locator("html")).to_have_attribute("lang", re.compile(language[:2]))
    read(own)
    practise(own)
    look(own, f"story-1-feedback-{language}")
    sit_exam(own)
    look(own, f"story-2-receipt-{language}")
    decide_exams.func()  # as the worker does within a minute

    desk = open_page(locale=LANGUAGES[language])
    sign_in(desk, tom)
    confirm_and_issue(desk)
    look(desk, f"story-3-issued-{language}")

    credential = Credential.objects.get()
    assert credential.language == language
    take_along(own, language, credential, tmp_path)
    look(own, f"story-4-mine-{language}")
    stranger = open_page(locale=LANGUAGES[language])
    verify_by_code(stranger, credential)
    look(stranger, f"story-5-verified-{language}")
    (tmp_path / "keys-saved.json").write_text(stranger.request.get("/verify/keys.json").text())
    told = StringIO()
    call_command(
        "verify_badge", tmp_path / "badge.jwt", keys=tmp_path / "keys-saved.json", stdout=told
    )
    assert "The signature holds." in told.getvalue()
    assert "Holder: Asha" in told.getvalue()
    assert console == []


def read(page):
    """The reading pages, and the check at their end."""
    button(page, "Read the next page").click()
    for _ in range(4):
        button(page, "I have read this page").click()
    button(page, "On to the check").click()
    for one in reading_page("statements").statements:
        page.locator(f"input[name='{one.id}'][value='{one.verdict}']").check()
    button(page, "Check my answers").click()
    expect(page.get_by_text(gettext("All right: this page is passed."))).to_be_visible()
    button(page, "On to practice").click()


def practise(page):
    """One practice case, right in everything; its feedback leads on to the exam."""
    button(page, "Practise the next case").click()
    button(page, "Open the file").click()
    score(page)
    page.wait_for_url(re.compile("feedback"))
    button(page, "Read about the exam").click()
    page.go_back()


def sit_exam(page):
    button(page, "Read about the exam").click()
    button(page, "Begin the exam").click()
    for _ in EXAMINED:
        page.locator("a.main-action").click()
        button(page, "Open the file").click()
        score(page)
        page.wait_for_url(re.compile("receipt"))
        page.locator("a.main-action").click()
    expect(page).to_have_url(re.compile(r"/exams/\d+/receipt/"))


def score(page):
    """The case that is open, as its gold has it."""
    number = re.search(r"/cases/(\d+)/", page.url)[1]
    gold = gold_of(Assignment.objects.get(pk=number).version)
    *answers, last = [("eligibility", gold.eligibility), *gold.scores.items()]
    for question, value in answers:
        open_item(page, question)
        page.locator(f"input[name='{question}-value'][value='{value}']").check()
    choose(page, *last)
    page.get_by_role("button", name=gettext("Hand in"), exact=True).click()


def confirm_and_issue(page):
    page.get_by_role("link", name=gettext("Decisions")).click()
    button(page, "Look at it").click()
    page.get_by_label(gettext("Reason")).first.fill("The policy was applied as it stands.")
    button(page, "Confirm the decision").click()
    expect(page.get_by_role("status")).to_be_visible()
    button(page, "Issue the certificate").click()
    expect(page.get_by_role("status")).to_contain_text(gettext("The certificate was issued."))


def take_along(page, language, credential, folder):
    """The paper in the language of the reader, and the badge as a token."""
    page.goto("/training/")
    page.get_by_role("link", name=gettext("My certificates")).first.click()
    in_words = gettext("PDF, in French") if language == "fr-ca" else gettext("PDF, in English")
    with page.expect_download() as paper:
        page.get_by_role("link", name=in_words).click()
    content = paper.value.path().read_bytes()
    assert content.startswith(b"%PDF")
    assert f"/verify/{credential.code}/".encode() in content
    assert re.search(rb"/Lang ?\(" + language[:2].encode(), content)
    with page.expect_download() as badge:
        page.get_by_role("link", name=gettext("Badge as a signed token (Open Badges 3.0)")).click()
    badge.value.save_as(folder / "badge.jwt")


def verify_by_code(page, credential):
    """A stranger with the paper and no camera."""
    page.goto("/verify/")
    page.get_by_label(gettext("Code on the certificate")).fill(credential.code)
    button(page, "Look it up").click()
    expect(page.locator("main")).to_contain_text("Asha")
    expect(page.locator("main")).to_contain_text(gettext("Valid"))
