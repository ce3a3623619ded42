"""What experts code for a panel is no attempt of an assessor: no group and no study counts it."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import Membership, Role
from reliability import access as agreement
from reliability import tables
from tests.factories import make_person
from tests.training.factories import TOOL, assign
from tests.training.panels import code, coded_panel, decide, make_experts, make_panel
from tests.vignettes.factories import make_version
from training import access
from vignettes.access import kept_blind
from vignettes.actions import note_gold_seen
from vignettes.models import Panel, Vignette


@pytest.fixture
def experts(north):
    return make_experts(north, "Zelda", "Quill")


@pytest.fixture
def panel(tom, version, experts, gold):
    return coded_panel(tom, version, experts, gold.scores, gold.scores)


def test_the_group_page_leaves_panel_codings_out(as_tom, panel, tom):
    page = as_tom.get(reverse("training:cohort"), {"tool": TOOL}).text

    assert "Zelda" not in page
    assert not access.group_assignments(tom.membership).exists()


def test_nobody_reads_the_feedback_of_a_panel_coding(as_tom, panel, tom):
    seat = panel.assignments.first()

    assert as_tom.get(reverse("training:feedback", args=[seat.pk])).status_code == 404
    assert not access.may_see_gold(seat, tom.membership, now())


def test_agreement_of_panels_waits_for_their_decision(panel, north, ana):
    assert tables.panel_frame(north, TOOL).empty
    assert not agreement.expert_codings(ana.membership).exists()

    decide(panel, make_person("Ida", north, Role.ADJUDICATOR))

    assert len(tables.panel_frame(north, TOOL)) == 20
    assert agreement.expert_codings(ana.membership).count() == 2


def test_the_library_shows_panel_codings_by_letter_once_decided(as_tom, panel, north, version):
    case = reverse("vignettes:version", args=[version.vignette.code])
    assert "Expert A" not in as_tom.get(case).text

    decide(panel, make_person("Ida", north, Role.ADJUDICATOR))

    page = as_tom.get(case).text
    assert "Expert A" in page
    assert "Zelda" not in page


def test_an_earlier_decision_is_shut_to_who_codes_the_case_again(
    client, tom, panel, north, version, experts, gold
):
    decision = decide(panel, make_person("Ida", north, Role.ADJUDICATOR))
    again = make_panel(tom, version, experts)
    also = Membership.objects.create(user=experts[0].user, agency=north, role=Role.COORDINATOR)
    client.force_login(experts[0].user)
    client.post(reverse("agencies:switch_role"), {"membership": also.pk})
    url = reverse("reliability:gold_change", args=[decision.pk])

    assert client.get(url).status_code == 404

    for expert in experts:
        code(again, expert, gold.scores)
    decide(Panel.objects.get(pk=again.pk), make_person("Isa", north, Role.ADJUDICATOR))
    assert client.get(url).status_code == 200


def test_variants_of_variants_are_kin(tom, panel, version):
    def variant(code, parent):
        return Vignette.objects.create(code=code, kind=parent.kind, variant_of=parent)

    first = variant("maple-first", version.vignette)
    second = variant("maple-second", first)
    stranger = Vignette.objects.create(code="other-case", kind=first.kind)
    zelda = panel.seats.first().expert.user

    assert {version.vignette_id, first.pk, second.pk} <= kept_blind(zelda)
    assert stranger.pk not in kept_blind(zelda)


def test_the_right_scores_of_a_variant_bar_from_a_panel(tom, eva, version):
    other = make_version("winter-ledger")
    Vignette.objects.filter(pk=other.vignette_id).update(variant_of=version.vignette)
    assert access.barred_from_panels(version, [eva.user]) == {}

    note_gold_seen(user=eva.user, versions=[other])

    assert set(access.barred_from_panels(version, [eva.user])) == {eva.user.pk}


def test_a_decision_is_shut_to_who_has_to_score_the_case_elsewhere(panel, north, south, version):
    ida, kim = make_person("Ida", north, "adjudicator"), make_person("Kim", north, "coordinator")
    decision = decide(Panel.objects.get(pk=panel.pk), ida)
    assert decision in agreement.adjudications(kim.membership)

    elsewhere = Membership.objects.create(user=kim.user, agency=south, role=Role.ASSESSOR)
    assign(kim._replace(membership=elsewhere), version)

    assert decision not in agreement.adjudications(kim.membership)
