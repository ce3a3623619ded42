"""The list of alerts, the page of one, and what a coordinator may do there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now
from django_scopes import scopes_disabled

from agencies.models import Role
from reliability.actions.monitoring.remedying import Offer, assign_remedy, read_page
from reliability.actions.monitoring.running import monitor_agency
from reliability.models import Alert, AlertStep, MonitorPoint, Remedy
from tests.factories import Person, make_person
from tests.reliability.monitored import (
    RULE,
    START,
    THREE_WRONG,
    check_series,
    enrolled,
    make_alert,
    make_checks_bank,
)
from tests.training.factories import TOOL, assign
from vignettes.models import SeenGold

AFTER = START + timedelta(days=400)


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def as_tom(client, tom):
    client.force_login(tom.user)
    return client


@pytest.fixture
def bank(db):
    return make_checks_bank(14)


@pytest.fixture
def fallen(asha, bank, north):
    """The alert on somebody who gave eight sound cases, then six with three items wrong."""
    check_series(enrolled(asha), bank, [{}] * 8 + [THREE_WRONG] * 6)
    monitor_agency(north, AFTER)
    return Alert.objects.get()


def url_of(alert, name="alert"):
    return reverse(f"monitoring:{name}", args=[alert.pk])


def test_the_page_names_the_cases_and_each_opens(as_tom, fallen):
    page = as_tom.get(url_of(fallen))

    assert page.context["page"].sentence in page.text
    for seen in page.context["page"].seen:
        assert reverse("training:feedback", args=[seen.assignment]) in page.text
    assert page.context["page"].seen
    assert all(missed in page.text for missed in seen.missed)
    assert "failed" not in page.text.lower()


def test_an_item_that_is_not_counted_is_evidence_of_the_rule_that_is_named(as_tom, fallen):
    point = MonitorPoint.objects.get(coding=fallen.evidence["cases"][-1]["coding"])
    sign = next(one for one in point.findings["rules"] if one["support"] > 0)
    item = sign["items"][0]
    findings = {**point.findings, "items": {}}
    MonitorPoint.objects.filter(pk=point.pk).update(findings=findings, items=0, hits=0)
    Alert.objects.update(rules=[sign["rule"]])

    seen = as_tom.get(url_of(fallen)).context["page"].seen[-1]

    assert seen.missed
    assert any(told.startswith(f"{item[1:]}. ") for told in seen.missed)
    assert all("not counted" in told for told in seen.missed)


def test_the_page_is_whole_in_french(as_tom, fallen):
    as_tom.post(reverse("agencies:language"), {"language": "fr-ca"})

    said = as_tom.get(url_of(fallen)).context["page"].sentence

    assert said.endswith(fallen.evidence["sentence"]["fr"].rpartition(". ")[2])


def test_a_case_that_the_reader_must_score_stays_shut(as_tom, tom, fallen, bank, north):
    shut = fallen.evidence["cases"][0]
    version = next(one for one in bank if one.vignette.code == shut["case"])
    before = as_tom.get(url_of(fallen)).context["page"].seen[0]
    own = tom.user.memberships.create(agency=north, role=Role.ASSESSOR)
    assign(Person(tom.user, own), version)
    after = as_tom.get(url_of(fallen)).context["page"].seen[0]

    assert before.missed
    assert before.assignment
    assert (after.case, after.missed, after.assignment) == (shut["case"], (), None)


def test_a_remedy_is_assigned_done_rechecked_and_the_alert_closed(as_tom, asha, fallen, bank):
    make_checks_bank(0)
    sent = {
        "remedy-kind": "page",
        "remedy-rules": [RULE],
        "remedy-due_on": (localdate() + timedelta(days=5)).isoformat(),
        "remedy-note": "Have a look at this page.",
    }
    Alert.objects.update(rules=[RULE])
    assert as_tom.post(url_of(fallen, "assign_remedy"), sent).status_code == 302
    remedy = Remedy.objects.get()
    assert (remedy.kind, remedy.rules, remedy.note) == ("page", [RULE], "Have a look at this page.")
    assert "propose" not in as_tom.get(url_of(fallen)).text

    read_page(remedy=remedy, by=asha.membership, at=now())
    assert "Recheck with cases not yet seen" in as_tom.get(url_of(fallen)).text

    assert as_tom.post(url_of(fallen, "close_alert"), {"close-note": "Read right now."}).url
    fallen.refresh_from_db()
    assert fallen.closed_at is not None
    closed = as_tom.get(url_of(fallen)).text
    assert "Read right now." in closed
    assert "Close the alert" not in closed


def test_a_remedy_needs_a_day_to_come(as_tom, fallen):
    sent = {"remedy-kind": "cases", "remedy-due_on": "2020-01-01"}
    answer = as_tom.post(url_of(fallen, "assign_remedy"), sent)

    assert answer.status_code == 422
    assert "This day is over." in answer.text
    assert not Remedy.objects.exists()


def test_what_the_action_refuses_is_said_on_the_page(as_tom, asha, tom):
    alert = make_alert(enrolled(asha), rules=[RULE])
    offer = Offer(kind=Remedy.Kind.PAGE, due_on=localdate())
    assign_remedy(alert=alert, offer=offer, by=tom.membership, at=now())
    sent = {
        "remedy-kind": "page",
        "remedy-rules": [RULE],
        "remedy-due_on": localdate().isoformat(),
    }
    answer = as_tom.post(url_of(alert, "assign_remedy"), sent)

    assert answer.status_code == 409
    assert "A remedy is under way already." in answer.text


@pytest.mark.parametrize(
    ("name", "field", "kind"),
    [
        ("note_on_alert", "note-note", "noted"),
        ("escalate_alert", "escalate-note", "escalated"),
        ("close_alert", "close-note", "closed"),
    ],
)
def test_every_act_takes_a_sentence_and_leaves_a_step(as_tom, asha, name, field, kind):
    alert = make_alert(enrolled(asha))

    assert as_tom.post(url_of(alert, name), {field: " "}).status_code == 422
    assert not AlertStep.objects.filter(kind=kind).exists()
    assert as_tom.post(url_of(alert, name), {field: "Spoke with her."}).status_code == 302
    step = AlertStep.objects.get(kind=kind)
    assert (step.note, step.by.user.name) == ("Spoke with her.", "Tom")
    assert "Spoke with her." in as_tom.get(url_of(alert)).text


def test_open_and_closed_alerts_are_listed_apart(as_tom, tom, asha):
    alert = make_alert(enrolled(asha))
    url = reverse("monitoring:alerts")

    assert str(asha.user) in as_tom.get(url).text
    assert str(asha.user) not in as_tom.get(url, {"show": "closed"}).text
    as_tom.post(url_of(alert, "close_alert"), {"close-note": "Spoke with her."})
    assert str(asha.user) not in as_tom.get(url).text
    assert str(asha.user) in as_tom.get(url, {"show": "closed"}).text


def test_nobody_else_opens_an_alert(client, asha, ana, cara, south):
    alert = make_alert(enrolled(asha))
    for person, status in (
        (asha, 403),
        (ana, 403),
        (cara, 403),
        (make_person("Sid", south, Role.COORDINATOR), 404),
    ):
        client.force_login(person.user)
        assert client.get(url_of(alert)).status_code == status
        assert client.post(url_of(alert, "close_alert"), {"close-note": "x"}).status_code == status


def test_gold_that_strong_assessors_miss_opens_the_case(as_tom, bank, north):
    alert = make_alert(
        None,
        kind="gold",
        agency=north,
        version=bank[0],
        item="i9",
        evidence={"strong": 12, "missed": 9, "given": 0, "same_answer": 9},
    )
    page = as_tom.get(url_of(alert)).text

    assert "Look at the gold before you look at the people" in page
    assert "9 of 12 gave another score than gold" in page
    assert "Assign this remedy" not in page
    assert TOOL in alert.tool


def test_whoever_opens_an_alert_on_gold_is_known_to_have_seen_it(as_tom, tom, asha, bank, north):
    coding = check_series(enrolled(asha), bank[:1])[0]
    alert = make_alert(
        None, agency=north, kind="gold", codings=[coding], version=bank[0], item="i9"
    )

    assert as_tom.get(url_of(alert)).status_code == 200

    assert SeenGold.objects.get(user=tom.user).version == bank[0]
