"""A real browser runs nothing that people wrote, and would not if it stood in the page."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from agencies.models import Agency, Membership, Role, User
from tests.attack_input.test_stored_script import PAYLOAD
from tests.factories import make_agency, make_person

pytestmark = [pytest.mark.full, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WATCH = "window.ran = 0; window.boom = () => { window.ran += 1; };"
PAGES = ("/people/", "/me/", "/agency/", "/programs/", "/training/cohort/", "/morning/")


@pytest.fixture
def poisoned():
    """An agency admin in an agency where every name is a script."""
    agency = make_agency("North Agency")
    ada = make_person("Ada", agency, Role.AGENCY_ADMIN)
    make_person("Asha", agency)
    Agency.objects.update(name=PAYLOAD, support_contact=PAYLOAD)
    User.objects.update(name=PAYLOAD[:150])
    Membership.objects.update(cohort=PAYLOAD[:120])
    return ada


@pytest.fixture
def signed_in(page, live_server, poisoned):
    client = Client()
    client.force_login(poisoned.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.add_init_script(WATCH)
    page.refused = []
    page.on("console", lambda told: page.refused.append(told.text))
    return page


def test_a_browser_runs_nothing_that_people_wrote(signed_in, live_server):
    for path in (*PAGES, reverse("agencies:person", args=[User.objects.first().pk])):
        answer = signed_in.goto(live_server.url + path)
        assert answer.status == 200, path
        assert signed_in.evaluate("window.ran") == 0, path
        assert "boom()" in signed_in.inner_text("body"), path
        told = [line for line in signed_in.refused if "Content Security Policy" in line]
        assert told == [], path  # nothing of it came so far that the policy had to stop it


def test_the_policy_stops_what_would_stand_in_the_page(signed_in, live_server):
    """If a page ever forgot to escape: inserted by hand, it does not run either."""
    signed_in.goto(f"{live_server.url}/me/")

    signed_in.evaluate(
        """payload => {
            document.body.insertAdjacentHTML('beforeend', payload);
            const script = document.createElement('script');
            script.textContent = 'boom()';
            document.body.append(script);
            const click = new MouseEvent('click', {bubbles: true, cancelable: true});
            document.querySelectorAll('a[href^="javascript:"]').forEach(
                one => one.dispatchEvent(click));
        }""",
        PAYLOAD,
    )
    signed_in.wait_for_timeout(200)

    assert signed_in.evaluate("window.ran") == 0
    assert re.search("Content Security Policy", " ".join(signed_in.refused))


def test_no_page_of_another_site_shows_ours_in_a_frame(signed_in, live_server):
    signed_in.goto("about:blank")

    signed_in.set_content(f'<iframe src="{live_server.url}/me/"></iframe>')
    signed_in.wait_for_timeout(300)

    assert not any("/me/" in frame.url for frame in signed_in.frames[1:])
