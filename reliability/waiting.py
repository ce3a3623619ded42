"""What waits for those who decide and certify, told to the first page of the group."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from agencies.models import Membership
from reliability.access import DECIDING_ROLES
from reliability.credentials.access import to_issue
from reliability.reports.decision import decision_list
from reliability.reports.morning import remedies_that_wait, to_look_at
from training.waiting import Waiting


def waiting_for(membership: Membership) -> list[Waiting]:
    """Alerts, remedies, appeals, decisions, certificates: each with its number, for deciders."""
    if membership.role not in DECIDING_ROLES:
        return []
    found = decision_list(membership)
    decisions = reverse("reliability:decisions")
    n_appeals, n_computed = len(found.appeals), len(found.to_confirm)
    n_reviews, n_certificates = len(found.to_review), to_issue(membership).count()
    n_alerts = to_look_at(membership).count()
    n_remedies = remedies_that_wait(membership, localdate()).count()
    every = (
        (
            n_alerts,
            ngettext("%(n)s alert to look at", "%(n)s alerts to look at", n_alerts),
            f"{reverse('monitoring:morning')}#alerts",
        ),
        (
            n_remedies,
            ngettext(
                "%(n)s remedy to recheck, to close or to ask about",
                "%(n)s remedies to recheck, to close or to ask about",
                n_remedies,
            ),
            f"{reverse('monitoring:morning')}#remedies",
        ),
        (
            n_appeals,
            ngettext("%(n)s appeal to answer", "%(n)s appeals to answer", n_appeals),
            f"{decisions}#appeals",
        ),
        (
            n_computed,
            ngettext(
                "%(n)s exam result to confirm or to decide",
                "%(n)s exam results to confirm or to decide",
                n_computed,
            ),
            f"{decisions}#to-confirm",
        ),
        (
            n_reviews,
            ngettext(
                "%(n)s decision to review after a correction of right scores",
                "%(n)s decisions to review after a correction of right scores",
                n_reviews,
            ),
            f"{decisions}#to-review",
        ),
        (
            n_certificates,
            ngettext("%(n)s certificate to issue", "%(n)s certificates to issue", n_certificates),
            reverse("reliability:certificates"),
        ),
    )
    return [Waiting(words % {"n": n}, href) for n, words, href in every if n]
