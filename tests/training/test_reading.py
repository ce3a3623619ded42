"""Reading: pages whole in both languages, the check on statements, and what is passed."""

import pytest
from django.urls import reverse
from django.utils import translation

from agencies.models import AuditEntry
from instruments import catalogue
from tests.training.factories import TOOL
from tests.training.programmes import make_enrolment
from training.models import Reading
from training.reading import content
from training.tables import reading as tables
from vignettes.linter.short import fault

RIGHT = {one.id: one.verdict for one in content.page("statements").statements}


def texts(part):
    """Every text of a page, whatever part it stands in."""
    if isinstance(part, content.Text):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from texts(one)
    elif hasattr(part, "model_fields_set"):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name))


@pytest.mark.parametrize("page_id", content.SHARED)
def test_pages_are_whole_and_rest_on_named_sources(page_id):
    read = content.page(page_id)

    known = content.documents()
    parts = [*read.sections, *read.statements]
    assert {source for part in parts for source in part.sources} <= set(known)
    assert all(one.sources for one in read.statements)
    for section in read.sections:
        if section.table:
            assert {len(row) for row in section.table.rows} == {len(section.table.columns)}
    assert {document.voice for document in known.values()} <= set(content.voices())
    assert all(text.en != text.fr or len(text.en) < 25 for text in texts(read))


@pytest.mark.parametrize("page_id", content.SHARED)
def test_pages_keep_the_content_rules(page_id):
    found = {text.en: fault(text.en) for text in texts(content.page(page_id)) if fault(text.en)}

    assert found == {}


def test_the_check_has_statements_of_every_verdict_and_every_kind_of_source():
    statements = content.page("statements").statements

    assert {one.verdict for one in statements} == {"supported", "contested", "not_shown"}
    assert len(statements) >= 10
    used = {content.documents()[key].voice for one in statements for key in one.sources}
    assert {"research", "professional", "advocacy", "law"} <= used


def test_every_tool_has_its_pages():
    for tool in catalogue.tools():
        first, *rest = content.pages_to_read(tool.id)
        assert content.tool_of(first) == tool.id
        assert tuple(rest) == content.SHARED
    with pytest.raises(KeyError):
        content.tool_of("rules-no-such")


@pytest.mark.parametrize("language", ["en", "fr-ca"])
@pytest.mark.parametrize("page_id", [*content.SHARED, f"rules-{TOOL}"])
def test_every_page_opens_in_both_languages(as_asha, asha, page_id, language):
    make_enrolment(asha)
    with translation.override(language):
        shown = as_asha.get(
            reverse("training:reading_page", args=[page_id]),
            headers={"accept-language": language},
        )

    assert shown.status_code == 200
    assert tables.page_title(page_id)


def test_reading_goes_page_by_page_to_practice(as_asha, asha):
    make_enrolment(asha)
    url = reverse("training:reading_page", args=[f"rules-{TOOL}"])
    assert "I have read this page" in as_asha.get(url).content.decode()

    assert as_asha.post(url).url == reverse("training:reading_page", args=["choice"])

    assert "You have read this page" in as_asha.get(url).content.decode()
    for page in ("choice", "kinds", "figures"):
        after = as_asha.post(reverse("training:reading_page", args=[page]))
    assert after.url == reverse("training:reading_page", args=["statements"])
    assert as_asha.post(after.url).status_code == 200
    assert not Reading.objects.filter(page="statements").exists()
    as_asha.post(url)
    assert AuditEntry.objects.filter(verb="pass_reading").count() == 4


def test_the_check_answers_at_once_and_is_passed_when_all_are_right(as_asha, asha):
    enrolment = make_enrolment(asha)
    url = reverse("training:reading_check")
    wrong = RIGHT | {"will-go-on": "supported"}

    page = as_asha.post(url, wrong).content.decode()

    assert f"{len(RIGHT) - 1} of {len(RIGHT)} answers are right" in page
    assert "2.6 % of men with CSEM offences only" in page
    assert "British follow-up study" in page
    reading = enrolment.readings.get()
    assert (reading.passed_at, reading.answers["will-go-on"]) == (None, "supported")

    page = as_asha.post(url, RIGHT).content.decode()

    assert "All right: this page is passed." in page
    reading.refresh_from_db()
    assert reading.passed_at is not None
    as_asha.post(url, wrong)
    reading.refresh_from_db()
    assert reading.passed_at is not None


def test_an_unfinished_check_is_no_error_but_is_not_passed(as_asha, asha):
    enrolment = make_enrolment(asha)

    reply = as_asha.post(reverse("training:reading_check"), {"will-go-on": "not_shown"})

    assert reply.status_code == 422
    assert f"1 of {len(RIGHT)} answers are right" in reply.content.decode()
    assert enrolment.readings.get().passed_at is None


def test_the_verdict_stands_on_the_page_only_after_the_check(as_asha, asha):
    make_enrolment(asha)
    url = reverse("training:reading_page", args=["statements"])
    assert "In the follow-up few did." not in as_asha.get(url).content.decode()

    as_asha.post(reverse("training:reading_check"), RIGHT)

    assert "In the follow-up few did." in as_asha.get(url).content.decode()


def test_staff_may_read_without_a_programme_and_nothing_is_noted(as_tom):
    assert "about 30 minutes" in as_tom.get(reverse("training:reading")).content.decode()
    as_tom.post(reverse("training:reading_check"), RIGHT)

    assert not Reading.objects.exists()


def test_a_page_that_does_not_exist_is_not_found(as_asha):
    assert as_asha.get(reverse("training:reading_page", args=["no-such"])).status_code == 404
