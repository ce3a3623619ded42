import pytest
from django.urls import reverse

from tests.training.factories import answers_from, assign, form_of, hand_in, make_exam, save
from training.models import Assignment, Coding, DraftRating


def url(assignment, name="score"):
    return reverse(f"training:{name}", args=[assignment.pk])


@pytest.fixture
def filled(assignment, gold):
    return form_of(gold.scores, assignment)


def test_score_shows_the_case_and_the_items(as_asha, assignment):
    response = as_asha.get(url(assignment))

    assert response.status_code == 200
    assert "Maple Crossing" in response.text
    assert "May Static-99R be used on this case?" in response.text
    assert "Insufficient information" in response.text
    assert "0 of 10 coded" in response.text


def test_score_sends_first_to_the_notice(as_asha, asha, version):
    assignment = assign(asha, version, seen=False)

    assert as_asha.get(url(assignment)).headers["Location"] == url(assignment, "notice")
    as_asha.post(url(assignment, "notice"))
    assert as_asha.get(url(assignment)).status_code == 200


def test_score_keeps_the_items_closed_until_the_first_answer_is_saved(as_asha, assignment):
    before = as_asha.get(url(assignment)).text
    key = str(assignment.draft.submission_key)
    first = {"submission_key": key, "eligibility-value": "yes", "eligibility-revision": "0"}
    after = as_asha.post(url(assignment), first, follow=True).text

    assert "data-items hidden disabled" in before
    assert "data-items hidden disabled" not in after


def test_score_hands_in_a_whole_form_and_leads_to_the_feedback(as_asha, assignment, filled):
    response = as_asha.post(url(assignment), filled, follow=True)

    assert response.redirect_chain[-1][0] == url(assignment, "feedback")
    assert "10 of 10 items match the gold coding." in response.text


def test_score_sent_twice_gives_one_coding_and_the_same_page(as_asha, assignment, filled):
    first = as_asha.post(url(assignment), filled)
    second = as_asha.post(url(assignment), filled)

    assert first.headers["Location"] == second.headers["Location"]
    assert Coding.objects.count() == 1


def test_score_names_what_is_missing_and_loses_nothing(as_asha, assignment, filled):
    del filled["i3-value"], filled["i7-value"]

    response = as_asha.post(url(assignment), filled)

    assert response.status_code == 422
    assert "Not handed in yet: answers are missing" in response.text
    assert 'href="#item-i3"' in response.text
    assert "8 of 10 coded" in response.text
    assert DraftRating.objects.count() == 8


def test_score_shows_both_values_when_another_page_saved_meanwhile(as_asha, assignment, gold):
    save(assignment, answers_from({**gold.scores, "i1": 1}))
    older = form_of(gold.scores | {"i1": -1}, assignment)

    response = as_asha.post(url(assignment), older)

    assert response.status_code == 409
    assert "There: 1 (18 to 34.9 years). Here: \N{MINUS SIGN}1 (40 to 59.9 years)" in response.text
    assert not Coding.objects.exists()
    assert DraftRating.objects.get(item="i1").score == 1


def test_score_sent_again_after_a_conflict_keeps_the_chosen_value(as_asha, assignment, gold):
    save(assignment, answers_from({**gold.scores, "i1": 1}))
    fields = form_of(gold.scores | {"i1": -1}, assignment, action="save")
    page = as_asha.post(url(assignment), fields).text

    assert 'name="i1-revision" value="1"' in page
    as_asha.post(url(assignment), fields | {"i1-revision": "1"})

    assert DraftRating.objects.get(item="i1").score == -1


def test_score_refuses_a_value_not_permitted_and_saves_the_rest(as_asha, assignment, filled):
    response = as_asha.post(url(assignment), filled | {"i1-value": "7"})

    assert response.status_code == 422
    assert (
        "found “7”, expected one of 1, 0, \u22121, \u22123, Insufficient information"
        in response.text
    )
    assert DraftRating.objects.count() == 9


