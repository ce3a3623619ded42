"""Who asks, and what is here."""

from __future__ import annotations

from reliability.api.shapes.parts import Moment, Shape


class About(Shape):
    """In whose name you ask, and what that opens."""

    agency: str
    role: str
    scopes: list[str] | None
    """Of the token; null for a person who is signed in, whom the role alone limits."""
    valid_until: Moment | None
    requests_a_minute: int
    description: str
    """Where the description of the interface (OpenAPI) is."""
    documentation: str
