"""A coordinator and an assessor look at charts, limits and what is hard, wide and narrow."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from agencies.models import Role
from reliability.actions.monitoring.remedying import Offer, assign_remedy
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import Alert, Remedy
from tests.factories import make_person
from tests.journeys.conftest import NARROW, sign_in
from tests.reliability.monitored import THREE_WRONG, check_series, enrolled, make_checks_bank
from tests.training.factories import TOOL
from training.models import Cohort

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(transactional_db, asha, tom, north):
    """Asha reads a rule otherwise since the spring; four others score as before."""
    bank, start = make_checks_bank(14), now() - timedelta(days=200)
    cohort = Cohort.objects.create(agency=north, name="Spring", trainer=tom.membership)
    enrolment = enrolled(asha, cohort=cohort)
    check_series(enrolment, bank, [{}] * 8 + [THREE_WRONG] * 6, start=start)
    for name in ("Dan", "Edith", "Farid", "Gita"):
        other = enrolled(make_person(name, north, Role.ASSESSOR), cohort=cohort)
        check_series(other, bank, [{"i9": 1}, {}, {"i5": 1}], start=start)
    monitor_agency(north)
    alert = Alert.objects.get(enrolment=enrolment)
    offer = Offer(kind=Remedy.Kind.PAGE, due_on=localdate() + timedelta(days=7))
    assign_remedy(alert=alert, offer=offer, by=tom.membership, at=now())
    return enrolment, alert, bank[0]


def test_monitoring_is_read_by_everybody_tried_out_and_worked_off(
    open_page, look, console, watched, asha, tom
):
    """One agency for all three: what is watched takes longest to make."""
    the_pages_can_be_read_by_everybody(open_page, look, watched, tom)
    limits_tell_what_they_do_while_they_are_typed(open_page, tom)
    an_assessor_finds_the_remedy_and_the_own_charts(open_page, look, asha)
    assert console == []


def the_pages_can_be_read_by_everybody(open_page, look, watched, tom):
    enrolment, alert, case = watched
    person = [enrolment.pk, TOOL]
    pages = {
        "morning": reverse("monitoring:morning"),
        "alerts": reverse("monitoring:alerts"),
        "alert": reverse("monitoring:alert", args=[alert.pk]),
        "people": reverse("monitoring:people"),
        "person": reverse("monitoring:person", args=person),
        "supervision": reverse("monitoring:supervision", args=person),
        "hardest": f"{reverse('monitoring:hardest')}?tool={TOOL}",
        "confusion": reverse("monitoring:confusion", args=[TOOL, "i9"]),
        "pairs": f"{reverse('monitoring:pairing')}?tool={TOOL}",
        "plans": reverse("monitoring:plans"),
        "plan": reverse("monitoring:plan", args=[enrolment.programme_id, TOOL]),
        "limits": reverse("monitoring:rules", args=[TOOL]),
        "previews": reverse("monitoring:previews"),
        "preview": reverse("monitoring:preview", args=[case.pk, TOOL]),
    }
    for options in ({}, {"viewport": NARROW, "color_scheme": "dark", "locale": "fr-CA"}):
        page = open_page(**options)
        sign_in(page, tom)
        for name, url in pages.items():
            page.goto(url)
            look(page, f"monitoring-{name}-{'narrow' if options else 'wide'}")


def limits_tell_what_they_do_while_they_are_typed(open_page, tom):
    page = open_page()
    sign_in(page, tom)
    page.goto(reverse("monitoring:rules", args=[TOOL]))
    page.get_by_label("Check cases to a false alert").fill("600")
    page.get_by_label("Check cases to a false alert").blur()

    page.get_by_text("scores 600 check cases on average").wait_for()


def an_assessor_finds_the_remedy_and_the_own_charts(open_page, look, asha):
    page = open_page(viewport=NARROW)
    sign_in(page, asha)
    look(page, "monitoring-home")
    page.get_by_role("link", name="You and gold over time").click()
    look(page, "monitoring-mine")
    page.locator("a:has(circle)").first.click()
    page.wait_for_url("**/feedback/**")
    page.goto("/")
    page.get_by_role("button", name="Read the rule again").click()
    look(page, "monitoring-remedy")
    page.get_by_role("button", name="I have read it").click()
    page.get_by_text("It is on record that you have read it.").wait_for()
