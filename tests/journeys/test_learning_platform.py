"""From a course on another site to one's own cases and back, in a real browser."""

import jwt
import pytest

from agencies.models import Role
from lti import claims
from lti.actions.platforms import Registered, add_platform
from lti.models import Account, Grade
from tests.factories import PASSWORD, make_person
from tests.journeys.conftest import NARROW
from tests.lti import double
from tests.training.exam_bank import SCORES, enrol, make_case
from tests.training.factories import TOOL, assign, hand_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def college(live_server, settings, north):
    """A platform of North's. It is 127.0.0.1 and we are localhost: to the browser, two sites.

    The cookie of a launch is as it is behind HTTPS; browsers take such from localhost too.
    """
    settings.BASE_URL = live_server.url
    settings.BEHIND_HTTPS_PROXY = settings.WEBHOOKS_MAY_BE_LOCAL = True
    boss = make_person("Bo", north, Role.AGENCY_ADMIN)
    with double.running() as platform:
        platform.tool = live_server.url
        add_platform(told=Registered(**platform.registered), by=boss.membership)
        yield platform


def opened(page, college, words):
    """The window that a link of the course opens, once the platform's form was sent."""
    page.goto(f"{college.url}/course")
    with page.expect_popup() as popup:
        page.get_by_role("link", name=words).click()
    window = popup.value
    window.set_default_timeout(30_000)
    window.get_by_role("button", name="Go on").click()
    return window


def sign_in(window, person):
    window.locator("input[name=login]").fill(person.user.email)
    window.locator("input[name=password]").fill(PASSWORD)
    window.locator("main form button").first.click()


def test_learner_comes_from_a_course_and_the_gradebook_learns_of_it(college, asha, open_page, look):
    enrolment = enrol(asha, practice_cases=2)
    college.custom = {claims.AIM: f"practice-{enrolment.programme_id}-{TOOL}"}

    window = opened(open_page(), college, "Practice")
    sign_in(window, asha)
    window.get_by_role("heading", name="Is this you?").wait_for()
    look(window, "platform-1-link")
    window.get_by_role("button", name="Yes, both are me").click()
    window.get_by_role("heading", name="My cases").wait_for()
    assert Account.objects.get().user == asha.user
    assert [score["scoreGiven"] for score in college.scores] == [0]

    window = opened(open_page(viewport=NARROW), college, "Practice")
    window.get_by_role("heading", name="My cases").wait_for()
    window.goto(f"{college.tool}/me/")
    window.get_by_role("heading", name="Sign in here for this page").wait_for()
    look(window, "platform-2-own-sign-in")

    hand_in(asha, assign(asha, make_case(0)), SCORES[0])
    assert [score["scoreGiven"] for score in college.scores] == [0, 1]
    assert Grade.objects.get().sent["scoreGiven"] == 1


def test_coordinator_gives_a_course_its_link(college, tom, asha, open_page, look):
    programme = enrol(asha).programme

    window = opened(open_page(), college, "Add a link")
    sign_in(window, tom)
    window.get_by_label(f"{programme.title}: Exam").check()
    look(window, "platform-3-choice")
    window.get_by_role("button", name="Choose").click()
    window.get_by_role("button", name="Send the choice").click()
    window.get_by_role("heading", name="The course has its link").wait_for()

    told = jwt.decode(college.token_form["JWT"], options={"verify_signature": False})
    (item,) = told["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"]
    assert item["custom"] == {claims.AIM: f"exam-{programme.pk}-{TOOL}"}
