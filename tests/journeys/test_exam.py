"""An exam in a real browser: begun, sat with a wrong device clock, and looked after."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, choose, sign_in
from tests.training.exam_bank import ZEROS, enrol, make_bank, rule_exams
from training.models import Coding, DeviceSighting, Exam

pytestmark = pytest.mark.browser

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def enrolled(transactional_db, asha):
    """Asha may begin an exam of two cases, ten minutes for each."""
    make_bank(asha.agency, 6, unusable=2)
    enrolment = enrol(asha)
    rule_exams(enrolment, cases=2, most_cases=2, minutes_per_case=10)
    return enrolment


def leave(page):
    """The page goes out of sight, as when another window comes before it."""
    with page.expect_response(lambda reply: reply.url.endswith("/left/")):
        page.evaluate(
            """() => {
                const show = (value) => Object.defineProperty(
                    document, "visibilityState", { value, configurable: true }
                );
                show("hidden");
                document.dispatchEvent(new Event("visibilitychange"));
                show("visible");
            }"""
        )


def hand_in_case(page):
    """Score the case that is open, whichever it is."""
    choose(page, "eligibility", "yes")
    for item, score in ZEROS.items():
        choose(page, item, score)
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.wait_for_url(re.compile("receipt"))


def test_an_exam_from_its_start_to_its_receipt(open_page, look, console, asha, tom, enrolled):
    page = open_page()
    page.clock.install(time=LONG_AGO)
    sign_in(page, asha)
    page.get_by_role("button", name="Read about the exam").or_(
        page.get_by_role("link", name="Read about the exam")
    ).click()
    expect(page.get_by_text("10 minutes from opening its file")).to_be_visible()
    look(page, "60-exam-start")
    page.get_by_role("button", name="Begin the exam").click()
    look(page, "61-exam")
    page.locator("a.main-action").click()
    page.get_by_role("button", name="Open the file").click()
    expect(page.locator("[data-timer]")).to_have_text(re.compile(r"(9|10) minutes left"))
    leave(page)
    hand_in_case(page)
    page.locator("a.main-action").click()
    page.locator("a.main-action").click()
    page.get_by_role("button", name="Open the file").click()
    hand_in_case(page)
    page.locator("a.main-action").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("over")
    look(page, "62-exam-receipt")

    assert Coding.objects.count() == 2
    assert Coding.objects.earliest("pk").submitted_at.year > LONG_AGO.year
    assert sum(DeviceSighting.objects.values_list("times_left", flat=True)) == 1
    coordinator = open_page(viewport=NARROW, color_scheme="dark")
    sign_in(coordinator, tom)
    coordinator.goto(f"/training/exams/{Exam.objects.get().pk}/sitting/")
    expect(coordinator.get_by_text("out of sight 1 time")).to_be_visible()
    look(coordinator, "63-exam-sitting-narrow-dark")
    coordinator.goto(f"/training/exams/rules/{enrolled.programme.pk}/static-99r/")
    look(coordinator, "64-exam-rules-narrow-dark")
    assert console == []


def test_time_that_runs_out_in_the_page_says_so_and_takes_no_more(open_page, asha, enrolled):
    page = open_page()
    sign_in(page, asha)
    page.goto(f"/training/exams/start/{enrolled.pk}/static-99r/")
    page.get_by_role("button", name="Begin the exam").click()
    page.locator("a.main-action").click()
    page.get_by_role("button", name="Open the file").click()
    expect(page.locator("[data-timer]")).to_have_text(re.compile("minutes left"))
    choose(page, "eligibility", "yes")
    choose(page, "i1", 0)
    case = Exam.objects.get().assignments.get(due_at__isnull=False)
    case.due_at = case.notice_seen_at
    case.save()

    page.reload()

    expect(page.get_by_text("by the clock, with what was saved")).to_be_visible()
    assert Coding.objects.get().scores["i1"] == 0
