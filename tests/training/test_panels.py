"""Seating experts, what they hand in, and how a panel's round ends."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from agencies.models import AuditEntry, Membership, Role
from instruments import catalogue
from tests.factories import make_person
from tests.training.factories import assign, hand_in, save, with_changes
from tests.training.panels import code, make_experts, make_panel, seat_of
from training import access
from training.actions import cases, panels
from training.actions.handing_in import submit_coding
from training.answers import ELIGIBILITY, NOT_APPLICABLE, Answer
from training.models import Assignment, Mode
from vignettes.actions import PanelRefusedError, note_gold_seen, withdraw_panel
from vignettes.models import CaseDraft, ExpertCoding


@pytest.fixture
def experts(north):
    return make_experts(north, "Eva", "Eli")


@pytest.fixture
def panel(tom, version, experts):
    return make_panel(tom, version, experts)


def test_open_panel_gives_each_expert_the_case(panel, experts, tom):
    given = Assignment.objects.filter(panel=panel)

    assert {one.assessor for one in given} == {expert.membership for expert in experts}
    assert {one.mode for one in given} == {Mode.PANEL}
    assert sorted(panel.seats.values_list("label", flat=True)) == ["A", "B"]
    assert AuditEntry.objects.get(verb="panel_opened").actor == tom.user


def test_open_panel_deals_letters_that_do_not_follow_names(tom, version, north):
    people = make_experts(north, *(f"E{n}" for n in range(7)))

    orders = set()
    for tool in [tool.id for tool in catalogue.tools()][:5]:
        panel = make_panel(tom, version, people, tool=tool)
        orders.add(tuple(panel.seats.order_by("label").values_list("expert", flat=True)))

    assert len(orders) > 1


def test_open_panel_needs_two_experts(tom, version, experts):
    with pytest.raises(PanelRefusedError, match="at least two experts"):
        make_panel(tom, version, experts[:1])
    assert not Assignment.objects.exists()


def test_open_panel_refuses_a_second_round_while_one_is_at_work(panel, tom, version, experts):
    with pytest.raises(PanelRefusedError, match="already at work"):
        make_panel(tom, version, experts)


def test_open_panel_for_the_library_needs_an_editor(tom, version, experts):
    with pytest.raises(PanelRefusedError, match="Only an editor"):
        make_panel(tom, version, experts, for_library=True)

    tom.user.is_editor = True
    assert make_panel(tom, version, experts, for_library=True).for_library


def test_barred_are_those_who_saw_wrote_or_scored_the_case(tom, version, north, gold):
    saw, wrote, scored, free = make_experts(north, "Saw", "Wrote", "Scored", "Free")
    note_gold_seen(user=saw.user, versions=[version])
    CaseDraft.objects.create(code="other-case", author=wrote.user, corrects=version)
    as_assessor = Membership.objects.create(user=scored.user, agency=north, role=Role.ASSESSOR)
    hand_in(scored, assign(scored._replace(membership=as_assessor), version), gold.scores)

    people = [saw.user, wrote.user, scored.user, free.user]
    barred = access.barred_from_panels(version, people)

    assert barred == {
        saw.user.pk: "has seen the right scores of this case",
        wrote.user.pk: "wrote or reviewed this case",
        scored.user.pk: "scored this case in training",
    }
    with pytest.raises(PanelRefusedError, match="Saw cannot sit on this panel: has seen"):
        make_panel(tom, version, [saw, free])


def test_handing_in_keeps_the_coding_with_the_panel(panel, experts, gold):
    eva, _eli = experts
    scores = with_changes(gold.scores, i9=None)

    code(panel, eva, scores)

    kept = ExpertCoding.objects.get(panel=panel)
    assert (kept.expert, kept.scores, kept.simulated) == (eva.membership, scores, False)
    assert kept.unscored == {"i9": "The file does not tell."}
    assert [seat.expert for seat in panel.awaited] == [experts[1].membership]
    assert not panel.is_ready


def test_a_panel_is_ready_when_everybody_has_handed_in(panel, experts, gold):
    for expert in experts:
        code(panel, expert, gold.scores)

    assert panel.is_ready


def test_an_expert_who_declines_is_waited_for_no_longer(panel, experts, gold, tom, north):
    eva, eli = experts
    code(panel, eva, gold.scores)
    cases.decline(assignment=seat_of(panel, eli), reason="", actor=eli.user, at=now())

    assert panel.awaited == []
    assert not panel.is_ready

    (ada,) = make_experts(north, "Ada")
    panels.add_expert(panel=panel, expert=ada.membership, actor=tom.user, at=now())
    code(panel, ada, gold.scores)
    panel.refresh_from_db()
    assert panel.is_ready


def test_a_declined_panel_case_can_be_taken_back(panel, experts):
    eva, _eli = experts
    cases.decline(assignment=seat_of(panel, eva), reason="", actor=eva.user, at=now())
    cases.take_back(assignment=seat_of(panel, eva), actor=eva.user, at=now())

    assert eva.membership in [seat.expert for seat in panel.awaited]


def test_a_withdrawn_panel_takes_no_coding(panel, experts, tom, gold):
    eva, _eli = experts
    withdraw_panel(panel=panel, actor=tom.user, at=now())

    with pytest.raises(access.WorkRefusedError, match="withdrawn"):
        code(panel, eva, gold.scores)
    assert not ExpertCoding.objects.exists()


def test_a_seat_is_taken_once(panel, experts, tom):
    with pytest.raises(PanelRefusedError, match="sits on the panel already"):
        panels.add_expert(panel=panel, expert=experts[0].membership, actor=tom.user, at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(
            agency=panel.agency,
            assessor=experts[0].membership,
            version=panel.version,
            tool=panel.tool,
            mode=Mode.PANEL,
            panel=panel,
        )


def test_a_panel_takes_no_expert_of_another_agency(tom, version, experts, south):
    stranger = make_person("Sol", south, Role.EXPERT)

    with pytest.raises(ValueError, match="is no expert of"):
        make_panel(tom, version, [experts[0], stranger])


def test_an_item_that_does_not_apply_is_answered_so(tom, version, experts):
    """STABLE-2007 item 3 is left out where there is no young victim and no CSEM."""
    panel = make_panel(tom, version, experts, tool="stable-2007")
    eva = experts[0]
    seat = seat_of(panel, eva)
    items = [item.id for item in catalogue.tool("stable-2007").items]
    answers = [Answer(item, "1") for item in items if item != "i3"]
    save(seat, [Answer(ELIGIBILITY, "yes"), *answers, Answer("i3", NOT_APPLICABLE)])

    submit_coding(
        assignment=seat, submission_key=seat.draft.submission_key, actor=eva.user, at=now()
    )

    kept = ExpertCoding.objects.get(panel=panel)
    assert kept.scores["i3"] is None
    assert kept.unscored == {"i3": ""}
