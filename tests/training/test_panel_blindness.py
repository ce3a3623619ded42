"""Whoever codes a case for a panel sees nothing of what is right, wherever they look."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import Membership, Role
from tests.factories import make_person
from tests.training.factories import assign, form_of, hand_in
from tests.training.panels import code, decide, make_experts, make_panel, seat_of
from tests.training.test_blinding import assert_blind, autosave_fields
from training import access
from vignettes import access as library
from vignettes.models import Panel, SeenGold


@pytest.fixture
def experts(north):
    return make_experts(north, "Zelda", "Quill")


@pytest.fixture
def panel(tom, version, experts):
    return make_panel(tom, version, experts)


def training(name, *args):
    return reverse(f"training:{name}", args=args)


def scoring_requests(seat, scores):
    """Every page and answer of the scoring of one case."""
    score, autosave = training("score", seat.pk), training("autosave", seat.pk)
    return {
        "home": lambda c: c.get(training("home")),
        "notice": lambda c: c.get(training("notice", seat.pk)),
        "decline": lambda c: c.get(training("decline", seat.pk)),
        "page": lambda c: c.get(score),
        "autosave": lambda c: c.post(autosave, autosave_fields("i9", "1")),
        "conflict": lambda c: c.post(autosave, autosave_fields("i9", "0")),
        "save": lambda c: c.post(score, form_of(scores, seat, action="save", revision=1)),
        "feedback": lambda c: c.get(training("feedback", seat.pk), follow=True),
        "contest": lambda c: c.get(training("contest", seat.pk, "i9")),
        "queue": lambda c: c.get(reverse("panels:queue")),
    }


def library_requests(panel):
    """Every page of the library, of panels and of groups that might tell what is right."""
    case = panel.version.vignette.code
    return {
        "case": reverse("vignettes:version", args=[case]),
        "version": reverse("vignettes:version", args=[case, 1]),
        "panel": reverse("panels:panel", args=[panel.pk]),
        "decide": reverse("panels:decide", args=[panel.pk]),
        "cohort": reverse("training:cohort"),
        "gold change": reverse("reliability:gold_change", args=[1]),
        "agreement": reverse("reliability:panel_agreement"),
    }


def test_scoring_for_a_panel_holds_and_reads_no_gold(client, panel, experts, version, gold):
    seat = seat_of(panel, experts[0])
    client.force_login(experts[0].user)

    for send in scoring_requests(seat, gold.scores).values():
        assert_blind(client, version, send)


def test_after_handing_in_there_is_a_receipt_and_still_no_gold(
    client, panel, experts, version, gold
):
    seat = seat_of(panel, experts[0])
    client.force_login(experts[0].user)

    def send(browser):
        return browser.post(training("score", seat.pk), form_of(gold.scores, seat), follow=True)

    done = assert_blind_page(client, version, send)
    assert done.redirect_chain[-1][0] == training("receipt", seat.pk)
    assert "kept for the panel" in done.text
    for name in ("feedback", "score", "receipt"):
        assert_blind(client, version, lambda c, n=name: c.get(training(n, seat.pk), follow=True))


def assert_blind_page(client, version, send):
    """As `assert_blind`, for a request that writes the expert's own coding."""
    response = send(client)
    assert "data-span" not in response.text
    assert "gold coding" not in response.text
    return response


@pytest.mark.parametrize("handed_in", [False, True])
def test_no_page_of_library_or_panels_tells_a_seated_expert(
    client, panel, experts, version, gold, handed_in
):
    if handed_in:
        code(panel, experts[0], gold.scores)
    code(panel, experts[1], gold.scores)
    client.force_login(experts[0].user)

    for name, url in library_requests(panel).items():
        page = client.get(url)
        assert page.status_code in (403, 404), name
        assert "data-span" not in page.text, name
        assert "Quill" not in page.text, name


def test_the_list_of_cases_tells_an_expert_nothing(client, panel, experts, version):
    client.force_login(experts[0].user)

    page = client.get(reverse("vignettes:library")).text

    assert version.title in page
    assert "The tool may be used" not in page
    assert 'name="tool"' not in page
    filtered = client.get(reverse("vignettes:library"), {"tool": "static-99r"}).text
    assert version.title in filtered


