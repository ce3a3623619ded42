"""The forms of a page, filled as a person would fill them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

PLAUSIBLE = {
    "email": "someone@example.org",
    "number": "1",
    "date": "2030-01-31",
    "url": "https://listener.example/in",
}
TYPED = "A sentence of some length."


@dataclass
class Form:
    """Where a form goes, and every value that it can send: (name, value, whether it is set)."""

    action: str
    is_post: bool
    values: list = field(default_factory=list)

    def filled(self):
        """What is set, and the first choice wherever nothing is."""
        sent = {}
        for name, value, is_set in self.values:
            if is_set:
                sent.setdefault(name, []).append(value)
        for name, value, _ in self.values:
            if value:
                sent.setdefault(name, [value])
        return sent


class _Reader(HTMLParser):
    def __init__(self, url):
        super().__init__()
        self.url, self.found, self.select = url, [], None

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "form":
            action = told.get("action") or told.get("hx-post") or self.url
            is_post = told.get("method", "").lower() == "post" or "hx-post" in told
            self.found.append(Form(action, is_post))
        elif tag == "select":
            self.select = told.get("name")
        elif tag == "option":
            self.add(self.select, told.get("value", ""), "selected" in told)
        elif tag == "textarea":
            self.add(told.get("name"), TYPED, True)
        elif tag == "button":
            self.add(told.get("name"), told.get("value", ""), False)
        elif tag == "input":
            self.input(told, told.get("type", "text"))

    def input(self, told, kind):
        if kind in ("radio", "checkbox"):
            self.add(told.get("name"), told.get("value", "on"), "checked" in told)
        elif kind not in ("file", "submit"):
            self.add(told.get("name"), told.get("value") or PLAUSIBLE.get(kind, TYPED), True)

    def add(self, name, value, is_set):
        if name and self.found and name != "csrfmiddlewaretoken":
            self.found[-1].values.append((name, value, is_set))


def forms_of(page, url):
    """Every form of a page, by where it stands."""
    reader = _Reader(url)
    reader.feed(page)
    return reader.found
