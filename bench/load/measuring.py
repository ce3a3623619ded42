"""The parts of the measurement: each starts its servers, asks, and tells what it found."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from bench.command import MeasurementError
from bench.load.rounds import Round, ask, resident_mib
from bench.load.written import Desk, Request
from bench.site import Service, Site, Wanted
from bench.site.servers import LOCAL

SETTINGS = {"DJANGO_SETTINGS_MODULE": "bench.load.settings"}
SAVING = 4
"""Cases of each assessor in which single answers are saved; the others are handed in."""

WARM = 4
"""Requests of each client before anything is measured: every process has shown every page then."""


@dataclass(frozen=True)
class Size:
    """How much is asked: requests of one client in one round, and how many rounds."""

    clients: int = 50
    rounds: int = 4
    each: int = 20
    forms: int = 5
    """Cases that each client hands in, and reads the feedback of, in one round."""
    memory: tuple[int, ...] = (5_000, 10_000, 15_000, 20_000)
    writers: int = 8


@dataclass
class Place:
    """An installation with its people, and what they will hand in."""

    site: Site
    desks: list[Desk]
    waiting: list[list[int]]
    """For each desk, the cases to hand in."""
    forms: Mapping[str, Mapping[str, str]]
    asked: list[Round] = field(default_factory=list)
    """Every round so far."""

    def ask(self, web: Service, kind: str, n: int) -> Round:
        """One round: so many requests of this kind from every client."""
        found = ask(web, self._queues(kind, n))
        self.asked.append(found)
        return found

    def _queues(self, kind: str, n: int) -> list[list[Request]]:
        match kind:
            case "submit":
                return self._for_waiting(n, lambda desk, case: desk.submit(case, self._form(case)))
            case "feedback":
                found = self._for_waiting(n, Desk.feedback)
                # What was handed in and read is done with
                for cases in self.waiting:
                    del cases[:n]
                return found
            case "anonymous" | "bare":
                return self._for_each(n, lambda desk: desk.reference(kind, is_signed_in=False))
            case "autosave":
                return self._for_each(n, Desk.autosave)
            case "mixed":
                return [[_one_of_ten(desk, turn) for turn in range(n)] for desk in self.desks]
        return self._for_each(n, Desk.reference)

    def _for_each(self, n: int, write: Callable[[Desk], Request]) -> list[list[Request]]:
        return [[write(desk) for _ in range(n)] for desk in self.desks]

    def _for_waiting(self, n: int, write: Callable[[Desk, int], Request]) -> list[list[Request]]:
        pairs = zip(self.desks, self.waiting, strict=True)
        return [[write(desk, case) for case in cases[:n]] for desk, cases in pairs]

    def _form(self, case: int) -> Mapping[str, str]:
        return self.forms[str(case)]

    def told(self) -> dict[str, list[list[object]]]:
        """What the database holds now."""
        found: dict[str, list[list[object]]] = json.loads(
            self.site.run("-m", "bench.load.stored", "tell")
        )
        return found


def _one_of_ten(desk: Desk, turn: int) -> Request:
    """Of ten requests eight save an answer; the others are a page to score on, and the start."""
    if turn % 10 == 3:
        return desk.page(desk.saving[0])
    return desk.start() if turn % 10 == 7 else desk.autosave()


@contextlib.contextmanager
def place(database: str, size: Size) -> Iterator[Place]:
    """An installation of its own in a new folder, with people who are signed in."""
    handed_in = size.rounds * size.forms + WARM
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        site = Site(Path(folder), database, SETTINGS)
        site.prepare()
        site.run("-m", "bench.load.reference")
        world = site.make_world(Wanted(assessors=size.clients, cases=SAVING + handed_in))
        waiting = [list(person.cases[SAVING:]) for person in world.assessors]
        if min(map(len, waiting)) < handed_in:
            raise MeasurementError(
                f"The library has too few practice cases to hand in {handed_in} by each assessor."
            )
        forms = _filled(site, list(chain.from_iterable(waiting)))
        desks = [Desk(person, world, LOCAL, person.cases[:SAVING]) for person in world.assessors]
        yield Place(site, desks, waiting, forms)


def _filled(site: Site, cases: Sequence[int]) -> Mapping[str, Mapping[str, str]]:
    listed = site.folder / "cases.json"
    listed.write_text(json.dumps(cases))
    told = site.run("-m", "bench.load.stored", "fill", str(listed))
    forms: Mapping[str, Mapping[str, str]] = json.loads(told)
    return forms


@contextlib.contextmanager
def running(*services: Service) -> Iterator[None]:
    """These servers, up and ready; none of them is left behind."""
    try:
        for service in services:
            service.start()
        for service in services:
            service.wait_until_ready()
        yield
    finally:
        for service in services:
            service.stop()


def ratios(at: Place, size: Size) -> list[Round]:
    """The empty view and the pages in turn, on the web server of docs/deploy.md."""
    web, naked = at.site.web(), at.site.web()
    bare = replace(
        naked, environment={**naked.environment, "DJANGO_SETTINGS_MODULE": "bench.load.bare"}
    )
    kinds = {
        "reference": (web, size.each),
        "autosave": (web, size.each),
        "submit": (web, size.forms),
        "feedback": (web, size.forms),
        "anonymous": (web, size.each),
        "bare": (bare, size.each),
    }
    with running(web, bare):
        for kind, (server, _) in kinds.items():
            at.ask(server, kind, WARM)
        return [
            at.ask(server, kind, n)
            for _ in range(size.rounds)
            for kind, (server, n) in kinds.items()
        ]


def writers(at: Place, size: Size) -> list[Round]:
    """As many processes as shall write at once, each with one thread."""
    web = at.site.web(processes=size.writers, threads=1)
    with running(web):
        return [at.ask(web, "autosave", size.each) for _ in range(size.rounds)]


def one_and_two(at: Place, size: Size) -> tuple[list[Round], list[Round]]:
    """The same answers saved through one web process and through two, in turn."""
    one, two = at.site.web(processes=1), at.site.web(processes=2)
    alone: list[Round] = []
    both: list[Round] = []
    with running(one, two):
        for web in (one, two):
            at.ask(web, "autosave", WARM)
        for _ in range(size.rounds):
            alone.append(at.ask(one, "autosave", size.each))
            both.append(at.ask(two, "autosave", size.each))
    return alone, both


def memory(at: Place, size: Size) -> dict[int, float]:
    """RSS of the one process that answers, after so many requests."""
    web = at.site.web(processes=1)
    found: dict[int, float] = {}
    asked = 0
    with running(web):
        answering = web.processes()[-1]
        for until in size.memory:
            at.ask(web, "mixed", (until - asked) // len(at.desks))
            asked = until
            found[until] = resident_mib(answering)
    return found
