"""Every address that the URL configuration knows, allauth's and the admin's too."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

WORDS = {"IntConverter": 7, "PathConverter": "some/path"}
"""What stands in an address for an argument: no thing has this name."""
ODD = {"uidb36": "1", "key": "abc-def", "app_label": "agencies"}
"""Arguments that have to have a form."""


@dataclass(frozen=True)
class Address:
    """One route, and an address that leads to it."""

    name: str
    path: str
    view: object


def every_address():
    """All of them, in the order in which they are looked up."""
    return list(_walk(get_resolver(), "", {}))


def _walk(resolver, namespace, words):
    for entry in resolver.url_patterns:
        known = words | _words(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, known)
        elif isinstance(entry, URLPattern) and entry.name:
            name = f"{namespace}{entry.name}"
            yield Address(name, reverse(name, kwargs=known), entry.callback)


def _words(pattern):
    kinds = {name: type(made).__name__ for name, made in pattern.converters.items()}
    return {
        name: ODD.get(name) or WORDS.get(kinds.get(name, ""), "some-word")
        for name in pattern.regex.groupindex
    }