def test_score_refuses_a_form_with_the_key_of_another_case(as_asha, assignment, filled):
    for key in ("", "no-key", "5b0b9b7e-3a53-4b8e-9d67-0a1f4a6f3b11"):
        response = as_asha.post(url(assignment), filled | {"submission_key": key})

        assert response.status_code == 409
        assert "belongs to another case" in response.text
    assert not Coding.objects.exists()


def test_score_takes_no_items_where_the_tool_is_not_used(as_asha, assignment):
    fields = form_of({}, assignment, eligibility="no")

    response = as_asha.post(url(assignment), fields, follow=True)

    assert response.status_code == 200
    assert Coding.objects.get().eligibility == "no"


def test_score_pauses_with_everything_saved(as_asha, assignment, filled):
    response = as_asha.post(url(assignment), filled | {"action": "pause"}, follow=True)

    assert "paused, 10 items saved" in response.text
    assert Assignment.objects.get().paused_at is not None


def test_score_after_the_exam_closed_says_so(as_asha, asha, version, gold):
    assignment = assign(asha, version, exam=make_exam(asha.agency, opens_in=-9, closes_in=-1))

    for response in (
        as_asha.get(url(assignment)),
        as_asha.post(url(assignment), form_of(gold.scores, assignment)),
    ):
        assert response.status_code == 409
        assert "The exam closed on" in response.text


def test_score_shows_the_time_by_the_servers_clock(as_asha, asha, version):
    exam = make_exam(asha.agency)
    assignment = assign(asha, version, exam=exam)

    page = as_asha.get(url(assignment)).text

    assert f'data-closes="{int(exam.closes_at.timestamp() * 1000)}"' in page


def test_score_speaks_french_and_shows_the_french_case(as_asha, asha, assignment):
    asha.user.language = "fr-ca"
    asha.user.save()

    page = as_asha.get(url(assignment)).text

    assert '<html lang="fr-ca"' in page
    assert assignment.version.title_fr in page.replace("&#x27;", "'")
    assert 'lang="fr-CA"' in page
    assert "Âge à la mise en liberté" in page


def test_score_takes_the_same_queries_however_much_is_saved(
    as_asha, assignment, gold, django_assert_max_num_queries
):
    with django_assert_max_num_queries(100) as empty:
        as_asha.get(url(assignment))
    save(assignment, answers_from(gold.scores))
    with django_assert_max_num_queries(len(empty)):
        as_asha.get(url(assignment))


@pytest.mark.parametrize("name", ["score", "notice", "decline", "feedback", "receipt"])
def test_pages_of_a_case_are_hidden_from_other_agencies_and_assessors(
    client, cara, ben, asha, assignment, gold, name
):
    hand_in(asha, assignment, gold.scores)
    for outsider in (cara, ben):
        client.force_login(outsider.user)

        assert client.get(url(assignment, name)).status_code == 404


@pytest.mark.parametrize("name", ["score", "notice", "decline", "feedback", "receipt"])
def test_pages_of_a_case_send_the_signed_out_to_the_door(client, assignment, name):
    response = client.get(url(assignment, name))

    assert response.status_code == 302
    assert response.headers["Location"].startswith(reverse("account_login"))


def test_score_is_not_for_coordinators(as_tom, assignment):
    assert as_tom.get(url(assignment)).status_code == 403


def test_handing_in_what_is_saved_asks_little(
    as_asha, assignment, gold, django_assert_max_num_queries
):
    save(assignment, answers_from(gold.scores))
    as_asha.get(url(assignment))  # the first request of a session notes when it began

    # Fourteen of our own; those of the extras, which are on in tests, come on top
    with django_assert_max_num_queries(18) as asked:
        as_asha.post(url(assignment), form_of(gold.scores, assignment, revision=1))

    assert Coding.objects.filter(assignment=assignment).exists()
    assert not [one for one in asked if "draftrating" in one["sql"] and "SELECT" not in one["sql"]]
