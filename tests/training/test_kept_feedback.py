"""What feedback keeps in the process is the case's: nobody meets another's name or words."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils.timezone import now

from tests.training.factories import answers_from, assign, save, with_changes
from training import feedback
from training.actions import contesting
from training.actions.handing_in import submit_coding
from training.kept import Kept
from training.templatetags import compared
from vignettes.models import GoldCoding, Provenance

REASON = "Only Asha thinks <so>."


@pytest.fixture(autouse=True)
def _nothing_is_kept_yet():
    feedback._KEPT.forget()
    compared._KEPT.forget()


@pytest.fixture
def codings(asha, ben, version, gold):
    """Asha leaves item 9 open, with a reason, and contests item 8; Ben is wrong on item 8."""
    made = []
    wrong = {"i8": 1 - gold.scores["i8"]}
    for person, changes in [(asha, {"i9": None, **wrong}), (ben, wrong)]:
        assignment = assign(person, version)
        answers = answers_from(with_changes(gold.scores, **changes))
        told = [replace(one, reason=REASON) if one.reason else one for one in answers]
        save(assignment, told)
        made.append(_submit(person, assignment))
    contesting.contest(
        coding=made[0], gold=gold, item="i8", reason="Asha contests.", actor=asha.user, at=now()
    )
    return made


def _submit(person, assignment):
    key = assignment.draft.submission_key
    return submit_coding(assignment=assignment, submission_key=key, actor=person.user, at=now())


def _page(client, person, coding, language=""):
    person.user.language = language
    person.user.save()
    client.force_login(person.user)
    text = client.get(reverse("training:feedback", args=[coding.assignment_id])).text
    return re.sub(r'(csrfmiddlewaretoken" value=|x-csrftoken": )"[^"]*"', "", text)


def test_a_page_is_the_same_whoever_asked_before(client, asha, ben, tom, codings):
    asks = [
        (person, coding, language)
        for coding, owner in zip(codings, (asha, ben), strict=True)
        for person in (owner, tom)
        for language in ("en", "fr-ca")
    ]
    alone = []
    for ask in asks:
        feedback._KEPT.forget()
        compared._KEPT.forget()
        alone.append(_page(client, *ask))

    forth = [_page(client, *ask) for ask in asks]
    back = [_page(client, *ask) for ask in reversed(asks)][::-1]

    assert forth == alone
    assert back == alone
    assert len(set(alone)) == len(alone)


def test_nothing_of_a_person_is_kept(client, asha, ben, tom, codings):
    for coding, owner in zip(codings, (asha, ben), strict=True):
        _page(client, owner, coding)
        _page(client, tom, coding)

    kept = "".join("".join(parts) for parts in compared._KEPT._found.values())
    assert kept
    for own in (asha.user.name, ben.user.name, tom.user.name, "Asha", "contests.", "Only"):
        assert own not in kept
    for one in feedback._KEPT._found.values():
        assert (one.reason, one.contests, one.beside.marks, one.beside.share) == ("", (), (), "")


def test_right_scores_that_changed_are_shown_at_once(client, ben, codings, gold):
    before = _page(client, ben, codings[1])
    GoldCoding.objects.create(
        version=gold.version,
        tool=gold.tool,
        tool_version=gold.tool_version,
        eligibility=gold.eligibility,
        scores=with_changes(gold.scores, i8=1 - gold.scores["i8"]),
        rulings=gold.rulings,
        provenance=Provenance.PANEL,
        agency=ben.agency,
    )

    after = _page(client, ben, codings[1])

    assert "Items that differ" in before
    assert "Items that differ" not in after


def test_what_is_not_asked_for_longest_goes_first():
    kept = Kept(2)
    made = []

    def make(key):
        return kept.get(key, lambda: made.append(key) or key)

    assert [make(key) for key in "abacab"] == list("abacab")
    assert made == list("abcb")
