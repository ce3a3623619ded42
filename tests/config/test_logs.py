"""The log names the request, as lines or as JSON, and takes no field that was not asked for."""

import json
import logging
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused

import pytest
from django.db import DataError, IntegrityError, OperationalError
from django.http import HttpResponse
from django.urls import resolve

from config import logs


@pytest.fixture
def record():
    made = logging.LogRecord("plumbline", logging.WARNING, __file__, 1, "Refused %s", ("x",), None)
    made.token = "never"
    logs.with_request(made)
    return made


def test_json_holds_the_fields_named_and_no_other(record):
    record.status_code = 404

    told = json.loads(logs.AsJson().format(record))

    assert set(told) == {"at", "level", "logger", "request", "message", "status"}
    assert (told["message"], told["status"], told["request"]) == ("Refused x", 404, "-")


def traced(record, error, form=None):
    """What the log tells of an error that was raised here."""
    try:
        raise error
    except type(error) as raised:
        record.exc_info = (type(raised), raised, raised.__traceback__)
    return (form or logs.WithoutData("%(message)s")).format(record)


def test_a_fault_keeps_its_trace_and_not_what_it_quoted(record):
    told = traced(record, KeyError("asha@north.example"), logs.AsJson())

    assert "raise error" in json.loads(told)["trace"]
    assert "KeyError: (what it said is left out" in json.loads(told)["trace"]
    assert "asha" not in told


def test_what_another_handler_wrote_is_not_taken_over(record):
    record.exc_text = "KeyError: 'asha@north.example'"

    assert "asha" not in traced(record, KeyError("asha@north.example"))


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (OperationalError("server closed the connection\nDETAIL: canary"), "server closed the con"),
        (IntegrityError('violates "email_once"\nDETAIL: Key (email)=(canary)'), '"email_once"'),
        (AttributeError("'NoneType' object has no attribute 'pk'"), "has no attribute 'pk'"),
        (FileNotFoundError(2, "No such file or directory", "/canary"), "No such file or directory"),
        (SMTPRecipientsRefused({"canary@north.example": (550, b"unknown")}), "left out"),
        (SMTPAuthenticationError(535, b"canary is wrong"), "[535]"),
        (DataError('invalid input syntax: "canary"'), "DataError: (what it said"),
    ],
)
def test_errors_tell_what_names_the_program_and_not_what_names_people(record, error, kept):
    told = traced(record, error)

    assert kept in told
    assert "canary" not in told


def test_what_a_fault_came_from_is_told_first(record):
    try:
        try:
            raise OperationalError("database is locked")
        except OperationalError as error:
            raise ValueError("canary") from error
    except ValueError as error:
        told = logs.trace(error)

    assert told.index("database is locked") < told.index("Then:") < told.index("ValueError:")
    assert told.count("canary") == 1  # the line of this test


def test_a_line_for_each_request_names_its_route(rf, caplog):
    request = rf.get("/verify/a-secret-code/?name=asha")
    request.resolver_match = resolve("/verify/a-secret-code/")

    with caplog.at_level(logging.INFO, "plumbline.requests"):
        logs.named_requests(lambda request: HttpResponse(status=404))(request)

    (line,) = [entry for entry in caplog.messages if "verify" in entry]
    assert line.startswith("GET verify:certificate 404 ")
    assert "secret" not in line


def test_requests_have_lines_only_where_they_were_asked_for(monkeypatch):
    monkeypatch.delenv("LOG_REQUESTS", raising=False)
    assert logs.from_environment()["loggers"]["plumbline.requests"]["level"] == "WARNING"

    monkeypatch.setenv("LOG_REQUESTS", "1")
    assert logs.from_environment()["loggers"]["plumbline.requests"]["level"] == "INFO"


@pytest.mark.parametrize("sent", ["abc123", "A" * 64])
def test_the_proxys_id_goes_through(rf, sent):
    seen = []

    def view(request):
        record = logging.LogRecord("x", logging.INFO, __file__, 1, "m", (), None)
        logs.with_request(record)
        seen.append(record.request_id)
        return HttpResponse()

    answer = logs.named_requests(view)(rf.get("/", headers={"X-Request-Id": sent}))

    assert (answer["X-Request-Id"], seen) == (sent, [sent])


@pytest.mark.parametrize("sent", ["", "a b", "x\ninjected", "é", "A" * 65])
def test_an_id_that_could_write_lines_of_its_own_is_replaced(rf, sent):
    request = rf.get("/")
    request.META["HTTP_X_REQUEST_ID"] = sent

    answer = logs.named_requests(lambda request: HttpResponse())(request)

    assert answer["X-Request-Id"] != sent
    assert len(answer["X-Request-Id"]) == 16


@pytest.mark.parametrize(("form", "formatter"), [("", "line"), ("json", "json")])
def test_the_environment_chooses_the_form(form, formatter):
    assert logs.settings("INFO", form)["handlers"]["stderr"]["formatter"] == formatter


@pytest.mark.parametrize(
    "path",
    [
        "/shared/s3cret-code/",
        "/en/invitation/s3cret-code/",
        "/verify/s3cret-code/",
        "/account/password/reset/key/s3cret-code/",
        "/account/confirm-email/s3cret-code/",
    ],
)
def test_an_address_that_opens_a_door_is_not_written_down(path):
    made = logging.LogRecord("x", logging.WARNING, __file__, 1, "%s: %s", ("Gone", path), None)

    logs.without_codes(made)

    assert "s3cret" not in made.getMessage()
    assert made.getMessage().startswith("Gone: /")
    assert "codes" in logs.settings("INFO", "json")["handlers"]["stderr"]["filters"]
