"""From sign-in to feedback, and what the coordinator then sees."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import choose, sign_in
from tests.training.factories import assign, gold_of, hand_in
from training.models import Coding

pytestmark = pytest.mark.browser


def test_an_assessor_is_told_the_rule_and_the_sentence(
    open_page, look, asha, ben, tom, case, console
):
    page = open_page()
    sign_in(page, asha)
    look(page, "01-my-cases")

    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("This case file is fictional")).to_be_visible()
    look(page, "02-notice")
    page.get_by_role("button", name="Open the file").click()
    expect(page.get_by_text("May Static-99R be used on this case?").first).to_be_visible()
    look(page, "03-first-question")

    choose(page, "eligibility", "yes")
    misread = {**gold_of(case.version).scores, "i8": 1, "i9": 1}
    for item, score in misread.items():
        choose(page, item, score)
    expect(page.locator("[data-saved-state]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    expect(page.locator("[data-counter]")).to_have_text("10 of 10 coded")
    look(page, "04-scoring")

    page.reload()
    expect(page.locator("input[name='i9-value'][value='1']")).to_be_checked()

    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_text("8 of 10 items match the gold coding.")).to_be_visible()
    item_9 = page.locator("#feedback-i9, [id$='i9']").first
    expect(item_9).to_contain_text("Children seen only in images are not strangers")
    expect(item_9).to_contain_text("What the file says")
    look(page, "05-feedback")

    evidence = item_9.locator(".evidence-list a").first
    lit = evidence.get_attribute("href")
    evidence.click()
    expect(page.locator(lit)).to_be_in_viewport()
    item_9.get_by_role("link", name="Children seen only in images are not strangers").click()
    look(page, "06-rule")
    assert Coding.objects.get().scores == misread

    hand_in(ben, assign(ben, case.version), gold_of(case.version).scores)
    look_at_the_group(open_page(), look, tom)
    assert console == []


def look_at_the_group(page, look, tom) -> None:
    """The coordinator finds both assessors, and makes a study of how well they agree."""
    sign_in(page, tom)
    expect(page.get_by_role("row", name=re.compile("Asha"))).to_contain_text("8 of 10")
    expect(page.get_by_role("row", name=re.compile("Ben"))).to_contain_text("10 of 10")
    look(page, "07-cohort")
    page.get_by_role("link", name="Agreement").click()
    page.get_by_role("button", name="New study").click()
    page.get_by_role("button", name="Take codings made here").click()
    page.get_by_label("Tool").select_option("static-99r")
    page.get_by_label("Title").fill("The first case")
    page.get_by_role("button", name="Make the study").click()
    page.wait_for_url("**/reports/1/")
    expect(page.get_by_role("heading", name="The first case")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("Any stranger victim"))).to_be_visible()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("390-dark", {"viewport": {"width": 390, "height": 800}, "color_scheme": "dark"}),
        ("dark", {"color_scheme": "dark"}),
        ("zoom-200", {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}),
    ],
)
def test_the_pages_fit_other_screens(open_page, look, asha, case, console, name, options):
    page = open_page(**options)
    sign_in(page, asha)
    page.goto(f"/training/cases/{case.pk}/notice/")
    page.get_by_role("button", name="Open the file").click()
    page.wait_for_url(re.compile(r"cases/\d+/$"))
    look(page, f"21-scoring-{name}")

    hand_in(asha, case, {**gold_of(case.version).scores, "i9": 1, "i8": 1})
    page.goto(f"/training/cases/{case.pk}/feedback/")
    look(page, f"22-feedback-{name}")
    assert console == []
