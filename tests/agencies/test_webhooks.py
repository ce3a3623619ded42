"""Webhooks: added, tried until they answer, ended; and the verification that the guide gives."""

import json
import re
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.actions import webhooks
from agencies.actions.telling import post
from agencies.models import AuditEntry, Role, Webhook, WebhookDelivery
from agencies.webhook_sending import signature
from agencies.webhook_tasks import deliver, deliver_due, forget_old_messages
from tests.agencies.listening import listening
from tests.factories import make_person

pytestmark = pytest.mark.django_db
BODY = {"decision": 17, "tool": "static-99r", "outcome": "passed"}


@pytest.fixture(autouse=True)
def _here(settings):
    settings.WEBHOOKS_MAY_BE_LOCAL = True
    with scopes_disabled():
        yield


@pytest.fixture
def ned(north):
    return make_person("Ned", north, Role.AGENCY_ADMIN)


@pytest.fixture
def other():
    with listening() as listener:
        yield listener


@pytest.fixture
def webhook(ned, other):
    return webhooks.add_webhook(url=other.url, events=["decision"], by=ned.membership)[0]


@pytest.fixture
def message(webhook):
    return told(webhook)


def told(webhook, key="decision-17"):
    post(webhook=webhook, event="decision", key=key, body=BODY)
    return WebhookDelivery.objects.get(key=key)


def guide():
    """The function that docs/webhooks.md gives to whoever listens."""
    text = (Path(project.BASE_DIR) / "docs" / "webhooks.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    names = {}
    exec(compile(code, "docs/webhooks.md", "exec"), names)  # noqa: S102 the guide's own code
    return names["is_ours"]


def test_message_arrives_signed_and_is_not_sent_again(webhook, message, other):
    assert deliver.func(message.pk) is True
    assert deliver.func(message.pk) is False

    ((headers, body),) = other.heard
    message.refresh_from_db()
    assert guide()(webhook.secret, headers["Plumbline-Signature"], body)
    assert (headers["Plumbline-Delivery"], headers["Plumbline-Event"]) == (message.key, "decision")
    assert json.loads(body)["data"] == BODY
    assert (message.answer, message.tries, message.next_try_at) == ("204", 1, None)
    assert message.delivered_at is not None


def test_the_guides_check_refuses_what_is_not_ours():
    is_ours, at, body = guide(), int(time.time()), b'{"id":"decision-17"}'
    good = signature("secret", body, at)

    assert is_ours("secret", good, body)
    for secret, header, content in [
        ("other", good, body),
        ("secret", good, body + b" "),
        ("secret", signature("secret", body, at - 301), body),
        ("secret", signature("secret", body, at + 301), body),
        ("secret", good.replace(f"t={at}", f"t={at + 1}"), body),
        ("secret", good.partition(",")[0], body),
        ("secret", "", body),
        ("secret", "t=²,v1=é", body),
    ]:
        assert not is_ours(secret, header, content)


def test_message_is_tried_eight_times_over_two_days_and_then_given_up(message, other):
    other.answers = [500] * 8
    start = at = now()
    tries = []
    while message.next_try_at is not None:
        assert webhooks.due(at - timedelta(seconds=1), 10) == []
        assert webhooks.deliver(message.pk, at) is False
        tries.append(round((at - start).total_seconds() / 60))
        message.refresh_from_db()
        at = message.next_try_at or at

    assert tries == [0, 1, 6, 36, 156, 516, 1236, 2676]
    assert (len(other.heard), message.answer) == (8, "500")
    assert len({body for _, body in other.heard}) == 1


def test_two_workers_send_it_once(message, other):
    seen = WebhookDelivery.objects.select_related("webhook").get(pk=message.pk)
    at = now()

    assert webhooks._taken(seen, at)
    assert not webhooks._taken(seen, at)
    assert webhooks.deliver(message.pk, at) is False
    assert other.heard == []


def test_schedule_finds_what_a_dead_worker_left(message, other):
    assert deliver_due.func() == 1
    assert deliver_due.func() == 0
    assert len(other.heard) == 1


def test_answer_410_ends_the_webhook_and_what_waits(webhook, message, other):
    waiting = told(webhook, "decision-18")
    other.answers = [410]

    deliver.func(message.pk)

    webhook.refresh_from_db()
    waiting.refresh_from_db()
    assert webhook.ended_at is not None
    assert waiting.next_try_at is None
    assert deliver_due.func() == 0
    assert AuditEntry.objects.get(verb="end_webhook").detail == {"reason": "answered 410"}


def test_redirect_counts_as_not_delivered(message, other):
    other.answers, other.headers = [307], {"Location": other.url}

    assert deliver.func(message.pk) is False
    assert len(other.heard) == 1


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("http://127.0.0.1:9/", "no answer"),
        ("https://127.0.0.1/", "not public"),
        ("https://10.0.0.1:8443/", "not public"),
        ("http://hooks.example.org/", "not public"),
        ("https://hooks.invalid/", "no answer"),
    ],
)
def test_what_is_not_reached_is_told_in_words(webhook, message, url, answer):
    Webhook.objects.update(url=url)

    assert deliver.func(message.pk) is False

    message.refresh_from_db()
    assert (message.answer, message.tries) == (answer, 1)


