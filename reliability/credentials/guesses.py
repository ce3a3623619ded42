"""Unknown codes of certificates from one address: a person mistypes less often than a program."""

from django.core.cache import cache

MOST = 30
WINDOW_SECONDS = 600
"""So many unknown codes from one address in this time, whether on a page or by a program."""


def are_too_many(address: str) -> bool:
    """Whether codes are not looked up for this address for a while."""
    counted: int = cache.get(_key(address), 0)
    return counted >= MOST


def count(address: str) -> None:
    """One more unknown code."""
    cache.set(_key(address), cache.get(_key(address), 0) + 1, WINDOW_SECONDS)


def _key(address: str) -> str:
    return f"verify-guesses-{address}"
