"""What a gradebook is told, when, and what becomes of it where the platform does not answer."""

from datetime import timedelta

import jwt
import pytest
from django.utils.timezone import now
from django_scopes import scope, scopes_disabled

from lti import claims
from lti.actions import grading
from lti.actions.linking import unlink
from lti.actions.platforms import end_platform
from lti.models import Grade
from lti.progress import score_of
from lti.tasks import refresh_all, send_due
from reliability.actions.deciding import decide_exam, override
from reliability.models import Outcome
from tests.lti.conftest import OWN_KEY
from tests.lti.double import CLIENT, launch
from tests.training.exam_bank import SCORES, enrol, make_case, rule_exams
from tests.training.factories import TOOL, assign, hand_in
from training.models import Exam

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def enrolment(asha):
    return enrol(asha, practice_cases=2)


def place(client, college, enrolment, aim="practice"):
    """Asha's place in the gradebook of a link, as her launch makes it."""
    tool = "" if aim == "programme" else f"-{TOOL}"
    college.custom = {claims.AIM: f"{aim}-{enrolment.programme_id}{tool}"}
    launch(client, college)
    return Grade.objects.get(placement__aim=aim)


def practise(asha, number):
    return hand_in(asha, assign(asha, make_case(number)), SCORES[number % 5])


def sat(enrolment, attempt=1):
    """An exam that closed with nothing handed in, and what the policy makes of it."""
    closed = now() - timedelta(days=4)
    exam = Exam.objects.create(
        agency=enrolment.agency,
        enrolment=enrolment,
        rules=enrolment.programme.exam_rules.first() or rule_exams(enrolment),
        tool=TOOL,
        attempt=attempt,
        title="Exam",
        opens_at=closed - timedelta(days=5),
        closes_at=closed,
        closed_at=closed,
    )
    return decide_exam(exam=exam)


