"""Whatever goes wrong is a problem as RFC 9457 says, and never repeats what was sent."""

import json

import pytest
from django.db import OperationalError

from tests.reliability.api.test_scoring import of_facts

SHAPE = {"type", "title", "status", "detail", "instance"}
DEEP = b'{"tool": ' + b"[" * 40 + b"]" * 40 + b"}"


def problem(answer):
    told = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert set(told) >= SHAPE
    assert told["status"] == answer.status_code
    assert told["type"].startswith("/api/v1/docs/#problem-")
    assert told["detail"].endswith(".")
    return told


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing/", "/api/v2/tools/", "/api/v1/tools"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_every_address_that_names_nothing_is_a_problem(client, path, method):
    answer = getattr(client, method)(path)

    assert answer.status_code == 404
    assert problem(answer)["instance"] == path


def test_a_method_that_an_address_does_not_have_is_told_which_it_has(program, ana):
    asking = program(ana)

    answer = asking.client.delete("/api/v1/score/", headers=asking.headers)

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    problem(answer)


def test_another_format_than_json_is_refused_both_ways(program, ana):
    asking = program(ana)

    wanted = asking.get("/tools/", Accept="text/csv")
    sent = asking.client.post(
        "/api/v1/score/", "a,b", content_type="text/csv", headers=asking.headers
    )

    assert (wanted.status_code, sent.status_code) == (406, 415)
    problem(wanted)
    problem(sent)


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"\xff\xfe",
        b'{"tool": NaN}',
        b'{"tool": -Infinity}',
        b'{"tool": 1e999}',
        b'{"tool": 12345678901234567890}',
        b'{"tool": "a", "tool": "b"}',
        b'{"tool": "a\\u0000"}',
        b'{"tool": "\\ud800"}',
        DEEP,
        b"[" * 100_000,
    ],
    ids=lambda raw: repr(raw[:30]),
)
def test_what_is_not_json_or_beyond_bounds_cannot_be_read(program, ana, raw):
    answer = program(ana).post("/score/", raw)

    assert answer.status_code == 400
    problem(answer)


def test_a_body_that_is_too_large_is_not_read_to_its_end(program, ana):
    answer = program(ana).post("/score/", b'{"tool": "' + b"x" * 1_000_000 + b'"}')

    assert answer.status_code == 413
    assert "1000000" in problem(answer)["detail"]


def test_each_mistake_in_a_body_is_told_by_its_place(program, ana):
    answer = program(ana).post("/score/", {"tool": "static-98", "facts": [], "surname": "Doe"})

    told = problem(answer)
    assert answer.status_code == 422
    assert {error["place"] for error in told["errors"]} == {
        "tool",
        "facts",
        "fictional",
        "surname",
    }


def test_no_error_repeats_what_was_sent(program, ana):
    secret = "Marguerite-1959"
    body = {"title": "A", "tool": TOOL_NONE, "keep_until": secret, "rows": [{"target": [secret]}]}

    answers = [
        program(ana).post("/studies/", body),
        program(ana).post("/studies/", {secret: secret}),
        program(ana).get(f"/tools/?{secret}={secret}"),
        program(ana).get(f"/codings/?since={secret}"),
    ]

    for answer in answers:
        assert answer.status_code in (400, 422)
        assert secret not in answer.content.decode()


TOOL_NONE = "none"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "limit=x", "after=-1", "after=1&after=2", "since=2026-2-1"]
)
def test_what_an_address_does_not_take_is_refused(program, asha, query):
    answer = program(asha).get(f"/codings/?{query}")

    assert answer.status_code == 400
    problem(answer)


@pytest.mark.parametrize(
    ("fault", "status"), [(ZeroDivisionError("secret words"), 500), (OperationalError("x"), 503)]
)
def test_a_fault_tells_nothing_of_itself(program, asha, monkeypatch, fault, status):
    def fails(*_arguments):
        raise fault

    monkeypatch.setattr("reliability.api.views.tools.tool_document", fails)

    answer = program(asha).get("/tools/")

    assert answer.status_code == status
    assert "secret" not in answer.content.decode()
    problem(answer)
    assert status == 500 or answer["Retry-After"] == "5"


def test_problems_come_in_the_readers_language(program, ana):
    answer = program(ana).post("/score/", of_facts(fictional=False), **{"Accept-Language": "fr-CA"})

    told = json.loads(answer.content)
    assert told["title"] != "The request is not as it should be"
    assert told["status"] == 422


@pytest.mark.parametrize(
    "address",
    [
        "/studies/39393094415203934208/reports/2647181508421/",
        "/studies/1/reports/39393094415203934208/",
        "/codings/39393094415203934208/",
        "/codings/%0A/",
        "/studies/%0A%C2%AA/",
        "/studies/1/reports/1/files/%C3%A9%0A/",
    ],
)
def test_odd_addresses_are_not_found_in_the_same_form(program, ana, address):
    response = program(ana).get(address)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
