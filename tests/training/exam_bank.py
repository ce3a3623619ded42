"""A bank of many cases made quickly, and people who are ready for an exam on it."""

import json
from datetime import timedelta

from django.utils.timezone import now

from tests.training.factories import TOOL, assign, hand_in
from training.models import Coding, Enrolment, ExamRules, Mode, PoolPlace, Programme, Side
from vignettes.casefile import LIBRARY
from vignettes.models import Difficulty, GoldCoding, Kind, Vignette, VignetteVersion

FACTS = json.loads((LIBRARY / "maple-crossing" / "facts.json").read_text(encoding="utf-8"))
ZEROS = {f"i{n}": 0 for n in range(1, 11)}
SCORES = [
    ZEROS | {"i1": -3},
    ZEROS,
    ZEROS | {"i5": 2},
    ZEROS | {"i5": 3, "i8": 1},
    ZEROS | {"i5": 3, "i8": 1, "i9": 1, "i10": 1, "i6": 1},
]
"""One set of scores for each level of the tool, the lowest first."""


def make_case(number, *, usable=True, agency=None, variant_of=None, code=None, **gold):
    """A case with gold, as publishing leaves it."""
    kind = Kind.values[number % 5] if usable else Kind.MUST_NOT_USE
    vignette = Vignette.objects.create(
        code=code or f"case-{number:02}", kind=kind, agency=agency, variant_of=variant_of
    )
    version = VignetteVersion.objects.create(
        vignette=vignette,
        number=1,
        title_en=f"Case {number:02}",
        title_fr=f"Cas {number:02}",
        difficulty=Difficulty.values[number % 3],
        facts=FACTS,
        text_en="# Face sheet\n\nA record of no consequence.\n",
        text_fr="# Sommaire\n\nUn dossier sans conséquence.\n",
        content_hash=f"{number:064}",
    )
    fields = {
        "tool": TOOL,
        "tool_version": "2016",
        "eligibility": "yes" if usable else "no",
        "scores": SCORES[number % 5] if usable else {},
        "provenance": "computed",
    }
    GoldCoding.objects.create(version=version, **(fields | gold))
    return version


def place_in(agency, *vignettes, side=Side.EXAM):
    for vignette in vignettes:
        PoolPlace.objects.create(agency=agency, tool=TOOL, vignette=vignette, side=side)


def make_bank(agency, n=16, *, unusable=2):
    """n cases on the exam side of the agency, the last of them not to be scored with the tool."""
    versions = [make_case(number, usable=number < n - unusable) for number in range(n)]
    place_in(agency, *(version.vignette for version in versions))
    return versions


def enrol(person, *, practice_cases=0, needs_reading=False, **fields):
    """The person in a programme that asks for nothing before its exam, unless told otherwise."""
    programme, _ = Programme.objects.get_or_create(
        agency=person.agency,
        title="Static-99R certification",
        defaults={
            "tools": [TOOL],
            "practice_cases": practice_cases,
            "needs_reading": needs_reading,
        },
    )
    return Enrolment.objects.create(
        agency=person.agency, programme=programme, assessor=person.membership, **fields
    )


def rule_exams(enrolment, **fields):
    """Exam rules of the enrolment's programme; a form of 4 cases unless told otherwise."""
    values = {"cases": 4, "most_cases": 8} | fields
    return ExamRules.objects.create(
        agency=enrolment.agency, programme=enrolment.programme, tool=TOOL, **values
    )


def open_cases(exam, at=None, minutes_ago=0):
    """All cases of an exam opened, their clocks begun so many minutes ago."""
    from training.actions.sitting import start_case

    began = (at or now()) - timedelta(minutes=minutes_ago)
    for assignment in exam.assignments.all():
        assignment.notice_seen_at = began
        assignment.save()
        start_case(assignment=assignment, at=began)
    return list(exam.assignments.select_related("exam", "draft", "version"))


def hand_in_all(person, exam):
    """Every case of an exam handed in, with the tool held not to be usable."""
    return [
        hand_in(person, assignment, {}, eligibility="no")
        for assignment in exam.assignments.filter(codings=None, declined_at=None)
    ]


def practise(person, n, first=50):
    """So many practice cases handed in."""
    for number in range(first, first + n):
        version = make_case(number, code=f"practice-{number}")
        place_in(person.agency, version.vignette, side=Side.PRACTICE)
        hand_in(person, assign(person, version), {}, eligibility="no")
    return Coding.objects.filter(assignment__mode=Mode.PRACTICE)
