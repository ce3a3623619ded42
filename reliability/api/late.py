"""Views that are imported at their first request: pages never load what only programs need."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponseBase

if TYPE_CHECKING:
    from rest_framework.views import APIView


class Late:
    """Stands in an address table for a view class, `module.Class` under reliability.api.views.

    `cls` and `initkwargs` are what a description of the interface reads of a view.
    """

    csrf_exempt = True  # Asked of those who come with a session, by the authentication itself.

    def __init__(self, name: str) -> None:
        self._module, _, self._class = name.rpartition(".")
        self.__name__ = self.__qualname__ = self._class
        self.initkwargs: dict[str, Any] = {}

    @cached_property
    def cls(self) -> type[APIView]:
        module = import_module(f"reliability.api.views.{self._module}")
        return getattr(module, self._class)  # type: ignore[no-any-return]

    @cached_property
    def _view(self) -> Any:
        return self.cls.as_view()

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = self._view(request, *args, **kwargs)
        return answer
