"""What a record store is told, by whom nobody is recognised; and what becomes of each statement."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.models import AuditEntry, Role
from agencies.own_data import holdings
from reliability.actions.deciding import confirm, decide_exam, override
from reliability.models import Outcome
from tests.factories import make_person
from tests.training.exam_bank import SCORES, enrol, make_bank, make_case, rule_exams
from tests.training.factories import assign, hand_in, make_exam
from tests.xapi.double import running
from training.actions.forms import draw_exam
from training.actions.handing_in import close_exam
from training.models import Assignment, Mode
from xapi.actions import sending
from xapi.actions.stores import end_store, set_store
from xapi.models import RecordStore, Statement
from xapi.tasks import forget_old, send_due
from xapi.wording import name_of, wording

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _local(settings):
    settings.WEBHOOKS_MAY_BE_LOCAL = True
    with scopes_disabled():
        yield


@pytest.fixture
def lrs():
    with running() as store:
        yield store


@pytest.fixture
def boss(north):
    return make_person("Bo", north, Role.AGENCY_ADMIN)


@pytest.fixture
def store(lrs, boss):
    return set_store(endpoint=lrs.url, key="key", secret="secret", by=boss.membership)


def practise(asha, number):
    return hand_in(asha, assign(asha, make_case(number)), SCORES[number % 5])


def sit(asha):
    """An exam begun, over, and decided by the policy."""
    make_bank(asha.agency)
    enrolment = enrol(asha)
    rule_exams(enrolment)
    exam = draw_exam(enrolment=enrolment, tool="static-99r", at=now() - timedelta(days=30), seed=1)
    exam.closes_at = now() - timedelta(days=3)
    exam.save()
    close_exam(exam=exam, at=now())
    exam.refresh_from_db()
    return decide_exam(exam=exam)


def verbs(lrs):
    return sorted(one["verb"]["id"].rpartition("/")[2] for one in lrs.held.values())


def test_nothing_is_said_where_no_store_is_set(asha):
    practise(asha, 0)

    assert not Statement.objects.exists()


def test_practice_is_told_at_once(lrs, store, asha, django_capture_on_commit_callbacks):
    enrolment = enrol(asha)
    with django_capture_on_commit_callbacks(execute=True):
        practise(asha, 0)

    (told,) = lrs.held.values()
    assert told["verb"] == {
        "id": "http://adlnet.gov/expapi/verbs/completed",
        "display": {"en": "completed", "fr-CA": "a terminé"},
    }
    assert told["object"]["id"].endswith(f"/{enrolment.programme_id}/static-99r/practice")
    assert told["object"]["definition"]["name"]["fr-CA"].startswith("Exercice")
    assert told["result"] == {"completion": True}
    assert told["actor"]["account"]["name"] == name_of(store, asha.user.pk)


def test_exam_is_told_from_its_beginning_to_the_decision(lrs, store, asha, tom):
    computed = sit(asha)
    send_due.call()
    assert verbs(lrs) == ["attempted", "completed"]

    confirm(decision=computed, by=tom.membership, reason="Seen.")
    send_due.call()

    assert verbs(lrs) == ["attempted", "completed", "failed"]
    (last,) = [one for one in lrs.held.values() if one.get("result", {}).get("success") is False]
    assert last["verb"]["display"]["en"] == "not passed yet"


def test_passing_is_told(lrs, store, asha, tom):
    override(decision=sit(asha), by=tom.membership, outcome=Outcome.PASSED, reason="Seen.")
    send_due.call()

    assert verbs(lrs) == ["attempted", "completed", "passed"]


def test_no_statement_holds_a_name_a_case_or_a_score(lrs, store, asha, tom):
    practise(asha, 30)
    override(decision=sit(asha), by=tom.membership, outcome=Outcome.PASSED, reason="Seen.")
    send_due.call()

    for one in lrs.held.values():
        text = json.dumps(one)
        for word in ("Asha", "asha", "case-", "score", "gold", "i5"):
            assert word not in text.lower().replace("acase", ""), word
        assert set(one.get("result", {})) <= {"completion", "success"}


def test_check_cases_and_exams_of_a_group_are_not_told(store, asha):
    check, group = assign(asha, make_case(0)), make_exam(asha.agency)
    Assignment.objects.filter(pk=check.pk).update(mode=Mode.CHECK)
    check.refresh_from_db()
    for given in (check, assign(asha, make_case(1), exam=group)):
        hand_in(asha, given, SCORES[0])

    assert not Statement.objects.exists()


def test_what_is_rolled_back_is_not_told(store, asha):
    try:
        with transaction.atomic():
            practise(asha, 0)
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass

    assert not Statement.objects.exists()


def test_statement_keeps_its_number_until_it_arrives(lrs, store, asha):
    lrs.answers = [500]
    practise(asha, 0)
    statement = Statement.objects.get()
    at = now()

    assert not sending.send(statement.pk, at)
    first = wording(statement)
    assert not sending.send(statement.pk, at)
    statement.refresh_from_db()
    assert statement.next_try_at == at + timedelta(minutes=1)
    assert sending.send(statement.pk, statement.next_try_at)
    assert not sending.send(statement.pk, now() + timedelta(days=1))

    assert lrs.held == {str(statement.pk): first}
    assert lrs.n_asked == 2


def test_statement_that_the_store_has_already_has_arrived(lrs, store, asha):
    lrs.answers = [409]
    practise(asha, 0)

    assert sending.send(Statement.objects.get().pk, now())


def test_statement_is_given_up_after_eight_tries(lrs, store, asha):
    lrs.answers = [503] * 20
    practise(asha, 0)
    statement = Statement.objects.get()
    while statement.next_try_at:
        sending.send(statement.pk, statement.next_try_at)
        statement.refresh_from_db()

    assert (statement.tries, statement.answer) == (8, "503")


def test_two_stores_know_a_person_under_two_names(store, boss, asha):
    other = set_store(endpoint="https://lrs.example.org", key="k", secret="s", by=boss.membership)

    assert name_of(store, asha.user.pk) != name_of(other, asha.user.pk)
    store.refresh_from_db()
    assert store.ended_at


def test_ended_store_is_told_nothing_more(lrs, store, boss, asha):
    practise(asha, 0)
    end_store(by=boss.membership)
    practise(asha, 1)
    send_due.call()

    assert lrs.n_asked == 0
    assert Statement.objects.count() == 1


def test_store_on_an_inner_address_is_not_talked_to(lrs, store, asha, settings):
    settings.WEBHOOKS_MAY_BE_LOCAL = False
    practise(asha, 0)

    assert not sending.send(Statement.objects.get().pk, now())
    assert Statement.objects.get().answer == "not public"
    assert lrs.n_asked == 0


def test_admin_sets_a_store_and_sees_what_it_was_told(client, lrs, boss, asha):
    client.force_login(boss.user)
    assert "nothing is sent" in client.get("/xapi/").text
    told = {"endpoint": f"{lrs.url}/", "key": "key", "secret": "secret"}
    client.post("/xapi/new/", told)
    practise(asha, 0)
    send_due.call()

    page = client.get("/xapi/")

    assert "Asha" in page.text
    assert name_of(RecordStore.objects.get(), asha.user.pk) in page.text
    assert "secret" not in page.text.replace("(secret)", "")
    assert AuditEntry.objects.filter(verb="set_record_store").exists()
    client.post("/xapi/end/")
    assert RecordStore.objects.get().ended_at


@pytest.mark.parametrize(
    "endpoint", ["http://lrs.example.org/", "https://127.0.0.1/", "https://10.0.0.1/xapi", "junk"]
)
def test_store_lies_on_the_public_internet(client, boss, settings, endpoint):
    settings.WEBHOOKS_MAY_BE_LOCAL = False
    client.force_login(boss.user)

    response = client.post("/xapi/new/", {"endpoint": endpoint, "key": "k", "secret": "s"})

    assert response.status_code == 422


def test_what_is_held_on_a_person_is_handed_out_and_forgotten(store, asha):
    practise(asha, 0)
    holding = next(one for one in holdings() if one.name == "record_store")

    assert [UUID(str(one["id"])) for one in holding.export(asha.user)["statements"]]
    holding.forget(asha.user, False)
    assert not Statement.objects.exists()


def test_old_statements_are_deleted(lrs, store, asha):
    practise(asha, 0)
    send_due.call()
    assert forget_old.call() == 0
    Statement.objects.update(made_at=now() - timedelta(days=100))

    assert forget_old.call() == 1
