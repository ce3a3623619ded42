"""What of one coding counts in a decision: standings, accepted scores, panels, and the clock."""

import pytest

from reliability.certification import default_policy, read_policy
from reliability.reports.evidence import case_evidence, counted_items, evidence_of
from tests.reliability.deciding import GOLD, correct_gold, make_bank
from tests.training.factories import TOOL, assign, hand_in, with_changes
from vignettes.models import GoldCoding

pytestmark = pytest.mark.usefixtures("unscoped")
POLICY = default_policy(TOOL)


@pytest.fixture
def version(north):
    return make_bank(north, 1)[0]


@pytest.fixture
def gold(version):
    return GoldCoding.objects.get(version=version)


def coded(person, version, eligibility="yes", **changes):
    scores = with_changes(GOLD.scores, **changes) if eligibility == "yes" else {}
    return hand_in(person, assign(person, version), scores, eligibility=eligibility)


def test_an_item_that_rests_on_a_recalled_rule_does_not_count(asha, version, gold):
    uncounted = set(GOLD.scores) - set(counted_items(gold, POLICY))
    assert len(uncounted) == 1
    (item,) = uncounted
    wrong = {item: 1 - GOLD.scores[item]}

    found = case_evidence(coded(asha, version, **wrong), gold, POLICY)

    assert (found.items, found.hits, found.total_deviation) == (9, 9, 0)


def test_a_policy_that_counts_recalled_rules_counts_every_item(gold):
    told = POLICY.model_dump() | {"counted": ("verified", "supported", "recalled")}

    assert len(counted_items(gold, read_policy(told))) == 10


def test_a_wrong_item_moves_hits_and_total(asha, version, gold):
    found = case_evidence(coded(asha, version, i6=1, i9=1), gold, POLICY)

    assert (found.hits, found.total_deviation) == (7, 2)


def test_an_accepted_score_is_a_hit_and_moves_no_total(asha, version):
    gold = correct_gold(version, accepted={"i9": [1]})

    found = case_evidence(coded(asha, version, i9=1), gold, POLICY)

    assert (found.hits, found.total_deviation) == (9, 0)


def test_of_a_disputed_item_either_score_is_right(asha, version):
    rulings = GOLD.rulings | {"i9": GOLD.rulings["i9"] | {"disputed": [1]}}
    gold = correct_gold(version, rulings=rulings)

    assert case_evidence(coded(asha, version, i9=1), gold, POLICY).hits == 9


def test_a_panel_confirms_every_item_it_decided(asha, version):
    gold = correct_gold(version, provenance="panel", scores=GOLD.scores | {"i9": 1})

    found = case_evidence(coded(asha, version, i9=1), gold, POLICY)

    assert (found.items, found.hits) == (10, 10)


def test_who_scores_as_the_panel_did_misreads_no_rule(asha, ben, version):
    gold = correct_gold(version, provenance="panel", scores=GOLD.scores | {"i9": 1})
    as_panel, as_rules = coded(asha, version, i9=1), coded(ben, version)

    found = evidence_of([as_panel], {version.pk: gold}, POLICY)
    other = evidence_of([as_rules], {version.pk: gold}, POLICY)

    assert max(found.evidence.misread.values(), default=0) < 0.5
    assert found.evidence.hits == 10
    assert other.evidence.hits == 9


def test_a_wrong_answer_on_use_is_one_miss_and_compares_no_item(asha, version, gold):
    found = case_evidence(coded(asha, version, eligibility="no"), gold, POLICY)

    assert (found.items, found.is_eligibility_hit, found.total_deviation) == (0, False, None)


def test_use_that_gold_leaves_open_is_not_graded(asha, version):
    gold = correct_gold(version, eligibility="undecided", scores={})

    found = case_evidence(coded(asha, version), gold, POLICY)

    assert (found.items, found.is_eligibility_hit) == (0, None)


def test_the_right_answer_that_the_tool_must_not_be_used_is_a_hit(asha, version):
    gold = correct_gold(version, eligibility="no", scores={})

    assert case_evidence(coded(asha, version, eligibility="no"), gold, POLICY).is_eligibility_hit


def test_a_level_decides_only_with_sure_cut_offs(asha, version, gold):
    """The cut-offs of Static-99R are recalled here; nothing may hang on them."""
    assert case_evidence(coded(asha, version), gold, POLICY).same_band is None


def test_no_answer_where_gold_has_a_score_is_a_miss(asha, version, gold):
    found = case_evidence(coded(asha, version, i9=None), gold, POLICY)

    assert (found.items, found.hits) == (9, 8)


def test_a_case_without_gold_and_a_proposal_are_set_aside(asha, ben, version):
    first, second = coded(asha, version), coded(ben, version)
    proposal = correct_gold(version, provenance="author_proposal")

    found = evidence_of([first, second], {version.pk: proposal}, POLICY)
    none = evidence_of([first], {}, POLICY)

    assert found.evidence.cases == ()
    assert len(found.set_aside) == 2
    assert none.set_aside == (first,)
    assert found.codings == sorted([first.pk, second.pk])
