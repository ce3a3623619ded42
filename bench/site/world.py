"""Makes the agency of a measurement in the database of the environment, and prints it as JSON.

python -m bench.site.world --assessors 20 --cases 10
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import django

from bench.site.people import PASSWORD, TOOL, Person, Right, Wanted, World

if TYPE_CHECKING:
    from agencies.models import Agency, Membership
    from training.models import Programme


def make(wanted: Wanted) -> World:
    """One agency: coordinators, assessors in a programme, practice cases given to each of them."""
    from django.contrib.auth.hashers import make_password
    from django.db import transaction
    from django_scopes import scope

    from agencies.models import Agency, Role
    from config.demo.playing import join

    hashed = make_password(PASSWORD)
    with transaction.atomic():
        agency = Agency.objects.create(
            name="Measured agency", slug=wanted.slug, support_contact="Extension 100"
        )
        with scope(agency=agency):
            coordinators = [
                join(agency, f"Coordinator{n}", Role.COORDINATOR, hashed)
                for n in range(1, wanted.coordinators + 1)
            ]
            assessors = [
                join(agency, f"Assessor{n}", Role.ASSESSOR, hashed)
                for n in range(1, wanted.assessors + 1)
            ]
            programme = _programme(agency, coordinators[0], wanted)
            enrolled = _enrol(programme, assessors, coordinators[0])
            cases = _give(agency, assessors, coordinators[0], wanted.cases)
    return World(
        agency=agency.pk,
        items=_items(),
        assessors=tuple(_person(one, wanted, enrolled[one.pk], cases[one.pk]) for one in assessors),
        coordinators=tuple(_person(one, wanted) for one in coordinators),
        right=_right(agency),
    )


def _programme(agency: Agency, coordinator: Membership, wanted: Wanted) -> Programme:
    """Exams may be sat at once and often: the measurement is of the program, not of people."""
    from django.utils.timezone import now

    from reliability.actions.policies import set_policy
    from reliability.certification import default_policy
    from training.actions import exam_rules, programmes

    plan = programmes.Plan("Certification", [TOOL], practice_cases=0, needs_reading=False)
    programme = programmes.make_programme(agency=agency, plan=plan, actor=coordinator.user)
    few = {"cases": wanted.exam_cases, "most_cases": wanted.exam_cases}
    often = {"attempts": 1000, "pause_days": 0, "most_exposed": 30_000}
    exam_rules.set_rules(
        programme=programme,
        tool=TOOL,
        values={**few, **often, "blueprint": {"not_usable": 0, "scorable": wanted.exam_cases}},
        actor=coordinator.user,
        at=now(),
    )
    every = ("verified", "supported", "confirmed", "recalled", "disputed")
    rules = default_policy(TOOL).model_copy(
        update={**few, "counted": every, "items": None, "bands": None, "critical": None}
    )
    set_policy(programme=programme, rules=rules, by=coordinator, at=now())
    return programme


def _enrol(
    programme: Programme, assessors: list[Membership], coordinator: Membership
) -> dict[int, int]:
    from training.actions import programmes

    made = programmes.enrol(
        programme=programme,
        assessors=assessors,
        terms=programmes.Terms(),
        actor=coordinator.user,
    )
    return {enrolment.assessor_id: enrolment.pk for enrolment in made}


def _give(
    agency: Agency, assessors: list[Membership], coordinator: Membership, n: int
) -> dict[int, tuple[int, ...]]:
    from training.actions.assigning import assign_cases
    from training.actions.pools import pool
    from training.models import Side

    versions = pool(agency=agency, tool=TOOL, side=Side.PRACTICE).order_by("vignette__code")
    made = assign_cases(
        agency=agency,
        assessors=assessors,
        versions=list(versions[:n]),
        tool=TOOL,
        actor=coordinator.user,
    )
    return {
        one.pk: tuple(given.pk for given in made if given.assessor_id == one.pk)
        for one in assessors
    }


def _person(
    membership: Membership, wanted: Wanted, enrolment: int = 0, cases: tuple[int, ...] = ()
) -> Person:
    user = membership.user
    session = _session(membership) if wanted.sessions else ""
    return Person(user.email, user.pk, membership.pk, session, enrolment, cases)


def _session(membership: Membership) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(membership.user, "django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _items() -> dict[str, tuple[int, ...]]:
    from instruments import catalogue
    from training.questions import questions

    scores = {item.id for item in catalogue.tool(TOOL).items}
    return {
        question.id: tuple(
            int(choice.value) for choice in question.choices if choice.value.lstrip("-").isdecimal()
        )
        for question in questions(TOOL)
        if question.id in scores
    }


def _right(agency: Agency) -> dict[str, Right]:
    from vignettes.access import gold_in_force, published_versions

    gold = gold_in_force(agency).filter(tool=TOOL, version__in=published_versions(agency))
    return {
        one.version.title_en: Right(one.eligibility, one.scores)
        for one in gold.select_related("version")
    }


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.site.world", description=__doc__)
    kinds: dict[str, Callable[[str], Any]] = {"sessions": lambda word: word == "True", "slug": str}
    for one in fields(Wanted):
        parser.add_argument(f"--{one.name}", type=kinds.get(one.name, int), default=one.default)
    django.setup()
    sys.stdout.write(make(Wanted(**vars(parser.parse_args(words)))).to_json())


if __name__ == "__main__":
    main(sys.argv[1:])
