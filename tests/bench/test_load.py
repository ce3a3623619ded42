"""The arithmetic of the load measurement, its browsers, and the whole of it, small."""

import json
import socket
import threading
import time

import pytest

from bench import load
from bench.load import client, verdicts
from bench.load.measuring import Size
from bench.load.rounds import Round, percentile
from bench.load.written import Desk, Request
from bench.site import Person, World

SCORES = {"i1": (0, 1), "i2": (-1, 0, 2)}


def a_round(kind, *, n=10, seconds=1.0, took=10.0, cost=0.1):
    return Round(kind, n, seconds, (took,) * n, {200: n}, (), 0, 0.1, cost)


@pytest.fixture
def desk():
    person = Person("a@example.org", 1, 1, "the-session", cases=(7, 8))
    return Desk(person, World(1, SCORES, (person,), (), {}), "127.0.0.1", (7, 8))


def test_percentile_is_the_value_that_so_many_do_not_exceed():
    assert percentile(range(1, 101), 95) == 95
    assert percentile([5.0], 95) == 5.0
    assert percentile([1.0, 2.0], 50) == 1.0


def test_each_round_is_held_against_the_round_beside_it():
    rounds = [
        a_round("reference", took=10.0, seconds=1.0),
        a_round("autosave", took=20.0, seconds=2.0),
        a_round("reference", took=40.0, seconds=4.0),
        a_round("autosave", took=120.0, seconds=8.0),
    ]

    found = verdicts.compared(rounds, "autosave")

    assert (found.rate, found.p95, found.p95_from, found.p95_to) == (0.5, 2.5, 2.0, 3.0)
    assert (found.n, found.cost) == (20, 1.0)


@pytest.mark.parametrize(
    ("kind", "took", "seconds", "short"),
    [
        ("autosave", 29.0, 2.0, 0),
        ("autosave", 30.0, 2.0, 1),
        ("submit", 29.0, 2.1, 1),
        ("submit", 31.0, 2.1, 2),
        ("feedback", 49.0, 9.0, 0),
        ("feedback", 50.0, 1.0, 1),
    ],
)
def test_what_falls_short_is_said(kind, took, seconds, short):
    rounds = [a_round("reference"), a_round(kind, took=took, seconds=seconds)]

    assert len(verdicts.falls_short(verdicts.compared(rounds, kind))) == short


def test_growth_and_gain():
    assert verdicts.growth({5_000: 100.0, 10_000: 101.0, 20_000: 103.0}) == pytest.approx(0.03)
    alone = [a_round("autosave", seconds=2.0)] * 3
    assert verdicts.gain(alone, [a_round("autosave", seconds=1.0)] * 3) == 2.0


def saved(revision, value):
    return Request("autosave", "", 200, 7, "i1", revision, value)


@pytest.mark.parametrize(
    ("row", "n"), [((7, "i1", 2, 1), 0), ((7, "i1", 1, 0), 1), ((7, "i1", 2, 0), 1), (None, 1)]
)
def test_an_acknowledged_answer_that_is_not_stored_is_lost(row, n):
    told = {"answers": [row] if row else [], "codings": []}

    assert len(verdicts.lost([saved(1, "0"), saved(2, "1")], told)) == n


@pytest.mark.parametrize(("cases", "n"), [([7], 0), ([], 1), ([7, 7], 1)])
def test_a_coding_is_there_once(cases, n):
    told = {"answers": [], "codings": [[case, {}] for case in cases]}

    assert len(verdicts.lost([Request("submit", "", 302, 7)], told)) == n


def test_a_desk_changes_every_answer_and_names_the_revision_it_saw(desk):
    asked = [desk.autosave() for _ in range(5)]

    assert [(one.case, one.question, one.revision, one.value) for one in asked] == [
        (7, "i1", 1, "0"),
        (7, "i2", 1, "-1"),
        (8, "i1", 1, "0"),
        (8, "i2", 1, "-1"),
        (7, "i1", 2, "1"),
    ]
    assert 'name="i1-revision"\r\n\r\n1\r\n' in asked[4].data
    assert "sessionid=the-session" in asked[0].data


def test_the_empty_view_is_sent_what_an_answer_is(desk):
    saving, empty = desk.autosave(), desk.reference()

    body = saving.data.partition("\r\n\r\n")[2]
    assert empty.data.partition("\r\n\r\n")[2] == body
    assert "sessionid" not in desk.reference("bare", is_signed_in=False).data


def test_an_answer_is_whole_when_its_length_has_come():
    head = b"HTTP/1.1 302 Found\r\nContent-Length: 4\r\n\r\n"

    assert client.whole_answer(bytearray(head + b"abc")) == 0
    assert client.whole_answer(bytearray(head + b"abcd")) == 302
    with pytest.raises(ValueError, match="without a length"):
        client.whole_answer(bytearray(b"HTTP/1.1 200 OK\r\n\r\nabc"))


@pytest.fixture
def rude_server():
    """Ends the first connection without a word; answers everything afterwards."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        listening.accept()[0].close()
        connection, _ = listening.accept()
        with connection:
            while connection.recv(1000):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with listening:
        yield listening.getsockname()
    thread.join(10)


def test_a_request_whose_connection_ends_is_sent_again(rude_server):
    asking = client.Client(rude_server, [(b"GET / HTTP/1.1\r\n\r\n", n) for n in range(3)])

    log = client.run([asking], time.perf_counter() + 60)

    assert [(number, status) for number, status, _ in log.answers] == [(0, 200), (1, 200), (2, 200)]
    assert log.reconnected == 1


@pytest.mark.full
def test_a_small_measurement_loses_nothing_and_refuses_nothing():
    size = Size(clients=6, rounds=2, each=4, forms=2, memory=(120, 240, 360), writers=3)

    found = load.figures(size=size)

    for place in (found["sqlite"], found["postgresql"]):
        assert (place["refused"], place["lost"]) == (0, [])
        assert set(place["beside"]) == set(load.KINDS)
    assert found["writers"]["refused"] == 0
    assert "Memory of one web process" in load.text(found)
    json.dumps(found)
