"""An assessor at work: what the pages and their script ask of the server, in the same order.

Everything is made so that it may be repeated after a cut connection, as the page does: the same
answer with the same revision, the same form with the same key.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.site.browser import Answer, Browser

ELIGIBILITY = "eligibility"
_KEY = re.compile(r'data-key="([0-9a-f-]{36})"')
_TITLE = re.compile(r"<h1>([^<]*)</h1>")
_REVISION = re.compile(r'name="([a-z0-9_]+)-revision" value="(\d+)"')
_CHECKED = re.compile(
    r'name="([a-z0-9_]+)-value"\s+value="([a-z0-9_-]+)"\s+data-wording="[^"]*"\s+checked'
)
_CASE = re.compile(r"/training/cases/(\d+)/")
_EXAM = re.compile(r"/training/exams/(\d+)/")


class RefusedError(Exception):
    """The server answered, and did not do what it was asked; `answer` is what it said."""

    def __init__(self, what: str, answer: Answer) -> None:
        super().__init__(f"{what}: {answer.status} {answer.location} {answer.text[:300]}")
        self.answer = answer


@dataclass
class Sheet:
    """A case that is open for scoring, as the page shows it."""

    case: int
    key: str
    title: str
    revisions: dict[str, int]
    """Question to the revision last seen."""
    values: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """What the server said of a saved answer."""

    revision: int
    saved_at: str


class Assessor(Browser):
    """A browser whose person scores cases. Raises CutError and RefusedError."""

    def sign_in(self, email: str, password: str) -> None:
        """By the form, as people do."""
        self.get("/account/login/")
        answer = self.submit("/account/login/", {"login": email, "password": password})
        if answer.status != 302:
            raise RefusedError("sign in", answer)

    def open_case(self, case: int) -> Sheet:
        """The scoring page; the notice before it is read where it has not been."""
        path = f"/training/cases/{case}/"
        answer = self.get(path)
        if answer.status == 302 and answer.location.endswith("/notice/"):
            opened = self.submit(answer.location, {})
            answer = self.get(path) if opened.status == 302 else opened
        if answer.status != 200:
            raise RefusedError("open a case", answer)
        return sheet_of(case, answer.text)

    def save(self, sheet: Sheet, question: str, value: str, reason: str = "") -> Saved:
        """One answer, as the page saves it by itself. The sheet keeps value and revision."""
        fields = {
            "question": question,
            f"{question}-value": value,
            f"{question}-reason": reason,
            f"{question}-revision": str(sheet.revisions.get(question, 0)),
        }
        answer = self.send(f"/training/cases/{sheet.case}/autosave/", fields)
        if answer.status != 200:
            raise RefusedError("autosave", answer)
        told = json.loads(answer.body)
        sheet.revisions[question] = told["revision"]
        sheet.values[question], sheet.reasons[question] = value, reason
        return Saved(told["revision"], told["saved_at"])

    def hand_in(self, sheet: Sheet) -> str:
        """The whole form with the button that hands it in; the address of what comes next."""
        fields = {"submission_key": sheet.key, "action": "submit"}
        for question, revision in sheet.revisions.items():
            fields[f"{question}-revision"] = str(revision)
            if question in sheet.values:
                fields[f"{question}-value"] = sheet.values[question]
                fields[f"{question}-reason"] = sheet.reasons.get(question, "")
        answer = self.submit(f"/training/cases/{sheet.case}/", fields)
        if answer.status != 302:
            raise RefusedError("hand in", answer)
        return answer.location

    def feedback(self, case: int) -> Answer:
        """The page after handing in; in an exam it leads on to a receipt."""
        answer = self.get(f"/training/cases/{case}/feedback/")
        if answer.status >= 400:
            raise RefusedError("feedback", answer)
        return answer

    def page(self, path: str) -> Answer:
        """A page that must be there."""
        answer = self.get(path)
        if answer.status != 200:
            raise RefusedError(path, answer)
        return answer

    def practise_next(self, enrolment: int, tool: str) -> int | None:
        """The case to practise next; None where none is left."""
        answer = self.submit(f"/training/enrolments/{enrolment}/practise/{tool}/", {})
        if answer.status != 302:
            raise RefusedError("practise", answer)
        found = _CASE.search(answer.location)
        return int(found[1]) if found else None

    def begin_exam(self, enrolment: int, tool: str) -> int:
        """A new attempt, or the one that is running."""
        answer = self.submit(f"/training/exams/start/{enrolment}/{tool}/", {})
        found = _EXAM.search(answer.location)
        if found is None:
            raise RefusedError("begin an exam", answer)
        return int(found[1])

    def cases_of(self, exam: int) -> list[int]:
        """The cases of a running exam that wait; none where it is over."""
        answer = self.get(f"/training/exams/{exam}/")
        if answer.status == 302:
            return []
        if answer.status != 200:
            raise RefusedError("open an exam", answer)
        found = re.findall(r'href="/training/cases/(\d+)/"', answer.text)
        return sorted({int(pk) for pk in found})


def sheet_of(case: int, page: str) -> Sheet:
    """What a scoring page holds."""
    key, title = _KEY.search(page), _TITLE.search(page)
    if key is None or title is None:
        raise ValueError(f"the page of case {case} is no scoring page: {page[:200]}")
    revisions: Mapping[str, str] = dict(_REVISION.findall(page))
    return Sheet(
        case,
        key[1],
        html.unescape(title[1]),
        {question: int(revision) for question, revision in revisions.items()},
        dict(_CHECKED.findall(page)),
    )
