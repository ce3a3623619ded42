"""Two people at one computer, in real Chromium: nothing of the first is left for the second."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django_scopes import scopes_disabled
from playwright.sync_api import expect

from tests.factories import PASSWORD
from tests.training.factories import assign
from tests.vignettes.factories import make_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "() => Object.entries(localStorage).filter(([name]) => name.startsWith('plumbline-answers'))"


@pytest.fixture
def path(transactional_db, asha, ben):
    with scopes_disabled():
        return reverse("training:score", args=[assign(asha, make_version()).pk])


@pytest.fixture
def visitor(page, live_server):
    page.set_default_timeout(60_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(live_server.url)
    return page


def sign_in(page, person):
    page.fill("input[name=login]", person.user.email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button.main-action").click()
    expect(page.locator("[data-sign-out]")).to_be_visible()


def answer_without_connection(page, address):
    """One answer that stays on the device."""
    page.goto(address)
    page.route("**/autosave/", lambda route: route.abort())
    page.check("input[name=eligibility-value][value=yes]")
    expect(page.locator("[data-saved-state]")).to_contain_text("kept on this device")
    assert len(page.evaluate(KEPT)) == 1


def test_after_sign_out_nothing_is_kept_and_going_back_shows_nothing(
    visitor, live_server, asha, path
):
    sign_in(visitor, asha)
    answer_without_connection(visitor, live_server.url + path)

    visitor.locator("[data-sign-out] button").click()
    expect(visitor.locator("input[name=login]")).to_be_visible()

    assert visitor.evaluate(KEPT) == []
    for _ in range(3):
        visitor.go_back()
        expect(visitor.locator("[data-scoring]")).to_have_count(0)
        expect(visitor.locator("body")).not_to_contain_text(asha.user.email)


def test_who_was_signed_out_by_time_finds_the_answer_again_and_another_person_does_not(
    visitor, live_server, asha, ben, path
):
    sign_in(visitor, asha)
    answer_without_connection(visitor, live_server.url + path)
    Session.objects.all().delete()

    visitor.goto(live_server.url)
    expect(visitor.locator("input[name=login]")).to_be_visible()
    assert len(visitor.evaluate(KEPT)) == 1
    sign_in(visitor, asha)
    assert len(visitor.evaluate(KEPT)) == 1
    Session.objects.all().delete()
    visitor.goto(live_server.url)
    sign_in(visitor, ben)

    assert visitor.evaluate(KEPT) == []
