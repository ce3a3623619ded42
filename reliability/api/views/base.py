"""What every view does first: who asks, may they, how often, and what exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django_scopes import scope
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.models import Agency, Membership, Role
from reliability.api.authentication import Caller
from reliability.api.parsing import Sent
from reliability.api.problems import Problem
from reliability.api.reading import in_body, in_query
from reliability.api.shapes.parts import Listed, Query, Shape

Wanted = TypeVar("Wanted", bound=Shape)
Asked = TypeVar("Asked", bound=Query)
Row = TypeVar("Row", bound=Model)
Shown = TypeVar("Shown", bound=Shape)


class ApiView(APIView):
    """One address: `scopes` by method, the roles it is for, and what its query may hold.

    While it answers, every scoped query sees the caller's agency only.
    """

    scopes: ClassVar[Mapping[str, str]] = {}
    """Method -> the scope that a token needs; none is needed where the method is not named."""
    roles: ClassVar[tuple[str, ...]] = ()
    """Whom it is for; everybody where none is named."""
    query: ClassVar[type[Query]] = Query
    """What a GET may carry; other methods carry nothing."""
    is_public: ClassVar[bool] = False
    http_method_names: ClassVar[list[str]] = ["get", "head", "post"]  # type: ignore[misc]
    caller: Caller | None
    asked: Query

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with ExitStack() as self._open:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.caller = request.auth if isinstance(request.auth, Caller) else None
        if request.method not in self.allowed_methods:
            return
        if not self.is_public:
            self._check_caller(request)
        shape = self.query if request.method in ("GET", "HEAD") else Query
        self.asked = in_query(shape, request.query_params)

    def perform_authentication(self, request: Request) -> None:
        """Who sends tokens that open nothing is held up too, by the address they come from."""
        try:
            super().perform_authentication(request)
        except AuthenticationFailed:
            self.check_throttles(request)
            raise

    def _check_caller(self, request: Request) -> None:
        if self.caller is None:
            raise NotAuthenticated()
        needed = self.scope_for(request.method or "")
        if needed and not self.caller.has_scope(needed):
            raise _lacking(needed)
        role = self.caller.membership.role
        if self.roles and role not in self.roles:
            names = ", ".join(str(Role(name).label) for name in self.roles)
            raise PermissionDenied(_("This is for: %(roles)s.") % {"roles": names})
        self._open.enter_context(scope(agency=self.caller.membership.agency))

    @classmethod
    def scope_for(cls, method: str) -> str:
        """The scope that a method needs; "" for none."""
        return cls.scopes.get("GET" if method == "HEAD" else method, "")

    @property
    def allowed_methods(self) -> list[str]:
        return [name.upper() for name in self.http_method_names if hasattr(self, name)]

    def finalize_response(self, *args: Any, **kwargs: Any) -> Response:
        response: Response = super().finalize_response(*args, **kwargs)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response

    @property
    def membership(self) -> Membership:
        """In whose name the request is made."""
        if self.caller is None:
            raise NotAuthenticated()
        return self.caller.membership

    @property
    def agency(self) -> Agency:
        return self.membership.agency

    def question(self, shape: type[Asked]) -> Asked:
        """What the address carries, as the shape that this view said it takes."""
        if not isinstance(self.asked, shape):
            raise TypeError(f"{type(self).__name__} takes {type(self.asked)}, not {shape}")
        return self.asked

    def body(self, shape: type[Wanted]) -> Wanted:
        """The body of the request; a problem of status 422 where it is not of this shape."""
        return in_body(shape, self.sent())

    def sent(self) -> Sent:
        """The body as it came; an empty object where there was none."""
        data = self.request.data
        return data if isinstance(data, Sent) else Sent(b"{}", {})

    def page(
        self, rows: QuerySet[Row], shown: Callable[[Row], Shown]
    ) -> tuple[list[Shown], str | None]:
        """One page of these rows, the newest first, and the address of the next."""
        asked = self.question(Listed)
        found = rows.filter(pk__lt=asked.after) if asked.after else rows
        page = list(found.order_by("-pk")[: asked.limit + 1])
        following = self.next_page(page[asked.limit - 1].pk) if len(page) > asked.limit else None
        return [shown(row) for row in page[: asked.limit]], following

    def one(self, rows: QuerySet[Row], pk: int) -> Row:
        """The row with this number among those that the caller may see; 404 where there is none."""
        return get_object_or_404(rows, pk=pk)

    def next_page(self, after: int) -> str:
        """The address of what follows the row with this number."""
        carried = {**self.request.query_params.dict(), "after": str(after)}
        return f"{self.request.path}?{urlencode(carried)}"


def _lacking(needed: str) -> Problem:
    told = _("This token lacks the scope %(scope)s.") % {"scope": needed}
    header = f'Bearer error="insufficient_scope", scope="{needed}"'
    return Problem(403, told, headers={"WWW-Authenticate": header})


def give(shape: Shape, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer."""
    return Response(shape.model_dump(mode="json"), status, headers=headers)
