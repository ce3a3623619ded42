"""Drift: a coordinator finds what changed, helps, looks again and closes; gold is put right.

The agency under monitoring of the demonstration: three people who drift, one wrong gold score.
"""

import re

import pytest
from django.contrib.auth.hashers import make_password
from django.utils.timezone import now
from playwright.sync_api import expect

from agencies.models import Agency, Membership
from config.demo import watched
from config.demo.playing import facts_of, hand_in
from config.demo.west import build_west
from instruments import catalogue, simulation
from reliability.models import Alert, Remedy
from reliability.tasks import monitor_one
from tests.factories import PASSWORD, Person
from tests.journeys.conftest import NARROW, choose, open_item, sign_in
from tests.journeys.test_panel import publish
from training.models import Assignment
from vignettes.actions import load_library
from vignettes.models import GoldCoding

pytestmark = pytest.mark.browser
PEOPLE = "#alerts + ul.rows li"


@pytest.fixture
def west(transactional_db, settings, tmp_path):
    """Everybody of the agency by name, with the password of the tests."""
    settings.BADGE_KEYS_FILE = tmp_path / "badge-keys.json"
    load_library()
    build_west(make_password(PASSWORD))
    members = Membership.objects.filter(agency__slug=watched.SLUG).select_related("user", "agency")
    return {one.user.name: Person(one.user, one) for one in members}


def test_four_alerts_are_found_remedied_rechecked_and_closed(open_page, look, west, console):
    greta, jules = open_page(), open_page()
    sign_in(greta, west["Greta"])
    sign_in(jules, west[watched.MISREADS])

    the_four_are_on_the_morning_page(greta, look)
    the_same_in_french(greta, look)
    rule_and_evidence_are_shown(greta, look)
    give_cases(greta, "Read the rule again; these three cases turn on it.")
    practise_in_the_browser(jules, look)
    give_the_recheck(greta, look, watched.MISREADS)
    recheck_in_the_browser(jules)
    close(greta, look, watched.MISREADS, "Read right again on cases not seen before.")
    for name in (watched.FALLS, watched.LEANS):
        open_alert(greta, name)
        about_no_rule(greta)
        give_cases(greta, "Three cases, then we look at them together.")
        score_what_waits(west[name])
        give_the_recheck(greta, None, name)
        score_what_waits(west[name])
        close(greta, None, name, "Back at the level of the certificate.")
    gold = put_the_gold_right(greta, open_page(), look, west)

    assert not Alert.objects.filter(closed_at=None).exists()
    assert gold.scores[watched.WRONG_ITEM] == as_the_rules_say(gold)
    overnight()
    assert Alert.objects.count() == 4
    greta.goto("/morning/")
    expect(greta.locator("#needs")).to_be_visible()
    expect(greta.locator("#alerts")).to_have_count(0)
    assert [line for line in console if "Failed to load resource" not in line] == []


def overnight():
    """What the worker does every night."""
    monitor_one.func(Agency.objects.get(slug=watched.SLUG).pk)


def the_four_are_on_the_morning_page(page, look):
    page.goto("/morning/")
    rows = page.locator(PEOPLE)
    expect(rows).to_have_count(4)
    for name in watched.DRIFTING:
        expect(rows.filter(has_text=name)).to_have_count(1)
    gold = Alert.objects.get(kind=Alert.Kind.GOLD)
    expect(rows.filter(has_text=gold.version.vignette.code)).to_contain_text("Check the gold")
    look(page, "91-morning")


def the_same_in_french(page, look):
    """The key pages, on a phone."""
    alert = Alert.objects.get(kind=Alert.Kind.RULE)
    page.set_viewport_size(NARROW)
    page.get_by_role("button", name="Français").click()
    charts = f"/monitoring/people/{alert.enrolment_id}/{alert.tool}/"
    pages = {"morning": "/morning/", "alert": f"/monitoring/alerts/{alert.pk}/", "person": charts}
    for shot, url in pages.items():
        page.goto(url)
        expect(page.locator("html")).to_have_attribute("lang", re.compile("fr"))
        look(page, f"92-{shot}-390-fr")
    page.get_by_role("button", name="English").click()
    page.set_viewport_size({"width": 1280, "height": 900})


