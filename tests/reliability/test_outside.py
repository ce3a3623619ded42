"""What the agency's own addresses are told of decisions and alerts: once, and without names."""

import json

import pytest
from django.urls import reverse

from agencies.actions.webhooks import add_webhook, content_of
from agencies.models import Role, WebhookDelivery
from reliability.actions.deciding import confirm, decide_exam
from reliability.actions.monitoring.alerting import Sight, raise_alert
from reliability.models import Alert
from tests.factories import make_person
from tests.reliability.deciding import sat_exam
from tests.training.exam_bank import enrol
from tests.training.factories import TOOL

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture(autouse=True)
def _address(north):
    boss = make_person("Uma", north, Role.AGENCY_ADMIN)
    url = "https://hooks.example.org/in"
    add_webhook(url=url, events=["decision", "alert"], by=boss.membership)


def told():
    messages = WebhookDelivery.objects.select_related("webhook__agency").order_by("pk")
    return [json.loads(content_of(message)) for message in messages]


def test_each_decision_is_told_once_computed_or_made_by_a_person(asha, tom):
    exam = sat_exam(asha)

    decide_exam(exam=exam)
    computed = decide_exam(exam=exam)
    confirmed = confirm(decision=computed, by=tom.membership, reason="As computed.")

    first, second = told()
    page = reverse("reliability:decision", args=[confirmed.pk])
    assert (first["id"], first["data"]["basis"]) == (f"decision-{computed.pk}", "computed")
    assert second["data"].pop("link").endswith(page)
    assert second["data"] == {
        "decision": confirmed.pk,
        "exam": exam.pk,
        "tool": TOOL,
        "outcome": "passed",
        "basis": "confirmed",
    }
    assert "asha" not in repr(told()).lower()


def test_an_alert_is_told_when_it_is_raised_and_not_again_while_open(asha, north):
    evidence = {"cases": [{"case": "maple-crossing"}], "sentence": {"en": "Asha"}}
    sight = Sight(Alert.Kind.RULE, TOOL, "rule", evidence, ["R"], enrol(asha))
    at = sight.enrolment.enrolled_at

    alert = raise_alert(agency=north, sight=sight, at=at)
    assert raise_alert(agency=north, sight=sight, at=at) is None

    (message,) = told()
    assert message["event"] == "alert"
    assert message["data"]["link"].endswith(reverse("monitoring:alert", args=[alert.pk]))
    assert {key: message["data"][key] for key in ("alert", "kind", "tool")} == {
        "alert": alert.pk,
        "kind": "rule",
        "tool": TOOL,
    }
    assert "asha" not in repr(message).lower()
