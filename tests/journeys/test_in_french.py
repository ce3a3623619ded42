"""The first case again, read and scored in French (Canada)."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import choose, sign_in
from tests.training.factories import gold_of

pytestmark = pytest.mark.browser


def test_the_same_journey_in_french(open_page, look, asha, case, console):
    page = open_page(locale="fr-CA")
    sign_in(page, asha)
    expect(page.locator("html")).to_have_attribute("lang", re.compile("fr"))
    look(page, "11-fr-my-cases")

    page.locator("a.main-action").click()
    look(page, "12-fr-notice")
    page.locator("button.main-action").click()
    choose(page, "eligibility", "yes")
    for item, score in gold_of(case.version).scores.items():
        choose(page, item, score)
    look(page, "13-fr-scoring")
    page.locator("button.main-action").click()
    page.wait_for_url(re.compile("feedback"))
    for english in ("items match", "matches gold", "What the file says", "Hand in", "May "):
        expect(page.locator("body")).not_to_contain_text(english)
    look(page, "14-fr-feedback")
    assert console == []
