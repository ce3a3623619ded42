"""What a change of gold would do is told before it is done, and nothing is reversed by it."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from agencies.models import AuditEntry, Role
from reliability.actions.gold import AlreadyPublishedError, publish_adjudication, standard_of
from reliability.reports.gold_change import impact
from tests.factories import make_person
from tests.reliability.factories import adjudicate
from tests.training.factories import assign, gold_of, hand_in, make_exam, with_changes
from tests.vignettes.factories import make_version
from training.feedback import feedback_on
from training.models import Coding
from vignettes.access import gold_in_force

REASON = "The panel found that the text allows two readings."


pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(unscoped, north):
    return make_person("Ada", north, Role.ADJUDICATOR)


@pytest.fixture
def version(unscoped):
    return make_version()


@pytest.fixture
def attempts(version, asha, ben):
    """Asha gives gold, Ben counts a stranger; gold has none."""
    gold = gold_of(version).scores
    hand_in(asha, assign(asha, version), gold)
    hand_in(ben, assign(ben, version), with_changes(gold, i9=1))
    return gold


def preview(decision, agency, **fields):
    panel = decision.panel
    how = {"for_library": panel.for_library, "names": True} | fields
    return impact(panel.version, panel.tool, standard_of(decision), agency=agency, **how)


def publish(decision, person):
    return publish_adjudication(adjudication=decision, actor=person.membership, because=REASON)


def test_impact_names_the_answers_and_attempts_that_would_change(version, attempts, ada, tom):
    told = preview(adjudicate(version, ada, tom, i9=1), ada.agency)

    (answer,) = told.answers
    assert answer.question.id == "i9"
    assert (answer.was[0], answer.becomes[0]) == ("0", "1")
    assert told.attempts == 2
    results = [(one.assessor, one.was, one.becomes) for one in told.changed]
    assert results == [("Asha", (11, 11), (10, 11)), ("Ben", (10, 11), (11, 11))]


def test_a_score_accepted_as_well_helps_who_gave_it_and_hurts_nobody(version, attempts, ada, tom):
    told = preview(adjudicate(version, ada, tom, accepted_i9=[1]), ada.agency)

    assert [(one.assessor, one.becomes) for one in told.changed] == [("Ben", (11, 11))]
    assert [change.also[0] for change in told.answers] == ["1"]


def test_a_tool_that_may_not_be_used_after_all_leaves_one_answer(version, attempts, ada, tom):
    told = preview(adjudicate(version, ada, tom, eligibility="no"), ada.agency)

    assert {one.becomes for one in told.changed} == {(0, 1)}


def test_gold_left_open_grades_nothing(version, attempts, ada, tom):
    told = preview(adjudicate(version, ada, tom, eligibility="undecided"), ada.agency)

    assert {one.becomes for one in told.changed} == {(0, 0)}


def test_nothing_changes_where_the_panel_confirms(version, attempts, ada, tom):
    told = preview(adjudicate(version, ada, tom), ada.agency)

    assert told.answers == ()
    assert told.changed == ()
    assert told.attempts == 2


def test_an_agencys_panel_reaches_no_other_agency(version, attempts, ada, tom, cara):
    hand_in(cara, assign(cara, version), attempts)

    told = preview(adjudicate(version, ada, tom, i9=1), ada.agency)

    assert {one.agency for one in told.changed} == {ada.agency.name}


def test_the_library_reaches_every_agency_and_names_nobody_elsewhere(
    version, attempts, ada, tom, cara
):
    hand_in(cara, assign(cara, version), attempts)

    told = preview(adjudicate(version, ada, tom, for_library=True, i9=1), ada.agency)

    assert told.unnamed == {cara.agency.name: 1}
    assert [one.assessor for one in told.named] == ["Asha", "Ben"]


def test_the_library_does_not_reach_an_agency_whose_own_panel_decided(version, attempts, ada, tom):
    publish(adjudicate(version, ada, tom, i9=1), tom)

    told = preview(adjudicate(version, ada, tom, for_library=True, i9=0), ada.agency)

    assert (told.attempts, told.changed) == (0, ())


def test_attempts_in_exams_are_counted(version, ada, tom, asha, north):
    exam = make_exam(north)
    hand_in(asha, assign(asha, version, exam=exam), gold_of(version).scores)

    assert preview(adjudicate(version, ada, tom, i9=1), north).exams == 1


def test_publishing_makes_a_revision_and_leaves_attempts_alone(version, attempts, ada, tom):
    before = list(Coding.objects.order_by("pk").values())

    gold = publish(adjudicate(version, ada, tom, i9=1, accepted_i9=[0]), tom)

    in_force = gold_in_force(ada.agency).get(version=version, tool="static-99r")
    assert (in_force, in_force.scores["i9"], in_force.revision) == (gold, 1, 1)
    assert in_force.provenance == "panel"
    assert in_force.accepted == {"i9": [0]}
    assert in_force.rulings["i9"]["rationale"]["en"] == "The rule leaves this case open."
    assert in_force.rulings["i8"]["because"] == gold_of_first(version).rulings["i8"]["because"]
    assert list(Coding.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.get(verb="gold_published").actor == tom.user


def gold_of_first(version):
    return version.gold_codings.get(tool="static-99r", agency=None, revision=1)


def test_feedback_compares_with_what_the_panel_decided(version, attempts, ada, tom, ben):
    coding = Coding.objects.get(assessor=ben.membership)
    assert [item.question.id for item in feedback_on(coding, gold_of(version)).differing] == ["i9"]

    gold = publish(adjudicate(version, ada, tom, i9=1), tom)

    assert feedback_on(coding, gold).differing == ()


def test_a_decision_is_published_once(version, attempts, ada, tom):
    decision = adjudicate(version, ada, tom, i9=1)
    publish(decision, tom)

    with pytest.raises(AlreadyPublishedError):
        publish(decision, tom)
    assert decision.gold_codings.count() == 1


def test_an_older_decision_does_not_come_into_force_over_a_newer_one(version, attempts, ada, tom):
    older = adjudicate(version, ada, tom, i9=1)
    publish(adjudicate(version, ada, tom, i9=0, i8=1), tom)

    with pytest.raises(AlreadyPublishedError, match="later decision"):
        publish(older, tom)


def test_what_was_looked_at_must_still_hold(client, version, attempts, ada, tom):
    decision = adjudicate(version, ada, tom, i9=1)
    url = reverse("reliability:gold_change", args=[decision.pk])
    client.force_login(tom.user)
    seen = gold_of(version).pk
    gold_of(version).__class__.objects.create(
        version=version,
        tool="static-99r",
        tool_version="2016",
        eligibility="no",
        provenance="computed",
        revision=2,
    )

    refused = client.post(url, {"because": REASON, "seen": "on", "gold": seen})

    assert refused.status_code == 422
    assert "The gold has changed since you looked" in refused.text
    assert REASON in refused.text
    assert not decision.gold_codings.exists()


def test_a_decision_is_never_edited(version, ada, tom):
    decision = adjudicate(version, ada, tom, i9=1)
    decision.eligibility = "no"

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        decision.save()


def test_page_shows_the_consequences_and_publishes(client, version, attempts, ada, tom):
    decision = adjudicate(version, ada, tom, i9=1)
    url = reverse("reliability:gold_change", args=[decision.pk])
    client.force_login(tom.user)

    page = client.get(url)
    assert "2 of 2 attempts would have another result" in page.text
    assert "Asha" in page.text

    unread = client.post(url, {"because": REASON})
    assert unread.status_code == 422
    assert REASON in unread.text
    assert not decision.gold_codings.exists()

    done = client.post(url, {"because": REASON, "seen": "on"}, follow=True)
    assert "This decision is in force" in done.text
    again = client.post(url, {"because": REASON, "seen": "on"}, follow=True)
    assert "in force already" in again.text
    assert decision.gold_codings.count() == 1


def test_an_adjudicator_reads_counts_and_no_names(client, version, attempts, ada, tom):
    decision = adjudicate(version, ada, tom, i9=1)
    client.force_login(ada.user)

    page = client.get(reverse("reliability:gold_change", args=[decision.pk]))

    assert "2 attempts, of people who are not named here" in page.text
    assert "Asha" not in page.text


def test_consequences_are_for_those_who_publish(client, version, ada, tom, asha, eva, south):
    decision = adjudicate(version, ada, tom, i9=1)
    url = reverse("reliability:gold_change", args=[decision.pk])
    for person in (asha, eva):
        client.force_login(person.user)
        assert client.get(url).status_code == 403
    client.force_login(make_person("Tess", south, Role.COORDINATOR).user)
    assert client.get(url).status_code == 404
    assert client.post(url, {"because": REASON, "seen": "on"}).status_code == 404


def test_a_decision_for_the_library_is_an_editors(client, version, ada, tom):
    decision = adjudicate(version, ada, tom, for_library=True, i9=1)
    url = reverse("reliability:gold_change", args=[decision.pk])
    client.force_login(tom.user)
    assert client.get(url).status_code == 404

    tom.user.is_editor = True
    tom.user.save()
    client.post(url, {"because": REASON, "seen": "on"})

    assert gold_in_force(None).get(version=version, tool="static-99r").scores["i9"] == 1


def test_impact_asks_as_many_queries_for_many_attempts_as_for_few(
    version, attempts, ada, tom, north, django_assert_max_num_queries
):
    decision = adjudicate(version, ada, tom, i9=1)
    for name in ("Finn", "Gail", "Hana"):
        person = make_person(name, north, Role.ASSESSOR)
        hand_in(person, assign(person, version), attempts)

    with django_assert_max_num_queries(5):
        assert preview(decision, north).attempts == 5
