"""A panel from two blind codings to gold, and a contested score to a correction."""

import re

import pytest
from playwright.sync_api import expect

from agencies.models import Role
from tests.factories import make_person
from tests.journeys.conftest import NARROW, choose, sign_in
from tests.training.factories import assign, gold_of, hand_in
from tests.training.panels import coded_panel, make_experts, make_panel
from tests.vignettes.factories import make_version
from training.models import Contest
from vignettes.models import Adjudication, GoldCoding, Panel

pytestmark = pytest.mark.browser
CASE = "heron-bridge"


@pytest.fixture
def version(transactional_db):
    return make_version(CASE)


@pytest.fixture
def right(version):
    return gold_of(version).scores


@pytest.fixture
def experts(north, transactional_db):
    return make_experts(north, "Zelda", "Quill")


@pytest.fixture
def ida(north, transactional_db):
    return make_person("Ida", north, Role.ADJUDICATOR)


def test_two_blind_codings_become_gold_and_a_contest_corrects_it(
    open_page, look, tom, ida, asha, experts, version, right, console
):
    hand_in(asha, assign(asha, version), {**right, "i9": 1})
    at_tom, at_ida, at_asha = open_page(), open_page(), open_page()
    at_experts = [open_page(), open_page()]
    for page, person in [
        (at_tom, tom),
        (at_ida, ida),
        (at_asha, asha),
        *zip(at_experts, experts, strict=True),
    ]:
        sign_in(page, person)

    ask_experts(at_tom, look, version)
    code_blind(at_experts[0], look, version, right)
    code_blind(at_experts[1], None, version, {**right, "i8": 1})
    decide(at_ida, look, "i8", "0", "An expert misread a rule")
    publish(at_ida, look, "The first panel on this case.")

    contest(at_asha, look)
    ask_again(at_tom, look, version)
    for page in at_experts:
        code_blind(page, None, version, {**right, "i9": 1})
    decide(at_ida, None, "i9", "1", "The rule leaves it open")
    publish(at_tom, look, "The rule leaves it open whether he had met them.")
    answer(at_tom, look)
    read_the_answer(at_asha, look)

    assert [gold.scores["i9"] for gold in GoldCoding.objects.filter(agency=tom.agency)] == [0, 1]
    assert without_refusals(console) == []


def without_refusals(console):
    """The browser reports a refused page or form too: those are what these stories are about."""
    return [line for line in console if "Failed to load resource" not in line]


def ask_experts(page, look, version) -> None:
    page.get_by_role("link", name="Library").click()
    page.get_by_role("link", name=version.title).click()
    page.get_by_role("button", name="Ask experts to code this case").click()
    for name in ("Zelda", "Quill"):
        page.get_by_label(name).check()
    look(page, "71-panel-open")
    page.get_by_role("button", name="Ask these experts").click()
    expect(page.get_by_text("Nobody sees any coding before all have handed in.")).to_be_visible()
    look(page, "72-panel-waits")


def code_blind(page, look, version, scores) -> None:
    """An expert finds the library shut, codes the case, and gets a receipt."""
    page.goto(f"/vignettes/{CASE}/")
    expect(page.get_by_text("You sit on a panel for this case.")).to_be_visible()
    page.goto("/training/")
    expect(page.get_by_role("heading", name="For a panel")).to_be_visible()
    if look:
        look(page, "73-expert-start")
    page.get_by_role("button", name=f"Start {version.title}").click()
    page.get_by_role("button", name="Open the file").click()
    choose(page, "eligibility", "yes")
    for item, score in scores.items():
        choose(page, item, score)
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_text("Your answers are kept for the panel")).to_be_visible()
    if look:
        look(page, "74-expert-receipt")


def decide(page, look, item, score, reason) -> None:
    page.goto("/queue/")
    if look:
        look(page, "75-queue-adjudicator")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Expert A").first).to_be_visible()
    expect(page.get_by_text("Zelda")).to_have_count(0)
    question = page.locator(f"#question-{item}")
    question.locator(f"input[name='{item}-decided'][value='{score}']").check()
    question.get_by_label(reason).check()
    grounds = question.get_by_label("Grounds of the decision")
    grounds.fill('The record says "met".')
    page.get_by_role("button", name="Keep this decision").click()
    expect(question.get_by_text("Found the quotation mark")).to_be_visible()
    if look:
        look(page, "76-decide-refused")
    grounds.fill("The record tells a meeting before the offence, and the rule counts it.")
    page.get_by_role("button", name="Keep this decision").click()
    expect(page.get_by_text("Your decision is kept. It is not in force yet.")).to_be_visible()
    if look:
        look(page, "77-decision")


