"""The share of learners who chose otherwise: told from five learners on, within the agency."""

import pytest
from django.urls import reverse

from agencies.models import Role
from tests.factories import make_person
from tests.training.factories import TOOL, assign, hand_in, make_exam, with_changes
from training.models import Coding
from training.tables import learners as table
from training.tables.learners import shares, words


def learners(agency, version, scores, names, **wrong):
    for name in names:
        person = make_person(name, agency, Role.ASSESSOR)
        hand_in(person, assign(person, version), with_changes(scores, **wrong))


@pytest.fixture
def wrong(gold):
    """A score on item 5 that is not gold's."""
    return 0 if gold.scores["i5"] else 1


def test_shares_count_the_learners_of_the_agency(asha, south, version, gold, wrong):
    coding = hand_in(asha, assign(asha, version), with_changes(gold.scores, i5=wrong))
    learners(asha.agency, version, gold.scores, ["Dan", "Eli", "Flo"])
    learners(asha.agency, version, gold.scores, ["Gus"], i5=wrong)
    learners(south, version, gold.scores, ["Ida", "Jon", "Kim"], i5=wrong)

    share = shares(coding, gold)["i5"]

    assert (share.n, share.n_otherwise, share.n_alike) == (5, 2, 2)
    assert words(share, agrees=False) == (
        "2 of 5 learners in your agency chose another answer than gold. 2 chose as you did."
    )
    assert shares(coding, gold)["i1"].n_otherwise == 0


def test_shares_of_fewer_than_five_learners_are_not_told(as_asha, asha, version, gold, wrong):
    given = assign(asha, version)
    coding = hand_in(asha, given, with_changes(gold.scores, i5=wrong))
    learners(asha.agency, version, gold.scores, ["Dan", "Eli", "Flo"])

    assert shares(coding, gold) == {}
    page = as_asha.get(reverse("training:feedback", args=[given.pk])).content.decode()
    assert "learners in your agency" not in page
    learners(asha.agency, version, gold.scores, ["Gus"])
    page = as_asha.get(reverse("training:feedback", args=[given.pk])).content.decode()
    assert "1 of 5 learners in your agency" in page


def test_exam_codings_are_not_counted(asha, version, gold):
    exam = make_exam(asha.agency)
    for name in ["Dan", "Eli", "Flo", "Gus", "Hal"]:
        person = make_person(name, asha.agency, Role.ASSESSOR)
        hand_in(person, assign(person, version, exam=exam), gold.scores)
    coding = hand_in(asha, assign(asha, version), gold.scores)

    assert shares(coding, gold) == {}


def test_shares_are_counted_in_few_queries(asha, version, gold, django_assert_max_num_queries):
    coding = hand_in(asha, assign(asha, version), gold.scores)
    learners(asha.agency, version, gold.scores, ["Dan", "Eli", "Flo", "Gus"])
    coding = Coding.objects.prefetch_related("ratings").get(pk=coding.pk, tool=TOOL)

    with django_assert_max_num_queries(2):
        assert shares(coding, gold)


def test_of_many_learners_the_newest_are_counted(asha, version, gold, wrong, monkeypatch):
    monkeypatch.setattr(table, "NEWEST", 5)
    for query in (table._ON_USE, table._ON_ITEMS):  # they are written anew with this number
        monkeypatch.setattr(query._query, "_written", {})
    learners(asha.agency, version, gold.scores, ["Dan"], i5=wrong)
    coding = hand_in(asha, assign(asha, version), with_changes(gold.scores, i5=wrong))
    learners(asha.agency, version, gold.scores, ["Eli", "Flo", "Gus", "Hal"])

    share = shares(coding, gold)["i5"]

    assert (share.n, share.n_otherwise, share.of_newest) == (5, 1, True)
    assert words(share, agrees=True) == (
        "1 of the last 5 learners in your agency chose another answer than gold."
    )
