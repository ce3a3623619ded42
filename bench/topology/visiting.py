"""Assessors who come through the proxy by HTTPS, and what they check on their way."""

from __future__ import annotations

import http.client
import ssl
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from bench.command import MeasurementError
from bench.site import Answer, Assessor, CutError, Person, Sheet, World

HOST = "__Host-"
"""Before the names of cookies by HTTPS: this host's alone."""
WRONG_TRIES = 6
"""One more than wrong passwords of one account are let through in five minutes."""


class Visitor(Assessor):
    """An assessor by HTTPS; the certificate is of this run and is not checked."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.cookies[f"{HOST}csrftoken"] = self.cookies["csrftoken"]
        if self.session:
            self.cookies[f"{HOST}sessionid"] = self.session

    def _keep(self, lines: list[str]) -> None:
        super()._keep(lines)
        # What stands in the form is what stands in the cookie, also after it was changed.
        self.cookies["csrftoken"] = self.cookies[f"{HOST}csrftoken"]

    def _open(self) -> http.client.HTTPConnection:
        if self._connection is not None and self._connection.sock is not None:
            return self._connection
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        made = http.client.HTTPSConnection(
            self.host, self.port, timeout=self.seconds, context=context
        )
        try:
            made.connect()
        except OSError as error:
            raise CutError(f"no connection: {type(error).__name__}") from error
        self._connection = made
        return made

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        return super()._ask(method, path, body, {"Referer": f"https://{self.host}/", **headers})


@dataclass(frozen=True)
class Worked:
    """What came of a day's work of everybody."""

    people: int
    handed_in: int
    failed: tuple[str, ...]


def everybody_works(world: World, host: str, port: int) -> Worked:
    """Each signs in by the form, scores one case answer by answer, hands it in, reads feedback."""
    with ThreadPoolExecutor(len(world.assessors)) as threads:
        said = list(threads.map(lambda one: _works(world, one, host, port), world.assessors))
    failed = tuple(one for one in said if one)
    return Worked(len(said), len(said) - len(failed), failed)


def _works(world: World, person: Person, host: str, port: int) -> str:
    """What went wrong, "" where nothing did."""
    visitor = Visitor(host, port)
    try:
        visitor.sign_in(person.email, world.password)
        sheet = visitor.open_case(person.cases[0])
        visitor.save(sheet, "eligibility", "yes")
        for item, scores in world.items.items():
            visitor.save(sheet, item, str(scores[-1]))
        visitor.hand_in(sheet)
        answer = visitor.feedback(person.cases[0])
        return "" if answer.status == 200 else f"feedback answered {answer.status}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        visitor.close()


def language_holds(person: Person, host: str, port: int, times: int) -> bool:
    """Whether French, chosen once, is French on every page after, whichever process answers."""
    visitor = Visitor(host, port, person.session)
    visitor.submit("/language/", {"language": "fr-ca", "next": "/training/"})
    pages = [visitor.get("/training/").text for _ in range(times)]
    visitor.submit("/language/", {"language": "en", "next": "/training/"})
    visitor.close()
    return all('lang="fr' in page[:200] for page in pages)


def limit_holds(world: World, person: Person, host: str, port: int) -> bool:
    """Whether wrong passwords are counted together: after them the right one is refused too."""
    for _ in range(WRONG_TRIES):
        _tried(person, "wrong-" + world.password, host, port)
    return _tried(person, world.password, host, port).status != 302


def _tried(person: Person, password: str, host: str, port: int) -> Answer:
    """Each from a new browser."""
    visitor = Visitor(host, port)
    try:
        visitor.get("/account/login/")
        return visitor.submit("/account/login/", {"login": person.email, "password": password})
    finally:
        visitor.close()


@dataclass
class Watched:
    """Requests while web processes go away."""

    reads: int = 0
    reads_failed: int = 0
    writes: int = 0
    writes_failed: int = 0


def while_away(
    world: World, host: str, port: int, seconds: float, act: Callable[[], None]
) -> Watched:
    """People read and write for so long; meanwhile `act` stops and kills web processes."""
    end = time.monotonic() + seconds
    some = world.assessors[:4]
    with ThreadPoolExecutor(len(some) + 1) as threads:
        acting = threads.submit(act)
        counted = list(threads.map(lambda one: _reads_and_writes(one, host, port, end), some))
        acting.result()
    whole = Watched()
    for one in counted:
        whole.reads += one.reads
        whole.reads_failed += one.reads_failed
        whole.writes += one.writes
        whole.writes_failed += one.writes_failed
    return whole


def _reads_and_writes(person: Person, host: str, port: int, end: float) -> Watched:
    """A page, then an answer of an open case, in turns. What was cut counts as failed."""
    seen, visitor = Watched(), Visitor(host, port, person.session)
    sheet = visitor.open_case(person.cases[1])
    score = 0
    while time.monotonic() < end:
        seen.reads += 1
        seen.reads_failed += not _ok(lambda: visitor.get("/training/").status == 200)
        seen.writes += 1
        score = 1 - score
        if not _ok(partial(_saved, visitor, sheet, str(score))):
            seen.writes_failed += 1
            sheet = visitor.open_case(person.cases[1])
    visitor.close()
    return seen


def _saved(visitor: Visitor, sheet: Sheet, score: str) -> bool:
    return visitor.save(sheet, "i8", score).revision > 0


def _ok(act: Callable[[], bool]) -> bool:
    try:
        return act()
    except Exception:
        return False


def wait_for(host: str, port: int, seconds: float = 120.0) -> None:
    """Until a page comes through the proxy."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        visitor = Visitor(host, port)
        try:
            if visitor.get("/health/live").status == 200:
                return
        except CutError:
            pass
        finally:
            visitor.close()
        time.sleep(0.2)
    raise MeasurementError(f"No page came through the proxy in {seconds:.0f} s.")