def test_an_address_that_moved_inside_is_refused_at_the_next_message(message, other, settings):
    settings.WEBHOOKS_MAY_BE_LOCAL = False

    assert deliver.func(message.pk) is False
    assert other.heard == []


def test_old_messages_are_forgotten_and_waiting_ones_kept(webhook, message):
    done = told(webhook, "decision-18")
    deliver.func(done.pk)
    WebhookDelivery.objects.update(made_at=now() - timedelta(days=91))

    assert forget_old_messages.func() == 1
    assert WebhookDelivery.objects.get() == message


def test_webhook_is_added_on_the_page_and_its_secret_shown_once(client, ned, other):
    client.force_login(ned.user)

    response = client.post(
        "/programs/webhooks/new/", {"url": other.url, "events": ["alert", "decision"]}
    )

    webhook = Webhook.objects.get()
    assert webhook.events == ["alert", "decision"]
    assert webhook.secret in response.text
    for page in ("/programs/", reverse("agencies:webhook", args=[webhook.pk])):
        assert webhook.secret not in client.get(page).text
    assert webhook.secret not in repr(list(AuditEntry.objects.values()))
    again = client.post("/programs/webhooks/new/", {"url": other.url, "events": ["alert"]})
    assert again.status_code == 422


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"url": "http://hooks.example.org/"}, "begin with https"),
        ({"url": "https://me:secret@hooks.example.org/"}, "user name, password"),
        ({"url": "https://127.0.0.1/"}, "public internet"),
        ({"url": "https://169.254.169.254/latest"}, "public internet"),
        ({"url": "https://hooks.example.org:22/"}, "443, 8443"),
        ({"url": "https://hooks.invalid/"}, "typing error"),
        ({"url": "javascript:alert(1)"}, "an address"),
        ({"events": []}, "required"),
        ({"events": ["birthday"]}, "birthday"),
    ],
)
def test_webhook_refuses_what_cannot_be(client, ned, other, changed, told):
    client.force_login(ned.user)
    fields = {"url": other.url, "events": ["alert"]} | changed

    response = client.post("/programs/webhooks/new/", fields)

    assert (response.status_code, Webhook.objects.count()) == (422, 0)
    assert told in response.text


def test_test_message_shows_its_answer(
    client, ned, webhook, other, django_capture_on_commit_callbacks
):
    client.force_login(ned.user)
    page = reverse("agencies:webhook", args=[webhook.pk])
    assert "Nothing was sent yet" in client.get(page).text

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("agencies:test_webhook", args=[webhook.pk]))

    assert len(other.heard) == 1
    text = client.get(page).text
    assert "204" in text
    assert "delivered" in text


def test_message_given_up_is_sent_again_by_hand(
    client, ned, message, other, django_capture_on_commit_callbacks
):
    WebhookDelivery.objects.update(tries=8, next_try_at=None, answer="500")
    client.force_login(ned.user)
    assert "given up" in client.get(reverse("agencies:webhook", args=[message.webhook_id])).text

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("agencies:send_again", args=[message.webhook_id, message.pk]))

    message.refresh_from_db()
    assert (message.answer, message.tries, len(other.heard)) == ("204", 9, 1)


def test_ended_webhook_sends_nothing_by_any_button(client, ned, webhook, message, other):
    client.force_login(ned.user)
    client.post(reverse("agencies:end_webhook", args=[webhook.pk]))
    client.post(reverse("agencies:test_webhook", args=[webhook.pk]))
    client.post(reverse("agencies:send_again", args=[webhook.pk, message.pk]))

    deliver.func(message.pk)

    assert (other.heard, WebhookDelivery.objects.count()) == ([], 1)


def test_page_of_webhooks_asks_the_database_the_same_number_of_times(
    client, ned, webhook, django_assert_max_num_queries
):
    for n in range(60):
        told(webhook, f"decision-{n}")
    client.force_login(ned.user)

    with django_assert_max_num_queries(9):
        client.get(reverse("agencies:webhook", args=[webhook.pk]))


def test_admin_of_another_agency_finds_nothing(client, south, webhook, message):
    client.force_login(make_person("Sue", south, Role.AGENCY_ADMIN).user)

    assert webhook.url not in client.get("/programs/").text
    for name, args in [("webhook", [webhook.pk]), ("end_webhook", [webhook.pk])]:
        method = client.get if name == "webhook" else client.post
        assert method(reverse(f"agencies:{name}", args=args)).status_code == 404
    webhook.refresh_from_db()
    assert webhook.ended_at is None
