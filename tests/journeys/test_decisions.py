"""A policy is set by its curve; an exam is decided, appealed against and answered."""

import pytest
from playwright.sync_api import expect

from agencies.models import Role
from reliability.models import Appeal, Decision, Policy
from tests.factories import make_person
from tests.journeys.conftest import NARROW, sign_in
from tests.reliability.deciding import OFTEN_WRONG, decided
from tests.training.exam_bank import enrol

pytestmark = pytest.mark.browser
FRENCH_PHONE = {"viewport": NARROW, "locale": "fr-CA", "color_scheme": "dark"}


@pytest.fixture
def uma(north, transactional_db):
    return make_person("Uma", north, Role.AGENCY_ADMIN)


def test_a_coordinator_changes_a_policy_by_its_curve(open_page, look, asha, tom, console):
    programme = enrol(asha).programme
    page = open_page()
    sign_in(page, tom)
    page.get_by_role("link", name="Decisions").click()
    page.get_by_role("link", name="Policies").click()
    look(page, "60-policies")
    page.get_by_role("link", name="Look at it or change it").click()
    before = page.locator("polyline").first.get_attribute("points")
    look(page, "61-policy")

    acceptable = page.locator("#id_items_acceptable")
    acceptable.fill("95")
    acceptable.blur()

    first = page.locator("polyline").first
    expect(first).not_to_have_attribute("points", before)
    assert not Policy.objects.exists()
    acceptable.fill("70")
    acceptable.blur()
    expect(page.locator("#curve")).to_contain_text("expected the unacceptable one to be lower")
    acceptable.fill("92")
    page.get_by_role("button", name="Save the policy").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    assert Policy.objects.get(programme=programme).rules["items"]["acceptable"] == 0.92

    phone = open_page(**FRENCH_PHONE)
    sign_in(phone, tom)
    phone.goto(page.url)
    look(phone, "62-policy-french-phone")
    assert console == [] or all("422" in line for line in console)


def test_not_yet_is_confirmed_appealed_and_answered(open_page, look, asha, tom, uma, console):
    decided(asha, OFTEN_WRONG)
    at_tom, at_asha, at_uma = open_page(), open_page(**FRENCH_PHONE), open_page()
    for page, person in ((at_tom, tom), (at_asha, asha), (at_uma, uma)):
        sign_in(page, person)

    at_tom.get_by_role("link", name="Decisions").click()
    look(at_tom, "63-decisions")
    at_tom.get_by_role("button", name="Look at it").click()
    look(at_tom, "64-decision-coordinator")
    at_tom.get_by_label("Reason").first.fill("The policy was applied as it stands.")
    at_tom.get_by_role("button", name="Confirm the decision").click()
    expect(at_tom.get_by_role("status")).to_contain_text("Confirmed.")

    standing = Decision.objects.get(followed_by=None)
    at_asha.goto(f"/reliability/decisions/{standing.pk}/")
    look(at_asha, "65-decision-french-phone")
    at_asha.get_by_text("Je conteste cette décision").click()
    at_asha.get_by_label("Ce que vous contestez").fill("Le temps a été coupé deux fois.")
    at_asha.get_by_role("button", name="Envoyer l'appel").click()
    expect(at_asha.get_by_role("status")).to_contain_text("Votre appel est consigné.")
    look(at_asha, "66-appeal-french-phone")

    at_uma.goto("/reliability/decisions/")
    at_uma.get_by_role("button", name="Read and answer").click()
    look(at_uma, "67-appeal-to-answer")
    at_uma.get_by_label("Passed").first.check()
    at_uma.get_by_label("Answer to the assessor").fill("The record of the server agrees with you.")
    at_uma.get_by_role("button", name="Answer the appeal").click()
    expect(at_uma.get_by_role("status")).to_contain_text("Answered.")
    look(at_uma, "68-appeal-answered")

    at_asha.goto(f"/reliability/decisions/{Decision.objects.latest('pk').pk}/")
    look(at_asha, "69-passed-french-phone")
    assert Appeal.objects.get().answered_by == uma.membership
    assert console == []
