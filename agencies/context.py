"""What the page header shows about the signed-in person."""

from typing import Any

from django.http import HttpRequest

from agencies import access


def where_one_works(request: HttpRequest) -> dict[str, Any]:
    """`membership`: the current role; `other_memberships`: those one may switch to."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"membership": None, "other_memberships": []}
    current = access.current_membership(request)
    others = [own for own in access.memberships(user) if own != current]
    return {"membership": current, "other_memberships": others}