def test_practice_goes_out_as_cases_done(
    client, college, known, asha, enrolment, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        place(client, college, enrolment)
    with django_capture_on_commit_callbacks(execute=True):
        practise(asha, 0)

    assert [score["scoreGiven"] for score in college.scores] == [0, 1]
    last = college.scores[-1]
    assert last.pop("timestamp") > college.scores[0]["timestamp"]
    assert last == {
        "userId": "subject-1",
        "scoreGiven": 1,
        "scoreMaximum": 2,
        "activityProgress": "InProgress",
        "gradingProgress": "FullyGraded",
        "comment": "1 of 2 steps are done.",
    }
    assert "/lines/7/scores?type=7" in college.asked


def test_token_is_asked_for_with_our_signature(
    client, college, known, asha, enrolment, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        place(client, college, enrolment)

    form = college.token_form
    assert form["grant_type"] == "client_credentials"
    assert form["scope"] == claims.SCORE_SCOPE
    told = jwt.decode(
        form["client_assertion"],
        OWN_KEY.public_key(),
        algorithms=["RS256"],
        audience=f"{college.url}/token",
    )
    assert (told["iss"], told["sub"]) == (CLIENT, CLIENT)
    kid = jwt.get_unverified_header(form["client_assertion"])["kid"]
    assert kid in [key["kid"] for key in client.get("/lti/keys/").json()["keys"]]


def test_exam_is_told_as_a_person_decided_it(client, college, known, tom, asha, enrolment):
    grade = place(client, college, enrolment, "exam")
    assert score_of(grade.placement, asha.user, now()) is None
    computed = sat(enrolment)
    pending = score_of(grade.placement, asha.user, now())
    override(decision=computed, by=tom.membership, outcome=Outcome.NOT_YET, reason="Seen.")
    not_yet = score_of(grade.placement, asha.user, now())
    again = sat(enrolment, 2)
    override(decision=again, by=tom.membership, outcome=Outcome.PASSED, reason="Seen.")
    passed = score_of(grade.placement, asha.user, now())

    assert "scoreGiven" not in pending
    assert (pending["activityProgress"], pending["gradingProgress"]) == (
        "Submitted",
        "PendingManual",
    )
    assert (not_yet["scoreGiven"], not_yet["comment"]) == (0, "Not yet.")
    assert (passed["scoreGiven"], passed["scoreMaximum"]) == (1, 1)
    assert passed["activityProgress"] == "Completed"


def test_decision_is_sent_by_itself(
    client, college, known, tom, asha, enrolment, django_capture_on_commit_callbacks
):
    place(client, college, enrolment, "exam")
    with django_capture_on_commit_callbacks(execute=True):
        computed = sat(enrolment)
    with django_capture_on_commit_callbacks(execute=True):
        override(decision=computed, by=tom.membership, outcome=Outcome.PASSED, reason="Seen.")

    assert [score.get("scoreGiven") for score in college.scores] == [None, 1]


def test_whole_programme_counts_practice_and_exams(client, college, known, tom, asha, enrolment):
    grade = place(client, college, enrolment, "programme")
    practise(asha, 0)
    decision = sat(enrolment)
    override(decision=decision, by=tom.membership, outcome=Outcome.PASSED, reason="Seen.")

    told = score_of(grade.placement, asha.user, now())

    assert (told["scoreGiven"], told["scoreMaximum"]) == (2, 3)
    assert told["activityProgress"] == "InProgress"


def test_no_score_of_an_item_and_no_gold_goes_out(client, college, known, asha, enrolment):
    grade = place(client, college, enrolment)
    practise(asha, 3)
    grading.refresh_places(user=asha.user, at=now())
    send_due.call()

    assert all(
        set(score)
        <= {
            *("userId", "timestamp", "comment", "scoreGiven", "scoreMaximum"),
            *("activityProgress", "gradingProgress"),
        }
        for score in college.scores
    )
    assert college.scores[-1]["scoreGiven"] == 1
    grade.refresh_from_db()
    assert grade.sent == grade.wanted


def test_comment_is_in_the_persons_language(client, college, known, asha, enrolment):
    asha.user.language = "fr-ca"
    asha.user.save()

    grade = place(client, college, enrolment)

    assert grade.wanted["comment"] == "0 étapes sur 2 sont faites."


def test_same_score_is_sent_once(client, college, known, enrolment):
    grade = place(client, college, enrolment)

    assert grading.send(grade.pk, now())
    assert not grading.send(grade.pk, now())
    assert refresh_all.call() == 0
    assert len(college.scores) == 1


@pytest.mark.parametrize("status", [500, 404, 429])
def test_score_that_was_not_taken_is_tried_again(client, college, known, enrolment, status):
    college.answers = [status]
    grade = place(client, college, enrolment)
    at = now()

    assert not grading.send(grade.pk, at)
    grade.refresh_from_db()
    assert (grade.answer, grade.tries) == (str(status), 1)
    assert grade.next_try_at == at + timedelta(minutes=1)
    assert not grading.send(grade.pk, at)
    assert grading.send(grade.pk, grade.next_try_at)
    first, again = college.scores
    assert first == again


def test_score_is_given_up_after_eight_tries(client, college, known, enrolment):
    college.answers = [500] * 20
    grade = place(client, college, enrolment)
    while grade.next_try_at:
        grading.send(grade.pk, grade.next_try_at)
        grade.refresh_from_db()

    assert grade.tries == 8
    assert grade.sent == {}


def test_score_that_the_platform_has_already_has_arrived(client, college, known, enrolment):
    college.answers = [409]
    grade = place(client, college, enrolment)

    assert grading.send(grade.pk, now())


def test_score_that_changes_while_it_is_sent_is_sent_anew(
    client, college, known, asha, enrolment, monkeypatch
):
    """What was sent is the earlier one: the place stays due with the newer."""
    grade = place(client, college, enrolment)
    sending = grading._sent

    def sent_late(row):
        practise(asha, 0)
        grading.refresh_places(user=asha.user, at=now())
        return sending(row)

    monkeypatch.setattr(grading, "_sent", sent_late)
    grading.send(grade.pk, now())
    monkeypatch.undo()
    grade.refresh_from_db()

    assert grade.sent == {}
    assert grading.send(grade.pk, now())
    assert [score["scoreGiven"] for score in college.scores] == [0, 1]


@pytest.mark.parametrize("what", ["platform", "account"])
def test_nothing_goes_out_after_the_end(client, college, known, boss, enrolment, what):
    grade = place(client, college, enrolment)
    if what == "platform":
        end_platform(platform=known.platform, by=boss.membership)
    else:
        unlink(account=known, by=boss.user)

    assert not grading.send(grade.pk, now())
    assert college.scores == []


def test_platform_on_an_inner_address_is_not_talked_to(client, college, known, enrolment, settings):
    grade = place(client, college, enrolment)
    settings.WEBHOOKS_MAY_BE_LOCAL = False

    assert not grading.send(grade.pk, now())
    grade.refresh_from_db()
    assert grade.answer == "no token"
    assert "/token" not in college.asked


def test_link_that_takes_no_scores_has_no_place(client, college, known, enrolment):
    college.custom = {claims.AIM: f"practice-{enrolment.programme_id}-{TOOL}"}

    launch(client, college, **{claims.GRADES: {"scope": [], "lineitem": f"{college.url}/lines/7"}})

    assert not Grade.objects.exists()


def test_scores_address_keeps_what_the_line_item_asks():
    assert grading.scores_address("https://p.example/a/7?t=1") == "https://p.example/a/7/scores?t=1"
    assert grading.scores_address("https://p.example/a/7/") == "https://p.example/a/7/scores"


def test_hearing_of_somebody_without_a_place_does_nothing(
    asha, enrolment, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks, scope(agency=asha.agency):
        practise(asha, 0)

    assert not [one for one in callbacks if "refresh_places" in str(one)]
