"""Check cases that were handed in, right or wrong, one after another."""

import uuid
from datetime import UTC, datetime, timedelta

from instruments.facts import Facts
from reliability.actions.monitoring.alerting import Sight, raise_alert
from reliability.models import Alert
from tests.training.exam_bank import FACTS, make_case
from tests.training.factories import TOOL, with_changes
from training.models import (
    Assignment,
    CheckMonth,
    CheckPlan,
    Coding,
    Draft,
    Enrolment,
    Mode,
    Programme,
    Rating,
)
from vignettes.gold import computed_gold

GOLD = computed_gold(TOOL, Facts.model_validate(FACTS))
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
RULE = "S99R-EL-SEXAGE"
THREE_WRONG = {"i5": 3, "i6": 1, "i9": 1}


def make_checks_bank(n, **gold):
    """Cases whose gold the rules give; all tell the same file."""
    told = {"scores": GOLD.scores, "rulings": GOLD.rulings, "tool_version": "2016"} | gold
    return [make_case(number, **told) for number in range(n)]


def enrolled(person, tools=(TOOL,), **fields):
    """The person in the one programme of their agency."""
    programme, _ = Programme.objects.get_or_create(
        agency=person.agency, title="Certification", defaults={"tools": list(tools)}
    )
    return Enrolment.objects.create(
        agency=person.agency, programme=programme, assessor=person.membership, **fields
    )


def month_of(enrolment, at, tool=TOOL):
    plan, _ = CheckPlan.objects.get_or_create(
        agency=enrolment.agency, programme=enrolment.programme, tool=tool
    )
    month, _ = CheckMonth.objects.get_or_create(
        agency=enrolment.agency,
        enrolment=enrolment,
        tool=tool,
        month=at.date().replace(day=1),
        defaults={"plan": plan, "seed": 1, "asked": 2},
    )
    return month


def check(enrolment, version, at, *, scores=None, tool=TOOL, eligibility="yes"):
    """One check case, handed in at this moment as gold has it unless told otherwise."""
    assignment = Assignment.objects.create(
        agency=enrolment.agency,
        assessor=enrolment.assessor,
        version=version,
        tool=tool,
        mode=Mode.CHECK,
        month=month_of(enrolment, at, tool),
        assigned_at=at,
    )
    Draft.objects.create(assignment=assignment)
    coding = Coding.objects.create(
        assignment=assignment,
        agency=enrolment.agency,
        assessor=enrolment.assessor,
        version=version,
        tool=tool,
        tool_version="2016",
        eligibility=eligibility,
        language="en",
        submitted_at=at,
        submission_key=uuid.uuid4(),
    )
    given = GOLD.scores if scores is None else scores
    Rating.objects.bulk_create(
        Rating(coding=coding, item=item, score=score) for item, score in given.items()
    )
    return coding


def check_series(enrolment, versions, wrong=(), *, start=START, every=14):
    """A case every two weeks; `wrong` says which scores differ from gold, case by case."""
    told = [*wrong, *([{}] * (len(versions) - len(wrong)))]
    return [
        check(
            enrolment,
            version,
            start + timedelta(days=every * n),
            scores=with_changes(GOLD.scores, **changes),
        )
        for n, (version, changes) in enumerate(zip(versions, told, strict=True))
    ]


def make_alert(
    enrolment, *, codings=(), rules=(), kind="accuracy", at=START, agency=None, **fields
):
    """An open alert about this person, with a sentence and the cases that speak for it."""
    cases = [{"coding": one.pk, "case": one.version.vignette.code} for one in codings]
    evidence = {
        "cases": cases or [{"coding": 0, "case": "apple-harbour"}],
        "began": "2026-03-01",
        "at": "2026-04-01",
        "value": 3.2,
        "limit": 2.9,
        "direction": "lower",
        "level": 0.9,
        "sentence": {"en": "Fewer items are right.", "fr": "Moins d'items sont justes."},
    }
    sight = Sight(
        kind=Alert.Kind(kind),
        tool=TOOL,
        key=f"{kind} {enrolment.pk if enrolment else 'all'} {len(cases)} {' '.join(rules)}",
        evidence=evidence | fields.pop("evidence", {}),
        rules=rules,
        enrolment=enrolment,
        **fields,
    )
    agency = agency or enrolment.agency
    return raise_alert(agency=agency, sight=sight, at=at)
