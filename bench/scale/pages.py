"""The pages that are asked for, each as the person who asks for it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.models import Agency, Membership, User
from bench.scale.agency import EACH, KEPT_OPEN, TOOL
from bench.scale.asking import Asked, ask
from training.actions import assigning
from training.models import Assignment, Coding, Draft
from vignettes.models import VignetteVersion

WORKING = 12
"""Assessors who are given a case and hand it in while the time is taken."""


class RefusedError(Exception):
    """A page did not answer as it should."""


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(email=f"{email}@example.org"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def getting(client: Client, name: str, *args: object) -> Callable[[], object]:
    """A page by the name of its address; anything but 200 ends the measurement."""
    address = reverse(name, args=args)

    def act() -> object:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RefusedError(f"{address} answered {answer.status_code}: {answer.content[:300]!r}")
        return answer

    return act


def pages() -> Iterator[tuple[str, Asked]]:
    """Every page with its name in plain words."""
    yield from _of_an_assessor()
    yield from _of_a_coordinator()


def _of_an_assessor() -> Iterator[tuple[str, Asked]]:
    own = signed_in("assessor3")
    with scopes_disabled():
        done = Assignment.objects.filter(assessor=3, mode="practice").order_by("pk")[20]
        cases = _given_out()
    yield "an assessor's first page", ask(getting(own, "training:home"))
    yield "feedback on a case", ask(getting(own, "training:feedback", done.pk))
    yield "one's own charts", ask(getting(own, "monitoring:mine_with", TOOL))
    at_work = [(signed_in(f"assessor{case.assessor_id}"), case) for case in cases]
    client, case = at_work[0]
    yield "the scoring page", ask(getting(client, "training:score", case.pk))
    yield "autosave", ask(_saving(client, case))
    turns = iter(at_work)
    yield "handing in", ask(lambda: _handing_in(*next(turns)), runs=WORKING - 2)


def _of_a_coordinator() -> Iterator[tuple[str, Asked]]:
    own = signed_in("coordinator")
    names = {
        "the morning page": "monitoring:morning",
        "the group page": "training:cohort",
        "the list of people": "agencies:people",
        "everybody's charts": "monitoring:people",
        "the hardest items": "monitoring:hardest",
        "decisions": "reliability:decisions",
        "certificates": "reliability:certificates",
        "exams": "training:sittings",
        "alerts": "monitoring:alerts",
        "programmes": "training:programmes",
    }
    for words, name in names.items():
        yield words, ask(getting(own, name))
    yield "one programme", ask(getting(own, "training:programme", 1))
    yield "one person's charts", ask(getting(own, "monitoring:person", 3, TOOL))


def _given_out() -> list[Assignment]:
    """A case that nobody has scored, given to some people, its notice read."""
    agency, coordinator = Agency.objects.get(), User.objects.get(email="coordinator@example.org")
    people = Membership.objects.filter(user__email__startswith="assessor").order_by("pk")
    scored = Assignment.objects.filter(assessor=3).values("version")
    open_ones = VignetteVersion.objects.exclude(pk__in=scored).filter(
        gold_codings__tool=TOOL, gold_codings__eligibility="yes"
    )
    version = open_ones.order_by("-pk").first()
    if version is None or open_ones.count() < KEPT_OPEN:
        raise RefusedError(f"after {EACH} codings each no case is left to give out")
    made = assigning.give_out(
        agency=agency,
        assessors=list(people[5 : 5 + WORKING]),
        versions=[version],
        tool=TOOL,
        actor=coordinator,
        opening=None,
    )
    Assignment.objects.filter(pk__in=[one.pk for one in made]).update(notice_seen_at=now())
    return list(made)


def _saving(client: Client, case: Assignment) -> Callable[[], object]:
    """One answer after another to the same item, each with the revision that the last one had."""
    address = reverse("training:autosave", args=[case.pk])
    held = {"revision": 0, "value": 0}

    def act() -> object:
        told: dict[str, Any] = {
            "question": "i8",
            "i8-value": str(held["value"]),
            "i8-reason": "",
            "i8-revision": str(held["revision"]),
        }
        answer = client.post(address, told)
        if answer.status_code != 200:
            raise RefusedError(f"autosave answered {answer.status_code}: {answer.content[:300]!r}")
        held["revision"], held["value"] = answer.json()["revision"], 1 - held["value"]
        return answer

    return act


def _handing_in(client: Client, case: Assignment) -> None:
    """The whole form with the button that hands it in; before it, what it needs is looked up."""
    with scopes_disabled():
        draft = Draft.objects.get(assignment=case)
        revisions = {one.item: one.revision for one in draft.ratings.all()}
    fields = {"submission_key": str(draft.submission_key), "action": "submit"}
    fields |= {"eligibility-value": "yes", "eligibility-revision": "0"}
    for place in range(1, 11):
        fields[f"i{place}-value"] = "1" if place == 1 else "0"
        fields[f"i{place}-revision"] = str(revisions.get(f"i{place}", 0))
    answer = client.post(reverse("training:score", args=[case.pk]), fields)
    with scopes_disabled():
        if answer.status_code != 302 or not Coding.objects.filter(assignment=case).exists():
            raise RefusedError(
                f"handing in answered {answer.status_code}: {answer.content[:300]!r}"
            )
