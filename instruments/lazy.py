"""A property worked out at its first use and kept: `functools.cached_property` without its lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Owner = TypeVar("Owner")
Value = TypeVar("Value")


class lazy(Generic[Owner, Value]):  # noqa: N801 - stands where `property` does
    """For what never changes once known.

    Until Python 3.12 the property of the standard library takes a lock at every first use, which
    costs several times what most of ours take to work out. Two threads may both work it out.
    """

    def __init__(self, find: Callable[[Owner], Value]) -> None:
        self.find = find
        self.__doc__ = find.__doc__

    def __set_name__(self, owner: type[Owner], name: str) -> None:
        self.name = name

    def __get__(self, instance: Owner, owner: type[Owner]) -> Value:
        value = instance.__dict__[self.name] = self.find(instance)
        return value
