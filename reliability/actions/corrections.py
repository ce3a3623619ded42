"""Writes: a corrected case is published, and earlier attempts are held against it if wanted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from agencies.actions import record
from agencies.models import Membership
from vignettes.drafting.actions import publish_draft
from vignettes.models import CaseDraft, GoldCoding, VignetteVersion


@dataclass(frozen=True)
class Correction:
    """What the person who publishes a correction decided.

    `rescore`: the earlier text told the same, so attempts on it are compared with the new gold too.
    """

    revision: int
    is_attested: bool
    rescore: bool
    because: str


@transaction.atomic
def publish_correction(
    *, draft: CaseDraft, actor: Membership, correction: Correction
) -> VignetteVersion:
    """Publish the draft as a new version; with `rescore`, its gold for the earlier versions too.

    Raises what `publish_draft` raises; nothing is written then. No attempt is changed.
    """
    loaded = publish_draft(
        draft=draft,
        actor=actor.user,
        revision=correction.revision,
        is_attested=correction.is_attested,
    )
    if correction.rescore:
        for earlier in loaded.version.vignette.versions.exclude(pk=loaded.version.pk):
            _give_gold(earlier, loaded.version, actor, correction.because)
    return loaded.version


def _give_gold(
    earlier: VignetteVersion, version: VignetteVersion, actor: Membership, because: str
) -> None:
    """A revision of gold for each tool on which the correction says another thing."""
    owner = version.vignette.agency
    own = {gold.tool: gold for gold in earlier.gold_codings.filter(agency=owner)}
    for gold in version.gold_codings.filter(agency=owner):
        before = own.get(gold.tool)
        if before and (before.eligibility, before.scores) == (gold.eligibility, gold.scores):
            continue
        revised = GoldCoding.objects.create(
            version=earlier,
            tool=gold.tool,
            tool_version=gold.tool_version,
            eligibility=gold.eligibility,
            scores=gold.scores,
            rulings=gold.rulings,
            accepted=gold.accepted,
            provenance=gold.provenance,
            agency=owner,
            revision=before.revision + 1 if before else 1,
            corrected_because=because,
        )
        detail = {"version": earlier.number, "corrected_by": version.number, "because": because}
        record(agency=owner, actor=actor.user, verb="gold_corrected", obj=revised, detail=detail)
