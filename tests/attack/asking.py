"""Asks for pages, follows what they link to, and keeps everything that came back."""

import html
import io
import re
import zipfile
from collections import Counter
from copy import copy
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

CHANCE = [
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), "CSRF"),
    (re.compile(r'x-csrftoken": "[^"]*"'), "CSRF"),
    (re.compile(r"(eyJ[\w-]+\.eyJ[\w-]+)\.[\w-]+"), r"\1.SIGNATURE"),
]
"""What differs from one answer to the next by chance alone."""
LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
NAMES = re.compile(r"\s+|s\d+_x\d+|\"_?django_curs_[^\"]*\"")
WRITES = ("INSERT", "UPDATE", "DELETE")
BY_CHANCE = {"Set-Cookie", "X-Request-Id"}


@dataclass(frozen=True)
class Answer:
    """All that a browser gets, as text, and what was asked of the database meanwhile."""

    asked: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    statements: tuple[str, ...]
    writes: str


class Links(HTMLParser):
    """Where a page leads."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        self.found += [told[name] for name in ("href", "src", "hx-get") if told.get(name)]
        if tag == "form" and told.get("method", "get").lower() == "get" and told.get("action"):
            self.found.append(told["action"])


def links_of(answer, base):
    """The addresses of this site that a page leads to."""
    reader = Links()
    reader.feed(answer.body)
    found = (urldefrag(urljoin(base, html.unescape(link))).url for link in reader.found)
    return [link for link in found if link.startswith("/") and not link.startswith("/static/")]


def ask(client, method, url, data=None, **extra):
    """One request; what it changed is undone."""
    cookies = copy(client.cookies)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = getattr(client, method.lower())(url, **({"data": data} if data else {}), **extra)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    names = sorted(client.cookies.keys() - cookies.keys())
    client.cookies = cookies
    headers = {k: v for k, v in response.headers.items() if k not in BY_CHANCE}
    headers["Set-Cookie"] = " ".join(names)
    statements = tuple(plain(query["sql"]) for query in queries)
    writes = "\n".join(query["sql"] for query in queries if query["sql"].startswith(WRITES))
    asked = f"{method} {url} {sorted((data or {}).items()) if isinstance(data, dict) else data}"
    told = tuple(sorted(headers.items()))
    return Answer(
        asked, response.status_code, told, without_chance(text_of(content)), statements, writes
    )


def text_of(content):
    """A body as text; what is packed is unpacked first."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(f"{name}\n{text_of(packed.read(name))}" for name in packed.namelist())
    return content.decode("utf-8", "replace")


def without_chance(body):
    for pattern, word in CHANCE:
        body = pattern.sub(word, body)
    return body


def plain(sql):
    """A statement without its values: what was done, not with what."""
    return LITERAL.sub("?", NAMES.sub(" ", sql))


def crawl(client, starts, of_a_route=None):
    """Every page that links lead to from these, each once; answers by address.

    With `of_a_route` no more links to a route are followed once so many of it were asked for.
    """
    waiting, answers, met = list(dict.fromkeys(starts)), {}, Counter()
    first = set(waiting)
    while waiting:
        url = waiting.pop(0)
        route = route_of(url)
        if url in answers or (of_a_route and url not in first and met[route] >= of_a_route):
            continue
        met[route] += 1
        answers[url] = answer = ask(client, "GET", url)
        headers = dict(answer.headers)
        if 300 <= answer.status < 400:
            waiting.append(urldefrag(headers["Location"]).url)
        if headers.get("Content-Type", "").startswith("text/html"):
            waiting += links_of(answer, url)
    return answers


def route_of(url):
    """What answers this address."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return None
