"""The same thing done twice at one moment, in threads with connections of their own.

Exactly one of two wins; the other is told so in a sentence, and nobody meets a fault.
"""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from django_scopes import scopes_disabled

from agencies.actions import erasing, joining
from agencies.actions.joining import Wanted, token_of
from agencies.models import Invitation, Membership, Role, User
from reliability.actions.certifying import issue
from reliability.models import Credential, Decision, Outcome, StudyJob
from tests.factories import PASSWORD, make_person
from tests.reliability.api.conftest import make_secret
from tests.reliability.deciding import decided
from tests.training.exam_bank import ZEROS, enrol, make_bank, rule_exams
from tests.training.factories import TOOL, answers_from, assign, form_of, save
from tests.vignettes.factories import make_version
from training.models import Coding, DraftRating, Exam

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "As computed."


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


def at_once(*calls):
    """What each call gives, or raises, when all begin at one moment."""
    start, told = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        with scopes_disabled():
            start.wait()
            try:
                told[place] = call()
            except Exception as error:
                told[place] = error
            finally:
                connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def posts(people, url, *fields):
    """One request of each person, each with fields of its own or all with the same."""
    clients = [Client(raise_request_exception=False) for _ in people]
    for client, person in zip(clients, people, strict=True):
        if person is not None:
            client.force_login(person.user)
    every = fields if len(fields) > 1 else fields * len(people)
    return [
        lambda client=client, sent=sent: client.post(url, sent)
        for client, sent in zip(clients, every, strict=True)
    ]


def statuses(answers):
    return sorted(getattr(answer, "status_code", answer) for answer in answers)


def test_saving_and_handing_in_at_once_lose_and_double_nothing(asha):
    case = assign(asha, make_version())
    autosave, score = (
        reverse(f"training:{name}", args=[case.pk]) for name in ("autosave", "score")
    )
    given = [{"question": "i5", "i5-value": n, "i5-revision": 0} for n in (0, 1)]

    saved = at_once(*posts([asha] * 2, autosave, *given))

    assert statuses(saved) == [200, 409]
    loser = next(answer for answer in saved if answer.status_code == 409)
    assert loser.json()["message"]
    won = int(loser.json()["theirs"]["value"])
    assert DraftRating.objects.get(item="i5").score == won

    whole = form_of(ZEROS | {"i5": won}, case, revision=1)
    more = {"question": "i9", "i9-value": 1, "i9-revision": 1}
    save(case, answers_from(ZEROS | {"i5": won}))
    late, form = at_once(*posts([asha], autosave, more), *posts([asha], score, whole))

    assert (late.status_code, form.status_code) in [(200, 409), (409, 302)]
    if form.status_code == 409:  # the form had not seen the newer answer
        assert not Coding.objects.exists()
        whole |= {"i9-value": "1", "i9-revision": "2"}
    assert statuses(at_once(*posts([asha] * 3, score, whole))) == [302, 302, 302]
    assert Coding.objects.get().scores["i9"] == (1 if late.status_code == 200 else 0)


def test_one_decision_and_one_certificate_stand(asha, tom, north):
    uma = make_person("Uma", north, Role.AGENCY_ADMIN)
    decision = decided(asha)
    assert decision.outcome == Outcome.PASSED
    confirm = reverse("reliability:confirm_decision", args=[decision.pk])
    override = reverse("reliability:override_decision", args=[decision.pk])
    other = {"override-outcome": Outcome.NOT_YET, "override-reason": "Seen at work."}

    answers = at_once(
        *posts([tom, uma], confirm, {"confirm-reason": REASON}), *posts([uma], override, other)
    )

    assert statuses(answers) == [302, 302, 302]
    standing = Decision.objects.get(follows=decision)
    told = [str(message) for each in answers for message in messages_of(each)]
    assert sum("while the page was open" in one for one in told) == 2
    if standing.outcome == Outcome.PASSED:
        first, second = at_once(
            *(lambda by=by: issue(decision=standing, actor=by.membership) for by in (tom, uma))
        )
        assert first == second == Credential.objects.get()


def messages_of(answer):
    from django.contrib.messages import get_messages

    return get_messages(answer.wsgi_request)


def test_an_exam_begun_twice_at_once_is_one_exam(asha):
    make_bank(asha.agency)
    enrolment = enrol(asha)
    rule_exams(enrolment)
    start = reverse("training:exam_start", args=[enrolment.pk, TOOL])

    answers = at_once(*posts([asha] * 3, start, {}))

    assert statuses(answers) == [302, 302, 302]
    assert len({answer.url for answer in answers}) == 1
    assert Exam.objects.count() == 1


def test_an_invitation_is_claimed_once(tom):
    wanted = Wanted("nina@example.org", Role.ASSESSOR, "Nina")
    asked = joining.invite(agency=tom.agency, wanted=wanted, by=tom.user)
    page = reverse("agencies:invitation", args=[token_of(asked)])
    fields = {"name": "Nina", "language": "en", "password": PASSWORD, "again": PASSWORD}

    answers = at_once(*posts([None] * 3, page, fields))

    assert all(answer.status_code in (302, 410, 422) for answer in answers), statuses(answers)
    assert statuses(answers).count(302) == 1
    assert User.objects.filter(email="nina@example.org").count() == 1
    assert Membership.objects.filter(user__email="nina@example.org").count() == 1
    assert Invitation.objects.get().accepted_at is not None


def test_a_write_with_one_key_is_done_once(ana):
    secret = make_secret(ana)
    rows = [{"target": "F-1", "rater": rater, "scores": {"i1": 1}} for rater in ("R-1", "R-2")]
    until = (localdate() + timedelta(days=30)).isoformat()
    body = {"title": "Field", "tool": TOOL, "keep_until": until, "rows": rows}
    told = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "once"}

    def send():
        client = Client(raise_request_exception=False)
        return client.post("/api/v1/studies/", body, content_type="application/json", headers=told)

    answers = at_once(send, send, send)

    assert 202 in statuses(answers)
    assert set(statuses(answers)) <= {202, 409}
    assert StudyJob.objects.count() == 1
    refused = [answer for answer in answers if answer.status_code == 409]
    assert all("being worked on" in answer.json()["detail"] for answer in refused)


def test_an_account_deleted_while_its_holder_hands_in_leaves_one_or_the_other(asha, ben):
    case = assign(asha, make_version())
    save(case, answers_from(ZEROS))
    score = reverse("training:score", args=[case.pk])

    answer, erased = at_once(
        *posts([asha], score, form_of(ZEROS, case, revision=1)),
        lambda: erasing.erase(user=User.objects.get(pk=asha.user.pk), wishes=[]),
    )

    assert isinstance(erased, User), erased
    assert answer.status_code in (302, 403, 404, 409), answer
    person = User.objects.get(pk=asha.user.pk)
    assert person.erased_at
    assert not person.is_active
    assert not Membership.objects.filter(user=person, ended_at=None).exists()
    for coding in Coding.objects.all():
        assert len(coding.scores) == len(ZEROS)
