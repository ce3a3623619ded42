from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import AuditEntry
from tests.training.factories import assign, hand_in, make_exam, save
from tests.vignettes.factories import make_version
from training.access import WorkRefusedError
from training.actions import cases
from training.actions.handing_in import close_exam
from training.answers import Answer
from training.models import Assignment
from training.tables.start import Stage, start_page

HOME = "/training/"


def url(name, assignment):
    return reverse(f"training:{name}", args=[assignment.pk])


def stages(person, at=None):
    page = start_page(person.membership, at or now())
    exams = [case for group in page.exams for case in group.cases]
    return [case.stage for case in (*page.practice, *exams)]


def test_home_offers_the_next_case(as_asha, assignment):
    page = as_asha.get(HOME).text

    assert "Start Maple Crossing" in " ".join(page.split())
    assert "not started" in page


def test_home_without_cases_says_where_they_come_from(as_asha):
    assert "No case was given to you yet" in as_asha.get(HOME).text


def test_home_is_for_assessors_and_for_the_signed_in(client, as_tom):
    assert as_tom.get(HOME).status_code == 403
    client.logout()
    assert client.get(HOME).status_code == 302


def test_home_takes_the_same_queries_for_more_cases(
    as_asha, asha, assignment, django_assert_max_num_queries
):
    with django_assert_max_num_queries(100) as few:
        as_asha.get(HOME)
    for code in ("quiet-ferry", "heron-bridge"):
        save(assign(asha, make_version(code)), [Answer("i1", "1")])

    with django_assert_max_num_queries(len(few)):
        as_asha.get(HOME)


def test_stages_of_a_practice_case(asha, assignment, gold):
    assert stages(asha) == [Stage.NEW]
    save(assignment, [Answer("i1", "1")])
    assert stages(asha) == [Stage.BEGUN]
    cases.pause(assignment=assignment, at=now())
    assert stages(asha) == [Stage.PAUSED]
    save(assignment, [Answer("i1", "0", revision=1)])
    assert stages(asha) == [Stage.BEGUN]


def test_stages_of_a_case_handed_in(asha, assignment, gold):
    hand_in(asha, assignment, gold.scores)

    assert stages(asha) == [Stage.ANSWERED]


def test_stages_of_an_exam(asha, version, gold):
    exam = make_exam(asha.agency, opens_in=10, closes_in=20)
    assignment = assign(asha, version, exam=exam)

    assert stages(asha) == [Stage.WAITING]
    assert stages(asha, exam.opens_at) == [Stage.NEW]
    assert stages(asha, exam.closes_at) == [Stage.CLOSING]
    exam.closed_at = exam.closes_at
    exam.save()
    assert stages(asha, exam.closes_at) == [Stage.LAPSED]
    assert not assignment.codings.exists()


def test_stages_of_an_exam_handed_in(asha, version, gold):
    exam = make_exam(asha.agency)
    hand_in(asha, assign(asha, version, exam=exam), gold.scores)

    assert stages(asha) == [Stage.HANDED_IN]
    assert stages(asha, exam.closes_at) == [Stage.ANSWERED]


def test_start_page_puts_what_is_begun_first(asha, version):
    assign(asha, version)
    begun = assign(asha, make_version("quiet-ferry"))
    save(begun, [Answer("i1", "1")])

    assert start_page(asha.membership, now()).next.assignment == begun


def test_start_page_puts_practice_before_an_exam_that_closes_late(asha, version):
    exam = make_exam(asha.agency, closes_in=60 * 24 * 30)
    assign(asha, make_version("quiet-ferry"), exam=exam)
    practice = assign(asha, version)

    assert start_page(asha.membership, now()).next.assignment == practice


def test_start_page_puts_an_exam_that_closes_soon_before_practice(asha, version):
    soon = assign(asha, make_version("quiet-ferry"), exam=make_exam(asha.agency))
    assign(asha, version)

    assert start_page(asha.membership, now()).next.assignment == soon


