"""Telling: once for each occurrence, with the transaction, and never more than is meant."""

import pytest
from django.db import transaction
from django_scopes import scopes_disabled

from agencies.actions import webhooks
from agencies.actions.telling import tell
from agencies.models import Role, WebhookDelivery
from agencies.webhook_tasks import deliver_due
from tests.agencies.listening import listening
from tests.factories import make_person

pytestmark = pytest.mark.django_db
BODY = {"decision": 1, "tool": "static-99r", "outcome": "passed"}


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def ned(north):
    return make_person("Ned", north, Role.AGENCY_ADMIN)


@pytest.fixture
def webhook(ned):
    return webhooks.add_webhook(
        url="https://hooks.example.org/in", events=["decision"], by=ned.membership
    )[0]


def test_tell_writes_one_message_for_each_address_that_wants_it(ned, webhook):
    webhooks.add_webhook(url="https://other.example.org/", events=["alert"], by=ned.membership)

    told = tell(agency=ned.agency, event="decision", key="decision-1", body=BODY)

    message = WebhookDelivery.objects.get()
    assert told == 1
    assert (message.webhook, message.event, message.body) == (webhook, "decision", BODY)


def test_tell_tells_the_same_thing_once(ned, webhook):
    told = [
        tell(agency=ned.agency, event="decision", key=key, body=BODY)
        for key in ("decision-1", "decision-1", "decision-2")
    ]

    assert told == [1, 0, 1]


def test_tell_tells_no_ended_address_and_no_other_agency(ned, webhook, south):
    assert tell(agency=south, event="decision", key="decision-1", body=BODY) == 0
    webhooks.end_webhook(webhook=webhook, by=ned.user)

    assert tell(agency=ned.agency, event="decision", key="decision-1", body=BODY) == 0


@pytest.mark.parametrize(
    ("event", "body"), [("birthday", BODY), ("decision", {**BODY, "name": "Asha"})]
)
def test_tell_refuses_events_and_fields_outside_the_list(ned, event, body):
    with pytest.raises(ValueError, match="expected one of"):
        tell(agency=ned.agency, event=event, key="k", body=body)


@pytest.mark.django_db(transaction=True)
def test_tell_is_part_of_the_callers_transaction(ned, webhook, settings):
    settings.WEBHOOKS_MAY_BE_LOCAL = True
    with pytest.raises(RuntimeError, match="outside a transaction"):
        tell(agency=ned.agency, event="decision", key="decision-1", body=BODY)
    with listening() as other:
        type(webhook).objects.update(url=other.url)
        with transaction.atomic():
            tell(agency=ned.agency, event="decision", key="decision-1", body=BODY)
            transaction.set_rollback(True)
        assert (WebhookDelivery.objects.count(), other.heard) == (0, [])
        with transaction.atomic():
            tell(agency=ned.agency, event="decision", key="decision-1", body=BODY)
            assert other.heard == []
        assert len(other.heard) == 1

    assert deliver_due.func() == 0
