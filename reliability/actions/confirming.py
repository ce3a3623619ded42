"""Writes: an expert confirms a coding rule for the agency, or takes that back."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.actions import record
from agencies.models import Membership
from instruments import catalogue
from reliability.confirmed_rules import CONFIRMING_ROLES, history, holds
from reliability.models import RuleConfirmation


class AlreadySoError(Exception):
    """The rule stands as asked already. The message is a sentence."""


@transaction.atomic
def confirm_rule(
    *, tool: str, rule: str, by: Membership, source: str, is_confirmed: bool = True
) -> RuleConfirmation:
    """Put on record that a rule is confirmed from this source, or no longer, for this reason."""
    if by.role not in CONFIRMING_ROLES:
        raise PermissionDenied(_("Experts and adjudicators of an agency confirm its rules."))
    newest = history(by, tool, rule).first()
    stands = newest is not None and holds(newest)
    if stands == is_confirmed:
        raise AlreadySoError(
            _("This rule is confirmed already.") if stands else _("This rule is not confirmed.")
        )
    if not source.strip():
        raise ValueError("a confirmation needs a source, got none")
    row: RuleConfirmation = RuleConfirmation.objects.create(
        agency=by.agency,
        tool=tool,
        rule=rule,
        rule_version=catalogue.tool(tool).rule(rule).version,
        is_confirmed=is_confirmed,
        source=source.strip(),
        by=by,
    )
    verb = "confirm_rule" if is_confirmed else "take_back_rule"
    detail = {"rule": rule, "source": row.source}
    record(agency=by.agency, actor=by.user, verb=verb, obj=row, detail=detail)
    return row
