"""Twenty assessors and a coordinator at work, who repeat whatever got no answer."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TypeVar

from bench.kill.ledger import Deed, Failure, HandIn, Ledger, Write
from bench.site import Assessor, CutError, Person, RefusedError, Sheet, World
from bench.site.assessor import ELIGIBILITY

T = TypeVar("T")
PAUSE = 0.15
"""Seconds between two requests of one person, on average."""
CHANGES_MIND = 0.15
SLIPS = 0.15
ENOUGH_FOR_A_STUDY = 5
KNOWS = 0.8
"""The share of exams sat right: a wrong one is over sooner, and leads to no certificate."""
EXAM_EVERY = 2  # cases


@dataclass
class Clock:
    """Since when every server runs, 0 while one is down; shared with whoever kills them."""

    up_since: float = 0.0


@dataclass
class Shift:
    """What all clients of one trial share."""

    world: World
    ledger: Ledger
    host: str
    port: int
    seed: int
    clock: Clock = field(default_factory=Clock)
    over: threading.Event = field(default_factory=threading.Event)
    waiting: SimpleQueue[Person] = field(default_factory=SimpleQueue)
    """People whom nobody plays yet."""


class Client(threading.Thread):
    """One person after another at a browser, until the shift is over.

    What is begun when it ends is brought to its end: the servers are up then.
    """

    def __init__(self, shift: Shift, name: str) -> None:
        super().__init__(name=name, daemon=True)
        self.shift, self.ledger, self.world = shift, shift.ledger, shift.world
        self.random = random.Random(f"{shift.seed} {name}")  # noqa: S311 - repeatable
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            self.work()
        except BaseException as error:
            self.failure = error

    def work(self) -> None:
        raise NotImplementedError

    def browser(self, person: Person) -> Assessor:
        return Assessor(self.shift.host, self.shift.port, person.session)

    def asked(self, what: str, ask: Callable[[], T]) -> T | None:
        """The answer, however often it takes to get one; None where it is a refusal.

        As a page does: what got no answer, or one that tells of a busy server, is sent again.
        """
        time.sleep(self.random.uniform(0, 2 * PAUSE))
        wait = 0.1
        while True:
            self.ledger.requests += 1
            up_since = self.shift.clock.up_since
            try:
                return ask()
            except CutError:
                self.ledger.cuts += 1
            except RefusedError as refused:
                if refused.answer.status < 500:
                    self.ledger.refused.append(f"{what}: {refused}")
                    return None
                self._failed(refused.answer.status, what, up_since)
            time.sleep(wait + self.random.uniform(0, wait))
            wait = min(wait * 2, 1.0)

    def _failed(self, status: int, what: str, up_since: float) -> None:
        """A request that ran while something was down counts as of then."""
        clock = self.shift.clock
        whole = up_since and clock.up_since == up_since
        after = time.monotonic() - up_since if whole else -1.0
        self.ledger.failures.append(Failure(status, what, after))


class AssessorClient(Client):
    """Practises, sits exams, changes their mind; goes on as somebody else once all is scored."""

    def work(self) -> None:
        while not self.shift.over.is_set():
            try:
                person = self.shift.waiting.get_nowait()
            except Empty:
                return
            self._work_as(person)

    def _work_as(self, person: Person) -> None:
        browser = self.browser(person)
        done = 0
        while not self.shift.over.is_set():
            if done % EXAM_EVERY == 0:
                self._exam(browser, person)
            case = self.asked(
                "practise", lambda: browser.practise_next(person.enrolment, self.world.tool)
            )
            if case is None:
                return
            self.ledger.given.append(case)
            if not self._score(browser, person, case, 0, is_right=True):
                return
            done += 1

    def _exam(self, browser: Assessor, person: Person) -> None:
        """One attempt, where one is open to this person now."""
        exam = self.asked("begin an exam", lambda: begin(browser, person, self.world.tool))
        if not exam:
            return
        if exam not in self.ledger.exams:
            self.ledger.exams.append(exam)
        is_right = self.random.random() < KNOWS
        for case in self.asked("open an exam", lambda: browser.cases_of(exam)) or []:
            if self.shift.over.is_set():
                return
            self._score(browser, person, case, exam, is_right=is_right)

    def _score(
        self, browser: Assessor, person: Person, case: int, exam: int, *, is_right: bool
    ) -> bool:
        """One case from its first answer to its hand-in; False where it stays open."""
        sheet = self.asked("open a case", lambda: browser.open_case(case))
        if sheet is None:
            return False
        slips = 0 if exam else SLIPS
        for question, value, reason in self._answers(sheet, slips, is_right=is_right):
            if self.shift.over.is_set() or not self._save(browser, sheet, question, value, reason):
                return False
        entry = HandIn(case, sheet.key, person.membership, exam)
        self.ledger.hand_ins.append(entry)
        entry.is_acknowledged = self.asked("hand in", lambda: browser.hand_in(sheet)) is not None
        if entry.is_acknowledged:
            self.asked("feedback", lambda: browser.feedback(case))
        return entry.is_acknowledged

    def _save(
        self, browser: Assessor, sheet: Sheet, question: str, value: str, reason: str
    ) -> bool:
        entry = Write(sheet.case, question, value, reason)
        self.ledger.writes.append(entry)
        saved = self.asked("autosave", lambda: browser.save(sheet, question, value, reason))
        if saved is not None:
            entry.revision = saved.revision
        return saved is not None

    def _answers(self, sheet: Sheet, slips: float, *, is_right: bool) -> list[tuple[str, str, str]]:
        """What is answered, in order; some questions twice, for people change their mind."""
        right = self.world.right[sheet.title]
        other = "no" if right.eligibility == "yes" else "yes"
        eligibility = right.eligibility if is_right else other
        found = [(ELIGIBILITY, eligibility, "")]
        if eligibility != "yes":
            return found
        for item, choices in self.world.items.items():
            if self.random.random() < CHANGES_MIND:
                found.append((item, str(self.random.choice(choices)), ""))
            score = right.scores.get(item)
            if self.random.random() < slips:
                score = self.random.choice(choices)
            unknown = (item, "insufficient", "The file does not tell.")
            found.append(unknown if score is None else (item, str(score), ""))
        return found


def begin(browser: Assessor, person: Person, tool: str) -> int:
    """The exam that is running now; 0 where the program says why none is open to this person."""
    try:
        return browser.begin_exam(person.enrolment, tool)
    except RefusedError as refused:
        if refused.answer.status == 409:
            return 0
        raise


class CoordinatorClient(Client):
    """Confirms what was decided, issues certificates, invites people, asks for studies."""

    STUDY_EVERY = 12.0

    def work(self) -> None:
        person = self.world.coordinators[0]
        browser = self.browser(person)
        confirmed: set[str] = set()
        number, study_at = 0, time.monotonic() + self.STUDY_EVERY / 2
        while not self.shift.over.is_set():
            number += 1
            self._invite(browser, f"invited{number}@measured.example")
            for decision in self.asked("decisions", lambda: waiting_decisions(browser)) or []:
                if decision not in confirmed and not self.shift.over.is_set():
                    confirmed.add(decision)
                    self._confirm(browser, decision)
            if time.monotonic() > study_at and self._is_enough_for_a_study():
                self._study(browser, number)
                study_at = time.monotonic() + self.STUDY_EVERY
            time.sleep(0.5)

    def _is_enough_for_a_study(self) -> bool:
        """Codings with scores must be there, or the study says rightly that there are none."""
        scored = {write.case for write in self.ledger.writes if write.question != ELIGIBILITY}
        done = [one for one in self.ledger.hand_ins if one.is_acknowledged and one.case in scored]
        return len(done) >= ENOUGH_FOR_A_STUDY

    def _invite(self, browser: Assessor, email: str) -> None:
        deed = self._deed("invite", email)
        fields = {"email": email, "name": "", "role": "assessor", "cohort": "", "language": ""}

        def ask() -> bool:
            answer = browser.submit("/people/invite/", fields)
            # 422: the address is invited already, by the request whose answer was cut off
            if answer.status != 302 and (answer.status != 422 or email not in answer.text):
                raise RefusedError("invite", answer)
            return True

        deed.is_acknowledged = bool(self.asked("invite", ask))

    def _confirm(self, browser: Assessor, decision: str) -> None:
        deed = self._deed("confirm", decision)
        path = f"/reliability/decisions/{decision}/confirm/"
        fields = {"confirm-reason": "As computed."}
        standing = self.asked("confirm", lambda: led_to(browser, path, fields, "decisions"))
        deed.is_acknowledged, deed.answer = standing is not None, standing or 0
        page = standing and self.asked(
            "decision", lambda: browser.page(f"/reliability/decisions/{standing}/")
        )
        if not page or f"/reliability/decisions/{standing}/certificate/" not in page.text:
            return
        deed = self._deed("issue", str(standing))
        path = f"/reliability/decisions/{standing}/certificate/"
        issued = self.asked("issue", lambda: led_to(browser, path, {}, "certificates"))
        deed.is_acknowledged, deed.answer = issued is not None, issued or 0

    def _study(self, browser: Assessor, number: int) -> None:
        """Asked for once: a person who got no answer looks at the list before asking again."""
        deed = self._deed("study", str(number))
        fields = {
            "tool": self.world.tool,
            "title": f"Study {number}",
            "kind": "between",
            "keep_until": time.strftime("%Y-%m-%d", time.gmtime(time.time() + 90 * 86400)),
        }
        up_since = self.shift.clock.up_since
        try:
            self.ledger.requests += 1
            deed.answer = led_to(browser, "/studies/new/codings/", fields, "jobs")
            deed.is_acknowledged = True
        except CutError:
            self.ledger.cuts += 1
        except RefusedError as refused:
            if refused.answer.status >= 500:
                self._failed(refused.answer.status, "study", up_since)
            elif refused.answer.status != 422:
                self.ledger.refused.append(f"study: {refused}")

    def _deed(self, kind: str, target: str) -> Deed:
        deed = Deed(kind, target)
        self.ledger.deeds.append(deed)
        return deed


def waiting_decisions(browser: Assessor) -> list[str]:
    """The decisions that are to be confirmed, as the page lists them before its table."""
    answer = browser.page("/reliability/decisions/")
    listed = answer.text.partition("<table")[0]
    return sorted(set(re.findall(r'role="button" href="/reliability/decisions/(\d+)/"', listed)))


def led_to(browser: Assessor, path: str, fields: dict[str, str], kind: str) -> int:
    """The number of what a form led to."""
    answer = browser.submit(path, fields)
    found = re.search(rf"/{kind}/(\d+)/", answer.location)
    if answer.status != 302 or found is None:
        raise RefusedError(path, answer)
    return int(found[1])