def open_alert(page, name):
    page.goto("/monitoring/alerts/")
    row = page.locator("main tr, main li").filter(has_text=name)
    row.get_by_role("link").or_(row.get_by_role("button")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def rule_and_evidence_are_shown(page, look):
    open_alert(page, watched.MISREADS)
    rule = catalogue.tool("static-99r").rule(watched.MISREAD)
    expect(page.get_by_role("link", name=rule.title.en).first).to_be_visible()
    alert = Alert.objects.get(kind=Alert.Kind.RULE)
    shown = page.locator("section:has(#evidence) tbody tr")
    expect(shown).to_have_count(len(alert.evidence["cases"]))
    expect(shown.first.get_by_role("link")).to_be_visible()
    look(page, "93-alert")


def about_no_rule(page):
    """No rule explains it: various cases, then, rather than those of rules that might."""
    for rule in page.locator("input[name='remedy-rules']").all():
        rule.uncheck()


def give_cases(page, note):
    page.locator("input[name='remedy-kind'][value='cases']").check()
    page.get_by_label("A word to the assessor").fill(note)
    page.get_by_role("button", name="Assign this remedy").click()
    expect(page.get_by_text("Assigned. The assessor finds it on the start page.")).to_be_visible()


def practise_in_the_browser(page, look):
    """Three cases, one after another, each followed by its feedback."""
    for number in range(3):
        page.goto("/training/")
        expect(page.get_by_text(f"{number} of 3 cases done")).to_be_visible()
        if not number:
            look(page, "94-remedy-of-the-assessor")
        page.get_by_role("button", name="Score the next case").click()
        score(page)
        page.wait_for_url(re.compile("feedback"))
    page.goto("/training/")
    expect(page.get_by_text("All done, thank you.")).to_be_visible()


def recheck_in_the_browser(page):
    """The first recheck case is met like any other; the two others are handed in alike."""
    (first, *_) = waiting(Remedy.objects.get(alert__kind=Alert.Kind.RULE))
    page.goto(f"/training/cases/{first.pk}/")
    score(page)
    score_what_waits(Person(first.assessor.user, first.assessor))


def score(page):
    """The case that is open, as the rules have it."""
    page.get_by_role("button", name="Open the file").click()
    number = re.search(r"/cases/(\d+)/", page.url)[1]
    right = by_the_rules(Assignment.objects.get(pk=number))
    if right.eligible != "yes":
        choose(page, "eligibility", right.eligible)
    else:
        *answers, last = [("eligibility", "yes"), *right.items.items()]
        for question, value in answers:
            open_item(page, question)
            page.locator(f"input[name='{question}-value'][value='{value}']").check()
        choose(page, *last)
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.wait_for_url(re.compile("feedback|receipt"))


def by_the_rules(assignment):
    return simulation.simulate(
        assignment.tool, facts_of(assignment.version), frozenset(), 0.0, "by the rules"
    )


def waiting(remedy):
    given = Assignment.objects.filter(remedy_case__remedy=remedy, codings=None)
    return list(given.select_related("version", "draft", "assessor__user").order_by("position"))


def score_what_waits(person):
    """Every case of this person's remedies, as the rules have it, then a night."""
    for remedy in Remedy.objects.filter(alert__enrolment__assessor=person.membership):
        for assignment in waiting(remedy):
            hand_in(assignment, by_the_rules(assignment), now())


def give_the_recheck(page, look, name):
    overnight()
    page.goto("/morning/")
    expect(page.locator("#remedies + ul.rows li").filter(has_text=name)).to_contain_text(
        "done; ready to recheck"
    )
    open_alert(page, name)
    if look:
        look(page, "95-alert-remedy-done")
    page.get_by_role("button", name="Recheck with cases not yet seen").click()
    expect(page.get_by_text("that show whether it helped")).to_be_visible()


def close(page, look, name, reason):
    overnight()
    open_alert(page, name)
    expect(page.get_by_text("The recheck shows that it helped.")).to_be_visible()
    close_it(page, reason)
    if look:
        look(page, "96-alert-closed")


def close_it(page, reason):
    page.get_by_text("Close it", exact=True).click()
    page.locator("textarea[name='close-note']").fill(reason)
    page.get_by_role("button", name="Close the alert").click()
    expect(page.get_by_text("Closed. What was done stays on record.")).to_be_visible()


def put_the_gold_right(greta, judith, look, west):
    """Other experts code the case anew, the adjudicator decides, and the right score is back."""
    alert = Alert.objects.get(kind=Alert.Kind.GOLD)
    case = alert.version.vignette.code
    open_alert(greta, case)
    look(greta, "97-alert-gold")
    greta.get_by_text("Hand it on", exact=True).click()
    greta.locator("textarea[name='escalate-note']").fill("To a panel who do not know the case.")
    greta.get_by_role("button", name="Hand the alert on").click()
    greta.get_by_role("link", name="Open the case with its right scores").click()
    greta.get_by_role("button", name="Ask experts to code this case").click()
    for name in ("Karl", "Lena"):
        greta.get_by_label(name).check()
    greta.get_by_role("button", name="Ask these experts").click()
    expect(greta.get_by_text("Nobody sees any coding before all have handed in.")).to_be_visible()
    for seat in Assignment.objects.filter(mode="panel").select_related("draft", "assessor__user"):
        hand_in(seat, by_the_rules(seat), now())
    sign_in(judith, west["Judith"])
    judith.goto("/queue/")
    judith.get_by_role("button", name="Decide").click()
    judith.get_by_role("button", name="Keep this decision").click()
    expect(judith.get_by_text("Your decision is kept. It is not in force yet.")).to_be_visible()
    publish(greta, look, "Coded anew: the panel before had overlooked what the file says.")
    overnight()
    open_alert(greta, case)
    close_it(greta, "The gold was wrong, the assessors were right. Corrected by a new panel.")
    return GoldCoding.objects.filter(agency=alert.agency).order_by("revision").last()


def as_the_rules_say(gold):
    right = simulation.simulate(gold.tool, facts_of(gold.version), frozenset(), 0.0, "by the rules")
    return right.items[watched.WRONG_ITEM]
