"""Before gold changes: whose decision the policy would make otherwise."""

import pytest
from django.urls import reverse

from agencies.models import Role
from reliability.models import Decision
from reliability.reports.gold_change import Standard, impact
from tests.factories import make_person
from tests.reliability.deciding import GOLD, SLIPS, decided
from tests.reliability.factories import adjudicate
from tests.training.factories import TOOL

pytestmark = pytest.mark.usefixtures("unscoped")

JUST_ENOUGH = SLIPS[:7]
"""83 of 90 items like gold: the fewest that pass at the first look."""


def consequences(decision, north, names=True, **scores):
    version = decision.exam.assignments.order_by("position").last().version
    becomes = Standard("yes", GOLD.scores | scores, provenance="panel")
    return impact(version, TOOL, becomes, agency=north, for_library=False, names=names)


def test_a_change_that_turns_a_pass_into_a_doubt_is_told(asha, north):
    decision = decided(asha, JUST_ENOUGH)
    assert decision.outcome == "passed"

    found = consequences(decision, north, i2=1, i3=1)

    (change,) = found.decisions
    assert (change.assessor, change.stands) == ("Asha", "Passed")
    assert (change.was, change.becomes) == ("Passed", "Undecided: more cases")
    assert Decision.objects.count() == 1


def test_a_change_that_moves_no_decision_names_nobody(asha, north):
    decision = decided(asha)

    assert consequences(decision, north, i2=1).decisions == ()


def test_without_the_right_to_names_decisions_are_counted(asha, north):
    found = consequences(decided(asha, JUST_ENOUGH), north, names=False, i2=1, i3=1)

    assert found.named_decisions == ()
    assert found.unnamed_decisions == {"North Agency": 1}


def test_the_page_before_publishing_shows_it(client, asha, tom, north):
    adjudicator = make_person("Ada", north, Role.ADJUDICATOR)
    decision = decided(asha, JUST_ENOUGH)
    version = decision.exam.assignments.order_by("position").last().version
    made = adjudicate(version, adjudicator, tom, i2=1, i3=1)
    client.force_login(tom.user)

    shown = client.get(reverse("reliability:gold_change", args=[made.pk])).content.decode()

    assert "1 decision would come out otherwise" in shown
    assert "Undecided: more cases" in shown
