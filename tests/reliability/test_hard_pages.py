"""What is hard, by group; given against right scores; gold to look at again; who helps whom."""

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from agencies.models import Role
from reliability.models import AnswerTally, RuleTally, Watch
from tests.factories import Person, make_person
from tests.reliability.monitored import RULE, enrolled, make_checks_bank
from tests.training.factories import TOOL, assign
from training.models import Cohort
from vignettes.models import SeenGold

HARDEST = reverse("monitoring:hardest")
PAIRS = reverse("monitoring:pairing")
OTHER_RULE = "S99R-I6-DATES"


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def as_tom(client, tom):
    client.force_login(tom.user)
    return client


@pytest.fixture
def case(db):
    return make_checks_bank(1)[0]


def tally(agency, case, right, given, n, **fields):
    fields = {"item": "i9", "language": "en"} | fields
    return AnswerTally.objects.create(
        agency=agency, tool=TOOL, version=case, right=right, given=given, n=n, **fields
    )


def rule_tally(agency, rule, misread, tested, **fields):
    return RuleTally.objects.create(
        agency=agency, tool=TOOL, rule=rule, misread=misread, tested=tested, **fields
    )


def names(rows):
    return [row.hard.name for row in rows]


def test_rules_are_ranked_and_small_numbers_are_not(as_tom, north):
    rule_tally(north, OTHER_RULE, 30, 60)
    rule_tally(north, RULE, 3, 60)
    rule_tally(north, "S99R-I6-IDX", 4, 4)
    page = as_tom.get(HARDEST, {"tool": TOOL}).context["page"]

    assert names(page.rules) == [OTHER_RULE, RULE, "S99R-I6-IDX"]
    assert [row.hard.rank for row in page.rules] == [1, 2, None]
    assert len(page.plot.rows) == 2


def test_a_group_is_looked_at_by_language_cohort_and_trainer(as_tom, tom, north):
    cohort = Cohort.objects.create(agency=north, name="Spring", trainer=tom.membership)
    rule_tally(north, RULE, 1, 40, language="en")
    rule_tally(north, RULE, 20, 40, language="fr", cohort=cohort)

    for chosen in ({"language": "fr"}, {"cohort": cohort.pk}, {"trainer": tom.membership.pk}):
        (row,) = as_tom.get(HARDEST, {"tool": TOOL, **chosen}).context["page"].rules
        assert (row.hard.misses, row.hard.n) == (20, 40)
    (row,) = as_tom.get(HARDEST, {"tool": TOOL}).context["page"].rules
    assert (row.hard.misses, row.hard.n) == (21, 80)


def test_groups_stand_beside_one_another(as_tom, north, case):
    tally(north, case, 1, 0, 12, language="fr")
    tally(north, case, 1, 1, 30, language="fr")
    tally(north, case, 1, 1, 40, language="en")
    page = as_tom.get(HARDEST, {"tool": TOOL})

    (group,) = page.context["page"].groups
    assert [(row.title, row.hard.misses) for row in group.rows] == [("French", 12), ("English", 0)]
    assert "By language" in page.text


def test_given_stands_against_right(as_tom, north, case):
    tally(north, case, 1, 0, 3)
    tally(north, case, 1, 1, 5)
    tally(north, case, 0, -99, 2)
    page = as_tom.get(reverse("monitoring:confusion", args=[TOOL, "i9"]))

    rows = {right: ([cell.n for cell in cells], n) for right, cells, n in page.context["page"].rows}
    assert page.context["page"].given == ("no score", "0", "1")
    assert rows == {"0": ([2, 0, 0], 2), "1": ([0, 3, 5], 8)}
    assert case.title in page.text


def test_gold_that_strong_assessors_miss_is_listed(as_tom, north, case):
    tally(north, case, 1, 0, 7, strong=True)
    tally(north, case, 1, 1, 2, strong=True)
    tally(north, case, 0, 1, 9, strong=False, item="i8")
    (row,) = as_tom.get(HARDEST, {"tool": TOOL}).context["gold"]

    assert (row.item, row.right, row.given, row.missed, row.n) == ("i9", "1", "0", 7, 9)


def test_whoever_read_a_right_score_there_is_known_to_have_seen_it(as_tom, tom, north, case):
    tally(north, case, 1, 0, 7, strong=True)
    assert not SeenGold.objects.exists()

    as_tom.get(HARDEST, {"tool": TOOL})

    assert SeenGold.objects.get().user == tom.user
    assert SeenGold.objects.get().version == case


def test_a_case_that_the_reader_must_score_is_left_out(as_tom, tom, north, case):
    tally(north, case, 1, 0, 7, strong=True)
    own = tom.user.memberships.create(agency=north, role=Role.ASSESSOR)
    assign(Person(tom.user, own), case)
    page = as_tom.get(HARDEST, {"tool": TOOL})

    assert page.context["gold"] == ()
    assert page.context["page"].items == ()
    assert case.title not in as_tom.get(reverse("monitoring:confusion", args=[TOOL, "i9"])).text


def test_another_agencys_counts_stay_there(client, south, north, case):
    tally(north, case, 1, 0, 7, strong=True)
    rule_tally(north, RULE, 30, 60)
    client.force_login(make_person("Sid", south, Role.COORDINATOR).user)
    page = client.get(HARDEST, {"tool": TOOL})

    assert page.context["page"].rules == ()
    assert page.context["gold"] == ()


def watch(person, *, rules=(), points=20, certified=True):
    return Watch.objects.create(
        agency=person.agency,
        enrolment=enrolled(person),
        tool=TOOL,
        points=points,
        state={"rules": list(rules), "is_certified": certified, "bias": None},
    )


def test_pairs_name_what_one_learns_from_the_other(as_tom, asha, ben):
    watch(asha, rules=[RULE])
    watch(ben, rules=[])
    page = as_tom.get(PAIRS, {"tool": TOOL})

    (pair,) = page.context["page"].pairs
    assert [row.id for row in pair.helps] == [RULE]
    assert RULE not in pair.sentence
    assert "Asha" in page.text
    assert "Ben" in page.text


def test_two_new_people_are_not_paired(as_tom, asha, ben):
    watch(asha, certified=False)
    watch(ben, points=1)
    page = as_tom.get(PAIRS, {"tool": TOOL})

    assert page.context["page"].pairs == ()
    assert "Left over:" in page.text


def test_an_unknown_tool_or_item_is_not_found(as_tom):
    assert as_tom.get(HARDEST, {"tool": "no-such-tool"}).status_code == 404
    assert as_tom.get(reverse("monitoring:confusion", args=[TOOL, "i99"])).status_code == 404
