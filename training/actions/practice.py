"""The next practice case: one that brings a misread rule back, else the one that tells most."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from instruments.diagnosis import choose
from training.actions.assigning import assign_cases
from training.actions.pools import families, pool
from training.explaining import facts_of, rules_in_play
from training.models import Assignment, Enrolment, Mode, Side
from training.practised import Practised, diagnosis_of, practised
from training.spacing import due
from vignettes import access as library
from vignettes.models import GoldCoding, VignetteVersion


class NoCaseLeftError(Exception):
    """There is no case to practise. The message is a sentence for the assessor."""


@transaction.atomic
def practise_next(
    *, enrolment: Enrolment, tool: str, at: datetime, rule: str | None = None
) -> Assignment:
    """The assessor's open practice case with this tool; a new one where there is none.

    With a rule, the new case brings that rule into play. Never a case that is kept for exams, nor
    one, or a variant of one, that the person has met with this tool.
    """
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    waiting = open_case(enrolment, tool)
    if waiting is not None:
        return waiting
    offered = _offered(enrolment, tool)
    if not offered:
        raise NoCaseLeftError(
            _(
                "You have practised every case that is kept for practice with this tool. "
                "Your coordinator can give out more."
            )
        )
    version = _most_telling(offered, practised(enrolment.assessor, tool), tool, rule)
    made = assign_cases(
        agency=enrolment.agency,
        assessors=[enrolment.assessor],
        versions=[version],
        tool=tool,
        actor=enrolment.assessor.user,
        at=at,
    )
    return made[0]


def open_case(enrolment: Enrolment, tool: str) -> Assignment | None:
    """A practice case that waits to be scored: the one begun, else the one given first."""
    waiting = Assignment.objects.filter(
        assessor=enrolment.assessor,
        tool=tool,
        mode=Mode.PRACTICE,
        codings=None,
        declined_at=None,
    ).exclude(version__vignette__in=library.kept_blind(enrolment.assessor.user))
    return waiting.order_by("notice_seen_at", "position", "pk").first()


def _offered(enrolment: Enrolment, tool: str) -> list[GoldCoding]:
    """The gold of every practice case that the person has not met, nor a variant of it."""
    versions = pool(agency=enrolment.agency, tool=tool, side=Side.PRACTICE)
    gold = library.gold_in_force(enrolment.agency).filter(tool=tool, version__in=versions)
    names = families()
    met = Assignment.objects.filter(assessor__user=enrolment.assessor.user, tool=tool)
    seen = {names[pk] for pk in met.values_list("version__vignette", flat=True)}
    blind = library.kept_blind(enrolment.assessor.user)
    return [
        coding
        for coding in gold.select_related("version__vignette").order_by("version__vignette__code")
        if names[coding.version.vignette_id] not in seen and coding.version.vignette_id not in blind
    ]


def _most_telling(
    offered: Sequence[GoldCoding], done: Sequence[Practised], tool: str, rule: str | None
) -> VignetteVersion:
    if rule is not None:
        offered = _with_rule(offered, rule)
        if not offered:
            raise NoCaseLeftError(
                _("No case that brings this rule into play is left to practise with this tool.")
            )
    else:
        candidates = (_with_rule(offered, back) for back in due(done))
        offered = next((found for found in candidates if found), offered)
    by_code = {coding.version.vignette.code: coding.version for coding in offered}
    pool_of_facts = [facts_of(version) for version in by_code.values()]
    chosen = choose(diagnosis_of(done).posterior, pool_of_facts, [tool], frozenset())
    codes = {facts.case: code for facts, code in zip(pool_of_facts, by_code, strict=True)}
    return by_code[codes[chosen.case]] if chosen else next(iter(by_code.values()))


def _with_rule(offered: Sequence[GoldCoding], rule: str) -> list[GoldCoding]:
    return [coding for coding in offered if rule in rules_in_play(coding)]
