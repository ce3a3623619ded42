"""The log names the request, as lines or as JSON, and takes no field that was not asked for."""

import json
import logging

import pytest
from django.http import HttpResponse

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


def test_a_fault_keeps_its_trace(record):
    try:
        raise KeyError("lost")
    except KeyError as error:
        record.exc_info = (KeyError, error, error.__traceback__)

    assert "KeyError: 'lost'" in json.loads(logs.AsJson().format(record))["trace"]


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


@pytest.mark.parametrize("path", ["/shared/s3cret-code/", "/en/invitation/s3cret-code/"])
def test_an_address_that_opens_a_door_is_not_written_down(path):
    made = logging.LogRecord("x", logging.WARNING, __file__, 1, "%s: %s", ("Gone", path), None)

    logs.without_codes(made)

    assert "s3cret" not in made.getMessage()
    assert made.getMessage().startswith("Gone: /")
    assert "codes" in logs.settings("INFO", "json")["handlers"]["stderr"]["filters"]
