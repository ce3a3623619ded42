"""Nothing saved is lost: broken connections, two tabs, impatient fingers, no JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import choose, open_item, sign_in
from tests.training.factories import assign, gold_of, make_exam
from training.models import Coding, Draft, DraftRating

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(case):
    """The case, its notice read, so that its address opens the scoring page."""
    case.notice_seen_at = case.assigned_at
    case.save()
    return case


def address(assignment) -> str:
    return f"/training/cases/{assignment.pk}/"


def test_answers_given_without_a_connection_are_sent_when_it_is_back(open_page, asha, opened):
    page = open_page()
    sign_in(page, asha)
    page.goto(address(opened))
    choose(page, "eligibility", "yes")

    page.context.set_offline(True)
    page.locator("input[name='i1-value'][value='-3']").check()
    expect(page.locator("[data-saved-state]")).to_contain_text("Not saved yet")
    open_item(page, "i9")
    page.locator("input[name='i9-value'][value='1']").check()
    assert not DraftRating.objects.exists()

    page.context.set_offline(False)
    expect(page.locator("[data-saved-state]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    scores = dict(DraftRating.objects.values_list("item", "score"))
    assert scores == {"i1": -3, "i9": 1}


def test_an_answer_quicker_than_the_script_is_saved_when_it_has_loaded(open_page, asha, opened):
    page = open_page()
    sign_in(page, asha)
    waiting = []
    page.route(re.compile(r"/scoring(\.\w+)?\.js"), lambda route: waiting.append(route))
    page.goto(address(opened), wait_until="commit")
    page.locator("input[name='eligibility-value'][value='yes']").check()

    waiting[0].continue_()

    expect(page.locator("[data-saved-state]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert Draft.objects.get(assignment=opened).eligibility == "yes"


def test_an_answer_kept_on_the_device_survives_a_closed_tab(open_page, asha, opened):
    page = open_page()
    sign_in(page, asha)
    page.goto(address(opened))
    choose(page, "eligibility", "yes")
    page.context.set_offline(True)
    open_item(page, "i9")
    page.locator("input[name='i9-value'][value='1']").check()
    expect(page.locator("[data-saved-state]")).to_contain_text("Not saved yet")
    context = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)

    again = context.new_page()
    again.goto(address(opened))

    expect(again.locator("input[name='i9-value'][value='1']")).to_be_checked()
    expect(again.locator("[data-saved-state]")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    assert DraftRating.objects.get(item="i9").score == 1


def test_a_second_tab_is_for_reading_until_one_works_there(open_page, asha, opened):
    first = open_page()
    sign_in(first, asha)
    first.goto(address(opened))
    choose(first, "eligibility", "yes")
    second = first.context.new_page()
    second.goto(address(opened))

    expect(second.get_by_text("This case is open in another tab")).to_be_visible()
    expect(second.locator("input[name='i1-value']").first).to_be_disabled()

    second.get_by_role("button", name="Work here instead").click()
    choose(second, "i1", 0)
    expect(first.get_by_text("This case is open in another tab")).to_be_visible()


def test_another_device_with_another_answer_shows_both(open_page, asha, opened):
    office, home = open_page(), open_page()
    for page in (office, home):
        sign_in(page, asha)
        page.goto(address(opened))
    choose(office, "eligibility", "yes")
    home.reload()
    choose(office, "i1", 1)

    open_item(home, "i1")
    home.locator("input[name='i1-value'][value='-3']").check()

    trouble = home.locator("#item-i1 [data-trouble]")
    expect(trouble).to_be_visible()
    assert DraftRating.objects.get(item="i1").score == 1
    trouble.get_by_role("button").first.click()
    expect(trouble).to_be_hidden()


def test_a_double_click_hands_in_once(open_page, asha, opened):
    page = open_page()
    sign_in(page, asha)
    page.goto(address(opened))
    choose(page, "eligibility", "no")

    page.get_by_role("button", name="Hand in", exact=True).dblclick()
    page.wait_for_url(re.compile("feedback"))

    assert Coding.objects.count() == 1


def test_handing_in_too_early_names_what_is_missing(open_page, look, asha, opened):
    page = open_page()
    sign_in(page, asha)
    page.goto(address(opened))
    choose(page, "eligibility", "yes")
    choose(page, "i1", -3)

    page.get_by_role("button", name="Hand in", exact=True).click()

    expect(page.get_by_role("alert").first).to_contain_text("Ever lived with a lover")
    look(page, "31-too-early")
    expect(page.locator("input[name='i1-value'][value='-3']")).to_be_checked()
    assert not Coding.objects.exists()


def test_a_whole_case_by_keyboard(open_page, asha, opened):
    page = open_page()
    sign_in(page, asha)
    page.goto(address(opened))
    page.locator("input[name='eligibility-value']").first.focus()
    with page.expect_response(lambda response: "/autosave/" in response.url):
        page.keyboard.press("Space")
    scores = gold_of(opened.version).scores
    for item, score in scores.items():
        if page.locator(f"#item-{item}:not([open]) > summary").count():
            page.locator(f"#item-{item} > summary").focus()
            page.keyboard.press("Enter")
        page.locator(f"input[name='{item}-value'][value='{score}']").focus()
        with page.expect_response(lambda response: "/autosave/" in response.url):
            page.keyboard.press("Space")
    page.get_by_role("button", name="Hand in", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("feedback"))

    assert Coding.objects.get().scores == scores


def test_the_case_can_be_scored_without_javascript(open_page, asha, opened):
    page = open_page(java_script_enabled=False)
    sign_in(page, asha)
    page.goto(address(opened))
    page.locator("input[name='eligibility-value'][value='yes']").check()
    page.get_by_role("button", name="Save", exact=True).first.click()
    scores = gold_of(opened.version).scores
    for item, score in scores.items():
        page.locator(f"input[name='{item}-value'][value='{score}']").check()
    page.get_by_role("button", name="Hand in", exact=True).click()

    expect(page.get_by_text("10 of 10 items match the gold coding.")).to_be_visible()
    assert Coding.objects.get().scores == scores


def test_an_exam_gives_a_receipt_and_nothing_more(open_page, look, asha, opened, north):
    from tests.vignettes.factories import make_version

    exam = assign(asha, make_version("winter-ledger"), exam=make_exam(north))
    page = open_page()
    sign_in(page, asha)
    page.goto(address(exam))
    expect(page.locator("[data-timer]")).to_be_visible()
    choose(page, "eligibility", "yes")
    for item, score in gold_of(exam.version).scores.items():
        choose(page, item, score)
    look(page, "32-exam")
    page.get_by_role("button", name="Hand in", exact=True).click()
    page.wait_for_url(re.compile("receipt"))
    look(page, "33-receipt")

    page.goto(f"/training/cases/{exam.pk}/feedback/")

    assert "receipt" in page.url
    assert "gold" not in page.locator("main").inner_text().lower()
    assert Draft.objects.filter(assignment=exam).exists()
