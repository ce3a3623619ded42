"""Makers of studies and of panel decisions."""

from reliability.models import Study
from tests.training.factories import TOOL
from vignettes.access import gold_in_force
from vignettes.models import Adjudication, Panel


def make_study(agency, versions, **fields):
    study = Study.objects.create(agency=agency, tool=TOOL, **{"title": "Autumn study", **fields})
    study.versions.set(versions)
    return study


def adjudicate(version, adjudicator, opened_by, *, for_library=False, tool=TOOL, **decided):
    """A panel's decision that changes these items of the gold now in force, `accepted_i9=[1]` too.

    `eligibility=` changes the answer on use. Experts are left out: their codings play no part here.
    """
    agency = adjudicator.agency
    gold = gold_in_force(agency).get(version=version, tool=tool)
    eligibility = decided.pop("eligibility", gold.eligibility)
    panel = Panel.objects.create(
        agency=agency,
        version=version,
        tool=tool,
        for_library=for_library,
        opened_by=opened_by.membership,
    )
    answers = {"eligible": {"given": [], "computed": gold.eligibility, "decided": eligibility}}
    for item, score in gold.scores.items():
        answers[item] = {
            "given": [],
            "computed": score,
            "decided": decided.get(item, score),
            "accepted": decided.get(f"accepted_{item}", []),
        }
        if item in decided:
            answers[item] |= {"reason": "rule_gap", "rationale": "The rule leaves this case open."}
    return Adjudication.objects.create(
        agency=agency,
        panel=panel,
        adjudicator=adjudicator.membership,
        eligibility=eligibility,
        answers=answers,
    )
