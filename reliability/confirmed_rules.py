"""Which rules the experts of an agency have confirmed, and who may confirm one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from agencies.models import Membership, Role
from instruments import catalogue
from reliability.models import RuleConfirmation

CONFIRMING_ROLES = (Role.EXPERT, Role.ADJUDICATOR)
"""Who vouches for a rule."""
READING_ROLES = (*CONFIRMING_ROLES, Role.COORDINATOR, Role.AGENCY_ADMIN, Role.ANALYST)
"""Who reads the whole record."""


def confirmed_rules(agency_pk: int, tool: str) -> frozenset[str]:
    """The rules of a tool that are confirmed now for an agency, in one query."""
    rows = RuleConfirmation.objects.filter(agency=agency_pk, tool=tool).order_by("made_at", "pk")
    newest = {row.rule: row for row in rows}
    return frozenset(rule for rule, row in newest.items() if holds(row))


def holds(row: RuleConfirmation) -> bool:
    """Whether this row, the newest of its rule, confirms the rule as it is written now."""
    versions = {rule.id: rule.version for rule in catalogue.tool(row.tool).rules}
    return bool(row.is_confirmed and versions.get(row.rule) == row.rule_version)


def history(membership: Membership, tool: str, rule: str) -> QuerySet[RuleConfirmation]:
    """Every row on one rule in the person's agency, the newest first."""
    return record_of_agency(membership).filter(tool=tool, rule=rule)


def record_of_agency(membership: Membership) -> QuerySet[RuleConfirmation]:
    """Every confirmation of the agency, the newest first."""
    found: QuerySet[RuleConfirmation] = RuleConfirmation.objects.filter(agency=membership.agency)
    return found.select_related("by__user").order_by("-made_at", "-pk")


def standing_rows(rows: Iterable[RuleConfirmation]) -> list[RuleConfirmation]:
    """Of rows in order, the newest first, those that confirm a rule now."""
    newest: dict[tuple[str, str], RuleConfirmation] = {}
    for row in rows:
        newest.setdefault((row.tool, row.rule), row)
    return [row for row in newest.values() if holds(row)]