def test_a_rules_page_names_an_expert_no_case(client, panel, experts, version):
    client.force_login(experts[0].user)

    page = client.get(reverse("vignettes:rule", args=["static-99r", "S99R-I8-STEP"])).text

    assert version.title not in page


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADJUDICATOR, Role.ANALYST])
def test_a_second_role_opens_nothing(client, panel, experts, asha, version, gold, role):
    eva = experts[0]
    other = Membership.objects.create(user=eva.user, agency=eva.agency, role=role)
    assignment = assign(asha, version)
    hand_in(asha, assignment, gold.scores)
    client.force_login(eva.user)
    client.post(reverse("agencies:switch_role"), {"membership": other.pk})

    assert client.get(reverse("vignettes:version", args=[version.vignette.code])).status_code == 403
    assert client.get(reverse("panels:panel", args=[panel.pk])).status_code == 403
    assert client.get(reverse("panels:decide", args=[panel.pk])).status_code == 403
    assert not access.may_see_gold(assignment, other, now())
    if role in access.GROUP_ROLES:
        assert access.gold_of_group(other, [assignment], now()) == []


def test_blindness_holds_in_another_agency_and_for_variants(panel, experts, south, version):
    eva = experts[0]
    elsewhere = Membership.objects.create(user=eva.user, agency=south, role=Role.ANALYST)

    assert version.vignette_id in library.kept_blind(elsewhere.user)

    variant = type(version.vignette).objects.create(
        code="maple-variant", kind=version.vignette.kind, variant_of=version.vignette
    )
    assert variant.pk in library.kept_blind(eva.user)


def test_blindness_ends_with_the_decision(panel, experts, north, gold):
    for expert in experts:
        code(panel, expert, gold.scores)
    ida = make_person("Ida", north, Role.ADJUDICATOR)
    assert library.kept_blind(experts[0].user)

    decide(Panel.objects.get(pk=panel.pk), ida)

    assert library.kept_blind(experts[0].user) == set()


def test_an_expert_who_declined_stays_blind(client, panel, experts, version):
    client.force_login(experts[0].user)
    client.post(training("decline", seat_of(panel, experts[0]).pk), {"reason": ""})

    page = client.get(reverse("vignettes:version", args=[version.vignette.code]))

    assert page.status_code == 403
    assert "It opens to you when the panel is decided" in page.text


def test_a_practice_case_gives_no_feedback_while_its_assessor_sits_on_the_panel(
    client, panel, experts, north, version, gold
):
    eva = experts[0]
    own = Membership.objects.create(user=eva.user, agency=north, role=Role.ASSESSOR)
    assignment = assign(eva._replace(membership=own), version)
    hand_in(eva, assignment, gold.scores)
    client.force_login(eva.user)
    client.post(reverse("agencies:switch_role"), {"membership": own.pk})

    page = client.get(training("feedback", assignment.pk), follow=True)

    assert page.redirect_chain[-1][0] == training("receipt", assignment.pk)
    assert "feedback opens when the panel is" in page.text
    assert "data-span" not in page.text


def test_the_library_asks_an_expert_before_it_shows_what_is_right(client, eva, version):
    client.force_login(eva.user)
    url = reverse("vignettes:version", args=[version.vignette.code])

    asked = client.get(url)

    assert "This page shows the right scores" in asked.text
    assert "data-span" not in asked.text
    assert not SeenGold.objects.exists()

    client.post(reverse("vignettes:show_gold", args=[version.vignette.code, 1]))
    assert "data-span" in client.get(url).text
    assert SeenGold.objects.get().user == eva.user
    assert access.barred_from_panels(version, [eva.user])


def test_sights_of_gold_are_kept_for_everybody(client, tom, asha, version, gold):
    hand_in(asha, assign(asha, version), gold.scores)
    client.force_login(asha.user)
    client.get(training("feedback", asha.membership.assignments.get().pk))
    client.force_login(tom.user)
    client.get(reverse("training:cohort"))

    assert set(SeenGold.objects.values_list("user", flat=True)) == {asha.user.pk, tom.user.pk}
