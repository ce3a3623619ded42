"""What the page's script does, in real Chromium: saving, without a connection, in two tabs."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from training.models import Coding, DraftRating

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

YES = "input[name=eligibility-value][value=yes]"


@pytest.fixture
def path(assignment):
    return reverse("training:score", args=[assignment.pk])


def sign_in(page, live_server, person):
    client = Client()
    client.force_login(person.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page.set_default_timeout(10_000)


@pytest.fixture
def scoring(page, live_server, asha, path):
    sign_in(page, live_server, asha)
    page.goto(live_server.url + path)
    page.check(YES)
    expect(page.locator("[data-saved-state]")).to_contain_text("Saved")
    return page


def saved(page):
    return page.locator("[data-saved-state]")


def test_digits_score_the_open_item_and_save_by_themselves(scoring):
    scoring.keyboard.press("-")
    scoring.keyboard.press("1")
    scoring.keyboard.press("n")
    scoring.keyboard.press("0")

    expect(scoring.locator("[data-counter]")).to_have_text("2 of 10 coded")
    expect(saved(scoring)).to_contain_text("Saved")
    assert dict(DraftRating.objects.values_list("item", "score")) == {"i1": -1, "i2": 0}


def test_single_keys_can_be_switched_off(scoring, asha):
    scoring.click("[data-help]")
    with scoring.expect_response("**/single-keys/"):
        scoring.locator("[data-single-keys]").uncheck()
    scoring.keyboard.press("Escape")
    scoring.keyboard.press("1")

    expect(scoring.locator("[data-counter]")).to_have_text("0 of 10 coded")
    asha.user.refresh_from_db()
    assert not asha.user.single_key_shortcuts


def test_answers_without_a_connection_are_kept_and_sent_later(scoring, context):
    context.set_offline(True)
    scoring.keyboard.press("1")
    expect(saved(scoring)).to_contain_text("no connection; kept on this device")
    scoring.click("button[value=submit]")
    expect(saved(scoring)).to_contain_text("Not handed in")
    assert not DraftRating.objects.exists()

    context.set_offline(False)
    expect(saved(scoring)).to_contain_text("Saved", timeout=15_000)
    assert DraftRating.objects.get().score == 1


def test_answers_kept_on_the_device_come_back_after_a_reload(scoring, context):
    context.route("**/autosave/", lambda route: route.abort())
    scoring.keyboard.press("1")
    expect(saved(scoring)).to_contain_text("kept on this device")
    context.unroute("**/autosave/")
    scoring.on("dialog", lambda dialog: dialog.accept())
    scoring.reload()

    expect(saved(scoring)).to_contain_text("Saved")
    expect(scoring.locator("[data-counter]")).to_have_text("1 of 10 coded")
    assert DraftRating.objects.get().score == 1


def test_a_second_tab_only_shows_the_case_until_it_takes_over(scoring, context, live_server, path):
    second = context.new_page()
    second.goto(live_server.url + path)
    expect(second.locator("[data-other-tab]")).to_be_visible()
    expect(second.locator(YES)).to_be_disabled()

    second.click("[data-take-over]")

    expect(scoring.locator("[data-other-tab]")).to_be_visible()
    expect(second.locator("[data-other-tab]")).to_be_hidden()
    expect(second.locator(YES)).to_be_enabled()


def test_two_devices_see_both_answers_and_choose(scoring, browser, live_server, asha, path):
    other = browser.new_context().new_page()
    sign_in(other, live_server, asha)
    other.goto(live_server.url + path)
    with other.expect_response("**/autosave/"):
        other.check("input[name=i1-value][value='0']")
    scoring.check("input[name=i1-value][value='1']")
    conflict = scoring.locator("[data-question=i1] [data-trouble]")
    expect(conflict).to_contain_text("There: 0 (35 to 39.9 years). Here: 1 (18 to 34.9 years)")

    with scoring.expect_response("**/autosave/"):
        conflict.get_by_role("button", name="Keep the answer given here").click()
    expect(conflict).to_be_hidden()

    row = DraftRating.objects.get()
    assert (row.score, row.revision) == (1, 2)
    other.context.close()


def test_a_double_click_hands_in_once(scoring, gold):
    for item, score in gold.scores.items():
        part = scoring.locator(f"details[data-question={item}]")
        if part.get_attribute("open") is None:
            part.locator("summary").click()
        part.locator(f"input[type=radio][value='{score}']").check()
    scoring.locator("button[value=submit]").dblclick()
    scoring.wait_for_url("**/feedback/")

    expect(scoring.locator("main")).to_contain_text("10 of 10 items match the gold coding.")
    assert Coding.objects.count() == 1


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_the_bar_leads_to_the_end_of_the_sheet(scoring, width):
    scoring.set_viewport_size({"width": width, "height": 780})
    scoring.locator("[data-show-pane=sheet]").click()
    link = scoring.locator(".sticky-bar a[href='#review']")

    expect(link).to_be_in_viewport(ratio=1)
    expect(scoring.locator("[data-next]")).to_be_in_viewport(ratio=1)
    expect(scoring.locator("[data-previous]")).to_be_hidden()
    link.click()
    expect(scoring.locator("#review h2")).to_be_in_viewport()
    page = "document.documentElement"
    assert scoring.evaluate(f"{page}.scrollWidth <= {page}.clientWidth")


def test_the_back_button_returns_to_a_sheet_that_still_saves(scoring, live_server):
    with scoring.expect_response("**/autosave/"):
        scoring.check("input[name=i1-value][value='1']")
    expect(saved(scoring)).to_contain_text("Saved")
    scoring.goto(live_server.url + reverse("vignettes:rules", args=["static-99r"]))
    scoring.go_back()

    expect(scoring.locator("input[name=i1-value][value='1']")).to_be_checked()
    scoring.locator("details[data-question=i1]:not([open]) > summary").click()
    with scoring.expect_response("**/autosave/") as reply:
        scoring.check("input[name=i1-value][value='0']")
    assert reply.value.status == 200
    assert DraftRating.objects.get().score == 0
