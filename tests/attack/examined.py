"""An assessor in the middle of an exam, among everything else that an agency holds.

Each case of the exam has gold that nobody could mistake: words and names that stand nowhere else.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import now

from agencies.models import User
from tests.factories import Person
from tests.routes import world as routes
from tests.training.exam_bank import FACTS, SCORES, ZEROS, make_case
from tests.training.factories import TOOL, answers_from, hand_in, save
from tests.vignettes.factories import make_version
from training.actions.sitting import start_case
from vignettes.models import (
    Difficulty,
    EvidenceSpan,
    GoldCoding,
    Kind,
    Vignette,
    VignetteVersion,
)

CANARY = "canarygold"
RIGHT = ZEROS | {"i1": -3, "i5": 3, "i8": 1}
WRONG = {item: 0 if score else 1 for item, score in RIGHT.items()}
ITEM = "i5"


@dataclass(frozen=True)
class Examined:
    """The assessor, what addresses name, and the cases of the exam by where they stand."""

    user: User
    analyst: User
    args: dict[str, tuple]
    at: datetime
    handed_in: object
    begun: object
    unread: object
    coding: object
    cases: list


def canary_case(number):
    """A case whose marks, reasons and rulings hold words that nothing else holds."""
    vignette = Vignette.objects.create(code=f"exam-{number:02}", kind=Kind.values[number % 5])
    marked = f"[The third sentence.]{{#s-{CANARY}-{number}}}"
    version = VignetteVersion.objects.create(
        vignette=vignette,
        number=1,
        title_en=f"Exam case {number:02}",
        title_fr=f"Cas d'examen {number:02}",
        difficulty=Difficulty.values[number % 3],
        facts=FACTS,
        text_en=f"# File\n\n## Face sheet (2021-03-02)\n\nOne. Two. {marked}\n",
        text_fr=f"# Dossier\n\n## Sommaire (2021-03-02)\n\nUn. Deux. {marked}\n",
        why={TOOL: {ITEM: {"en": f"{CANARY} reason {number}", "fr": f"{CANARY} raison {number}"}}},
        content_hash=f"{number + 500:064}",
    )
    for language in ("en", "fr"):
        EvidenceSpan.objects.create(
            version=version,
            language=language,
            span_id=f"s-{CANARY}-{number}",
            document=1,
            document_title="Face sheet",
            fact_paths=["occasions/o6/offences/c1"],
            text="The third sentence.",
            quote="The third sentence.",
        )
    make_gold(version, 1, SCORES[number % 5])
    return version


def make_gold(version, revision, scores, eligibility="yes"):
    """Right scores, in force over every earlier revision."""
    ruling = {"rules": [routes.RULE], "because": [f"{CANARY}/path"]}
    return GoldCoding.objects.create(
        version=version,
        tool=TOOL,
        tool_version="2016",
        eligibility=eligibility,
        scores=scores if eligibility == "yes" else {},
        rulings=dict.fromkeys(scores, ruling),
        revision=revision,
        provenance="computed",
    )


def make_examined(folder):
    """One agency with everything, and its assessor's exam: a case done, one begun, two unread."""
    shipped = [make_version(code) for code in ("maple-crossing", "winter-ledger", "heron-bridge")]
    unusable = [make_case(n, usable=False) for n in (40, 41)]
    bank = routes.Bank(*shipped, [canary_case(n) for n in range(14)] + unusable)
    world = routes.make_world("North", bank, folder)
    person = routes.Enrolment.objects.get(pk=world.args["enrolment"][0]).assessor
    exam = routes.Exam.objects.get(pk=world.args["running exam"][0])
    cases = list(exam.assignments.filter(version__in=bank.exam[:14]).order_by("pk")[:3])
    for assignment in cases[:2]:
        assignment.notice_seen_at = now()
        assignment.save()
        start_case(assignment=assignment, at=now())
    whole = exam.assignments.select_related(
        "exam", "draft", "version__vignette", "assessor__agency", "assessor__user"
    )
    cases = [whole.get(pk=case.pk) for case in cases]
    coding = hand_in(Person(person.user, person), cases[0], RIGHT)
    save(cases[1], answers_from(RIGHT)[:4])
    every = [assignment.version for assignment in whole]
    analyst = world.people["analyst"]
    return Examined(person.user, analyst, world.args, now(), *cases, coding, every)


def person_of(examined):
    """As the makers of the tests want a person."""
    membership = examined.begun.assessor
    return Person(membership.user, membership)