def publish(page, look, because) -> None:
    decision = Adjudication.objects.first()
    page.goto(f"/queue/panels/{decision.panel_id}/")
    page.get_by_role("button", name="Look at the consequences").click()
    look(page, f"78-consequences-{decision.panel_id}")
    page.get_by_label("Reason, shown to assessors").fill(because)
    page.get_by_label("I have looked at the consequences above").check()
    page.get_by_role("button", name="Publish the panel's decision").click()
    page.goto(f"/queue/panels/{decision.panel_id}/")
    expect(page.get_by_text("This decision is in force.")).to_be_visible()


def contest(page, look) -> None:
    page.goto("/training/")
    page.get_by_role("link", name="Read the feedback").first.click()
    page.locator("#item-i9").get_by_role("link", name="Contest this score").click()
    page.get_by_label("Why this score should be looked at again").fill(
        "Document 2 leaves open whether he had met them, so I gave 1."
    )
    look(page, "79-contest")
    page.get_by_role("button", name="Contest this score").click()
    expect(page.locator("#item-i9").get_by_text("waits for an answer")).to_be_visible()
    page.goto("/training/")
    expect(page.get_by_role("heading", name="Scores you contested")).to_be_visible()


def ask_again(page, look, version) -> None:
    page.goto("/queue/")
    look(page, "80-queue-coordinator")
    page.get_by_role("button", name="Answer").click()
    look(page, "81-contest-to-answer")
    page.get_by_role("link", name="Ask experts to code the case again first").click()
    for name in ("Zelda", "Quill"):
        page.get_by_label(name).check()
    page.get_by_role("button", name="Ask these experts").click()
    expect(page.get_by_text("An assessor contested: 9.")).to_be_visible()


def answer(page, look) -> None:
    page.goto("/queue/")
    expect(page.get_by_text("the panel has decided: answer now")).to_be_visible()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_label("The gold score was changed")).to_be_checked()
    page.get_by_label("Explanation for the assessor").fill("The panel found the rule open.")
    look(page, "82-contest-answer")
    page.get_by_role("button", name="Answer the contest").click()
    expect(page.get_by_text("The answer is on record")).to_be_visible()


def read_the_answer(page, look) -> None:
    page.goto("/training/")
    expect(page.get_by_text("The gold score was changed")).to_be_visible()
    look(page, "83-start-answered")
    page.get_by_role("link", name="Read the feedback").first.click()
    expect(page.get_by_text(re.compile("The right scores were changed on"))).to_be_visible()
    expect(page.get_by_text("10 of 10 items match the gold coding.")).to_be_visible()
    look(page, "84-feedback-changed")


@pytest.mark.parametrize(
    ("name", "options"),
    [("390-dark", {"viewport": NARROW, "color_scheme": "dark"}), ("390-fr", {"viewport": NARROW})],
)
def test_the_pages_of_panels_fit_a_phone(
    open_page, look, tom, ida, asha, experts, version, right, console, name, options
):
    coding = hand_in(asha, assign(asha, version), {**right, "i9": 1})
    Contest.objects.create(
        agency=asha.agency, coding=coding, gold=gold_of(version), item="i9", reason="It is open."
    )
    ready = coded_panel(tom, version, experts, right, {**right, "i8": 1})
    make_panel(tom, make_version("maple-crossing"), experts)
    visits = [
        (experts[0], {"start": "/training/", "library": "/vignettes/"}),
        (tom, {"open": f"/queue/panels/open/{make_version('granite-field').pk}/"}),
        (tom, {"queue": "/queue/", "contest": f"/queue/contests/{Contest.objects.get().pk}/"}),
        (tom, {"panel": f"/queue/panels/{Panel.objects.first().pk}/"}),
        (ida, {"decide": f"/queue/panels/{ready.pk}/decide/"}),
        (asha, {"contest-form": f"/training/cases/{coding.assignment_id}/contest/i8/"}),
    ]

    for person, pages in visits:
        page = open_page(**options)
        sign_in(page, person)
        french = page.get_by_role("button", name="Français")
        if name.endswith("fr") and french.count():
            french.click()
        for shot, url in pages.items():
            page.goto(url)
            look(page, f"85-{shot}-{name}")
    assert console == []
