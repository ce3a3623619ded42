"""From a programme to a practised case: reading, the check, marks, and the page of own rules."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import NARROW, choose, open_item, sign_in
from tests.training.factories import TOOL, gold_of
from tests.vignettes.factories import make_version
from training.models import CodingMark, PoolPlace, Side
from training.reading.content import page as reading_page

pytestmark = pytest.mark.browser


@pytest.fixture
def version(transactional_db, north):
    """The one case that North practises."""
    made = make_version("maple-crossing")
    PoolPlace.objects.create(agency=north, tool=TOOL, vignette=made.vignette, side=Side.PRACTICE)
    return made


def test_a_programme_from_enrolment_to_own_rules(open_page, look, asha, tom, version, console):
    set_up(open_page(), look, tom)
    page = open_page()
    sign_in(page, asha)
    look(page, "programme-01-start")
    read_everything(page, look)

    page.get_by_role("button", name=re.compile("Practise the next case")).click()
    page.get_by_role("button", name="Open the file").click()
    choose(page, "eligibility", "yes")
    mark_by_key(page)
    mark_by_pointer(page, look)
    for item, score in gold_of(version).scores.items():
        choose(page, item, "insufficient" if score is None else score)
    page.get_by_role("button", name="Hand in", exact=True).click()

    expect(page.get_by_text("10 of 10 items match the gold coding.")).to_be_visible()
    assert set(CodingMark.objects.values_list("question", "place")) == {
        ("i1", "d2-p1"),
        ("i2", "d2-p2"),
    }
    expect(page.locator("tr.own-row")).to_have_count(2)
    look(page, "programme-05-feedback")
    page.goto(f"/training/my-rules/{TOOL}/")
    expect(page.get_by_role("heading", name="Strong")).to_be_visible()
    look(page, "programme-06-my-rules")
    in_french_on_a_phone(open_page(viewport=NARROW, color_scheme="dark"), look, asha)
    assert console == []


def set_up(page, look, tom):
    sign_in(page, tom)
    page.goto("/training/programmes/new/")
    page.get_by_label("Title").fill("Static-99R certification")
    page.get_by_label("Static-99R", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Asha").check()
    page.get_by_label("Due on").fill("2030-01-31")
    page.get_by_role("button", name="Enrol", exact=True).click()
    expect(page.get_by_role("table")).to_contain_text("0 of 6")
    look(page, "programme-00-coordinator")


def read_everything(page, look):
    page.get_by_role("button", name=re.compile("Read the next page")).click()
    for _ in range(4):
        page.get_by_role("button", name="I have read this page").click()
    look(page, "programme-02-statements")
    page.get_by_role("button", name="On to the check").click()
    for one in reading_page("statements").statements:
        page.locator(f"input[name='{one.id}'][value='{one.verdict}']").check()
    page.get_by_role("button", name="Check my answers").click()
    expect(page.get_by_text("All right: this page is passed.")).to_be_visible()
    look(page, "programme-03-check")
    page.get_by_role("button", name="On to practice").click()


def mark_by_key(page):
    """`e` begins to choose, arrow keys move, Enter marks; the keyboard is back on the item."""
    open_item(page, "i1")
    page.locator("input[name='i1-value']").first.focus()
    page.keyboard.press("e")
    bar = page.locator("[data-mark-bar]")
    expect(bar).to_be_visible()
    expect(bar.get_by_role("combobox")).to_have_value("i1")
    # Choosing begins at what the screen shows: go to the top, then down to the row.
    while "Person of the file" not in bar.locator("q").inner_text():
        page.keyboard.press("ArrowUp")
    while "1998-05-20" not in bar.locator("q").inner_text():
        page.keyboard.press("ArrowDown")
    with page.expect_response(lambda response: "/mark/" in response.url):
        page.keyboard.press("Enter")
    expect(bar).to_be_hidden()
    expect(page.locator("input[name='i1-value']").first).to_be_focused()
    expect(page.locator("#item-i1 [data-marks]")).to_contain_text("1998-05-20")


def mark_by_pointer(page, look):
    open_item(page, "i2")
    for row in ("d2-p1", "d2-p2"):
        page.locator(f"#{row}").click()
        with page.expect_response(lambda response: "/mark/" in response.url):
            page.get_by_role("button", name="Mark", exact=True).click()
    expect(page.locator("#item-i2 [data-marks] p")).to_have_count(2)
    with page.expect_response(lambda response: "/mark/" in response.url):
        page.locator("#item-i2 [data-take-off]").first.click()
    expect(page.locator("#item-i2 [data-marks] p")).to_have_count(1)
    page.locator("#d2-p1").click()
    look(page, "programme-04-marks")
    page.keyboard.press("Escape")


def in_french_on_a_phone(page, look, asha):
    sign_in(page, asha)
    page.get_by_role("button", name="Français").click()
    for number, address in enumerate(
        ("/training/", "/training/reading/figures/", f"/training/my-rules/{TOOL}/")
    ):
        page.goto(address)
        look(page, f"programme-07-phone-{number}")
    expect(page.get_by_role("heading", name="Mes règles")).to_be_visible()