def test_notice_tells_the_subject_and_the_support_contact(as_asha, asha, version):
    assignment = assign(asha, version, seen=False)

    page = as_asha.get(url("notice", assignment)).text

    assert "This case file is fictional" in page
    assert asha.agency.support_contact in page
    assert "without a mark against you" in " ".join(page.split())


def test_decline_keeps_the_reason_and_can_be_taken_back(as_asha, assignment):
    as_asha.post(url("decline", assignment), {"reason": "Not this subject today."})
    declined = Assignment.objects.get()

    assert declined.decline_reason == "Not this subject today."
    assert "Take it back" in as_asha.get(HOME).text
    assert as_asha.get(url("score", assignment)).status_code == 409
    as_asha.post(url("take_back", assignment))
    assert as_asha.get(url("score", assignment)).status_code == 200
    verbs = AuditEntry.objects.exclude(verb="vignette_published").values_list("verb", flat=True)
    assert {"decline", "take_back"} <= set(verbs)


def test_decline_needs_no_reason_and_refuses_a_long_one(as_asha, assignment):
    long = as_asha.post(url("decline", assignment), {"reason": "a" * 501})
    none = as_asha.post(url("decline", assignment), {"reason": ""})

    assert (long.status_code, none.status_code) == (422, 302)


def test_decline_is_refused_after_handing_in(as_asha, asha, assignment, gold):
    hand_in(asha, assignment, gold.scores)

    response = as_asha.post(url("decline", assignment), {"reason": ""})

    assert response.status_code == 409
    with pytest.raises(WorkRefusedError):
        cases.decline(assignment=assignment, reason="", actor=asha.user, at=now())


def test_decline_twice_is_one_declining(as_asha, assignment):
    answers = [as_asha.post(url("decline", assignment), {"reason": why}) for why in ("a", "b")]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Assignment.objects.get().decline_reason == "a"
    assert AuditEntry.objects.filter(verb="decline").count() == 1


def test_decline_is_refused_once_the_exam_is_over_though_not_yet_handed_in(as_asha, asha, version):
    exam = make_exam(asha.agency)
    assignment = assign(asha, version, exam=exam)
    save(assignment, [Answer("i1", "1")])
    exam.opens_at, exam.closes_at = now() - timedelta(hours=2), now() - timedelta(minutes=1)
    exam.save()

    response = as_asha.post(url("decline", assignment), {"reason": ""})

    assert response.status_code == 409
    assert "The exam closed on" in response.text
    assert Assignment.objects.get().declined_at is None
    assert close_exam(exam=exam, at=now()) == 1


def test_take_back_is_refused_once_the_exam_is_over(as_asha, asha, version):
    exam = make_exam(asha.agency)
    assignment = assign(asha, version, exam=exam)
    cases.decline(assignment=assignment, reason="", actor=asha.user, at=now())
    assert "Take it back" in as_asha.get(HOME).text
    exam.opens_at, exam.closes_at = now() - timedelta(hours=2), now() - timedelta(minutes=1)
    exam.save()

    response = as_asha.post(url("take_back", assignment))

    assert response.status_code == 409
    assert "a declined case can no longer be taken back" in response.text
    assert Assignment.objects.get().declined_at is not None
    assert "Take it back" not in as_asha.get(HOME).text


def test_start_page_counts_one_item_as_one(as_asha, asha, assignment):
    save(assignment, [Answer("i1", "1")])
    assert "begun, 1 item saved" in as_asha.get(HOME).text

    asha.user.language = "fr-ca"
    asha.user.save()
    assert "commencé, 1 élément enregistré<" in as_asha.get(HOME).text.replace("\n", "")


def test_take_back_is_hidden_from_outsiders_and_needs_a_sign_in(client, cara, assignment):
    assert client.post(url("take_back", assignment)).status_code == 302
    client.force_login(cara.user)
    assert client.post(url("take_back", assignment)).status_code == 404


def test_notice_is_counted_once(assignment):
    assignment.notice_seen_at = None
    assignment.save()
    first = now() - timedelta(hours=1)

    cases.see_notice(assignment=assignment, at=first)
    cases.see_notice(assignment=assignment, at=now())

    assert Assignment.objects.get().notice_seen_at == first
