"""The requests of a measurement, written beforehand: the very bytes that browsers would send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.site import Person, World
from bench.site.browser import BOUNDARY

TOKEN = "a" * 32
"""Any letters do: the token must only be the same in the cookie and in the form."""


@dataclass(frozen=True)
class Request:
    """One request of one person, and what is stored once it is answered as wanted."""

    kind: str
    data: str
    wanted: int
    """The status of the answer that acknowledges it."""
    case: int = 0
    question: str = ""
    revision: int = 0
    value: str = ""


@dataclass
class Desk:
    """One assessor at work, who remembers the revisions of the answers that were saved."""

    person: Person
    world: World
    host: str
    saving: tuple[int, ...]
    """The cases in which single answers are saved, again and again."""
    revisions: dict[tuple[int, str], int] = field(default_factory=dict)
    turn: int = 0

    def autosave(self) -> Request:
        """The next answer: every item of every case in turn, then all of them changed."""
        items = list(self.world.items)
        case = self.saving[self.turn // len(items) % len(self.saving)]
        item = items[self.turn % len(items)]
        self.turn += 1
        seen = self.revisions.get((case, item), 0)
        scores = self.world.items[item]
        value = str(scores[seen % len(scores)])
        self.revisions[case, item] = seen + 1
        data = self._post(f"/training/cases/{case}/autosave/", *self._answer(item, value, seen))
        return Request("autosave", data, 200, case, item, seen + 1, value)

    def reference(self, kind: str = "reference", *, is_signed_in: bool = True) -> Request:
        """The request of a saved answer, sent to the empty view."""
        body = self._answer(next(iter(self.world.items)), "0", 0)
        data = self._post("/reference/", *body, is_signed_in=is_signed_in)
        return Request(kind, data, 200)

    def submit(self, case: int, fields: Mapping[str, str]) -> Request:
        """The whole form of a case whose answers are all saved, handed in."""
        told = {"csrfmiddlewaretoken": TOKEN, "action": "submit", **fields}
        form = "application/x-www-form-urlencoded"
        data = self._post(f"/training/cases/{case}/", form, urlencode(told))
        return Request("submit", data, 302, case)

    def feedback(self, case: int) -> Request:
        return Request("feedback", self.get(f"/training/cases/{case}/feedback/"), 200, case)

    def page(self, case: int) -> Request:
        return Request("page", self.get(f"/training/cases/{case}/"), 200, case)

    def start(self) -> Request:
        return Request("start", self.get("/training/"), 200)

    def get(self, path: str) -> str:
        return f"GET {path} HTTP/1.1\r\n{self._head()}\r\n"

    def _post(self, path: str, kind: str, body: str, *, is_signed_in: bool = True) -> str:
        head = self._head(is_signed_in=is_signed_in)
        told = f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        return f"POST {path} HTTP/1.1\r\n{head}{told}\r\n{body}"

    def _head(self, *, is_signed_in: bool = True) -> str:
        cookies = f"csrftoken={TOKEN}"
        if is_signed_in:
            cookies += f"; sessionid={self.person.session}"
        return f"Host: {self.host}\r\nCookie: {cookies}\r\nAccept-Language: en\r\n"

    def _answer(self, question: str, value: str, revision: int) -> tuple[str, str]:
        """A form of one answer, as the script of the page sends it."""
        fields = {
            "csrfmiddlewaretoken": TOKEN,
            "question": question,
            f"{question}-value": value,
            f"{question}-reason": "",
            f"{question}-revision": str(revision),
        }
        parts = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n'
            for name, one in fields.items()
        )
        return f"multipart/form-data; boundary={BOUNDARY}", f"{parts}--{BOUNDARY}--\r\n"
