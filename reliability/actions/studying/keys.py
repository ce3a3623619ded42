"""The key under which identifiers of people and files are hashed before anything is stored."""

from __future__ import annotations

from agencies.models import Agency
from reliability.actions.studying.refusing import StudyRefusedError


class KeyChangedError(StudyRefusedError):
    """The pseudonym key is not the one of this agency's earlier studies."""


def agency_key(agency: Agency) -> bytes:
    """The agency's own key: HMAC-SHA256 of its salt under the deployment's pseudonym key.

    Raises KeyChangedError where the pseudonym key is not the one that the agency's studies used.
    """
    raise NotImplementedError
