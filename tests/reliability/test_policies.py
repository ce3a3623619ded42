"""Policies of an agency: the editor, the curve, the history, and who may touch them."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import Role
from reliability.actions.policies import policy_of, rules_in_force
from reliability.certification import default_policy, read_policy
from reliability.forms.policies import PolicyForm
from reliability.models import Policy
from reliability.reports.policy import curve_of, differences
from tests.factories import make_person
from tests.reliability.deciding import begin_exam, store_policy
from tests.training.exam_bank import enrol
from tests.training.factories import TOOL

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.fixture
def programme(asha):
    return enrol(asha).programme


def sent(**changes):
    """What the editor sends when only these fields were changed."""
    initial = PolicyForm(None, policy=default_policy(TOOL)).initial
    told = {
        name: value for name, value in (initial | changes).items() if value not in (None, False)
    }
    return {name: "on" if value is True else value for name, value in told.items()}


def address(programme):
    return reverse("reliability:policy", args=[programme.pk, TOOL])


def post(client, person, programme, **changes):
    client.force_login(person.user)
    return client.post(address(programme), sent(**changes))


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_default_goes_through_the_editor_unchanged(tom, programme):
    form = PolicyForm(sent(), policy=default_policy(TOOL))

    assert form.is_valid(), form.errors
    assert form.policy == default_policy(TOOL)


@pytest.mark.parametrize("tool", ["cport", "rm2000s", "stable-2007", "osp", "casic", "lsi-or"])
def test_every_shipped_policy_goes_through_the_editor(tool):
    policy = default_policy(tool)
    initial = PolicyForm(None, policy=policy).initial
    told = {name: value for name, value in initial.items() if value not in (None, False)}

    form = PolicyForm(told, policy=policy)

    assert form.is_valid(), form.errors
    assert form.policy == policy


def test_every_threshold_stands_beside_its_source(client, tom, programme):
    client.force_login(tom.user)

    shown = text_of(client.get(address(programme)))

    assert "local policy; no public threshold" in shown
    assert "NAEP asks for 90 % exact" in shown
    assert "Static-99R" in shown
    assert shown.count("<polyline") == 3
    assert "The same in numbers" in shown


def test_saving_makes_a_new_row_with_who_and_what(client, tom, programme):
    response = post(client, tom, programme, items_acceptable=93, most_cases=24)

    row = Policy.objects.get()
    assert response.status_code == 302
    assert row.made_by == tom.membership
    assert row.rules["items"]["acceptable"] == 0.93
    assert rules_in_force(programme, TOOL).most_cases == 24


def test_saving_what_is_there_makes_no_row(client, tom, programme):
    post(client, tom, programme, attempts=2)
    post(client, tom, programme, attempts=2)

    assert Policy.objects.count() == 1


def test_own_words_as_source_stand_in_both_languages(client, tom, programme):
    post(client, tom, programme, validity_months=12, validity_source="Agency rule 4.")

    validity = Policy.objects.get().rules["validity"]
    assert validity == {"months": 12, "source": {"en": "Agency rule 4.", "fr": "Agency rule 4."}}


def test_a_rule_that_is_switched_off_is_not_asked_for(client, tom, programme):
    post(client, tom, programme, asks_totals=False)

    assert Policy.objects.get().rules["totals"] is None


def test_critical_rules_are_chosen_by_title(client, tom, programme):
    client.force_login(tom.user)
    assert 'value="S99R-I8-IMG"' in client.get(address(programme)).content.decode()

    post(client, tom, programme, critical_rules=["S99R-I8-IMG"])

    assert Policy.objects.get().rules["critical"]["rules"] == ["S99R-I8-IMG"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"items_unacceptable": 95}, "expected the unacceptable one to be lower"),
        ({"most_cases": 5}, "the most to be no smaller than the first"),
        ({"items_acceptable": 120}, "less than or equal to 99.9"),
        ({"items_acceptable": ""}, "switch the rule off above"),
        ({"cases": "ten"}, "Enter a whole number"),
        ({"counted": ["guessed"]}, "Select a valid choice"),
        ({"critical_rules": []}, "switch the rule off above"),
        (
            dict.fromkeys(("asks_items", "asks_totals", "asks_bands", "asks_eligibility"), False),
            "expected at least one",
        ),
    ],
)
def test_what_cannot_be_a_policy_is_refused_in_a_sentence(
    client, tom, programme, changes, sentence
):
    response = post(client, tom, programme, **changes)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Policy.objects.exists()


def test_the_curve_follows_what_is_entered_and_saves_nothing(client, tom, programme):
    client.force_login(tom.user)
    before = text_of(client.get(address(programme)))

    told = sent(items_acceptable=97, items_unacceptable=90)
    drawn = client.post(address(programme), told, headers={"hx-request": "true"})

    shown = text_of(drawn)
    assert '<section id="curve"' in shown
    assert "<html" not in shown
    lines = re.findall(r"points=\"([^\"]+)\"", before), re.findall(r"points=\"([^\"]+)\"", shown)
    assert lines[0] != lines[1]
    assert not Policy.objects.exists()


def test_the_curve_is_drawn_without_a_script_too(client, tom, programme):
    client.force_login(tom.user)

    response = client.post(address(programme), sent(cases=12) | {"action": "draw"})

    assert response.status_code == 200
    assert not Policy.objects.exists()


def test_a_lax_policy_is_seen_on_its_curve():
    shipped = curve_of(default_policy(TOOL))
    told = default_policy(TOOL).model_dump()
    told["items"] |= {"acceptable": 0.75, "unacceptable": 0.6}
    lax = curve_of(read_policy(told))

    assert float(shipped.good.passes) >= 97
    assert float(shipped.poor.within) <= 3
    assert float(lax.poor.within) > 60


def test_history_says_what_changed(client, tom, programme):
    store_policy(programme)
    post(client, tom, programme, attempts=2)

    shown = text_of(client.get(address(programme)))

    assert "<del>3</del>" in shown
    assert "<ins>2</ins>" in shown


def test_differences_name_only_what_differs():
    was = default_policy(TOOL).model_dump(mode="json")
    becomes = was | {"bands": None}

    told = [one.label for one in differences(was, becomes)]

    assert told == ["In so many per cent of cases (level)", "Where the rule on levels comes from"]


def test_exam_rules_that_do_not_fit_are_pointed_out(client, tom, asha):
    exam = begin_exam(asha, cases=4, most_cases=8)
    client.force_login(tom.user)

    shown = text_of(client.get(address(exam.enrolment.programme)))

    assert "give 4 cases at first and 8 at most; this policy first looks after 10" in shown


def test_an_exam_keeps_the_policy_it_began_under(client, tom, asha):
    exam = begin_exam(asha)
    post(client, tom, exam.enrolment.programme, attempts=2)

    assert policy_of(exam).rules["attempts"] == 3
    exam.opens_at = now()
    assert policy_of(exam).rules["attempts"] == 2


def test_only_those_who_decide_make_policies(client, programme, asha, ana, cara, south, north):
    assert client.get(address(programme)).url.startswith(reverse("account_login"))
    for person in (asha, ana, cara):
        client.force_login(person.user)
        assert client.get(address(programme)).status_code == 403
        assert client.get(reverse("reliability:policies")).status_code == 403
    away = make_person("Sol", south, Role.COORDINATOR)
    assert post(client, away, programme).status_code == 404
    uma = make_person("Uma", north, Role.AGENCY_ADMIN)
    assert post(client, uma, programme, attempts=2).status_code == 302


def test_a_tool_that_the_programme_does_not_have_is_404(client, tom, programme):
    client.force_login(tom.user)

    response = client.get(reverse("reliability:policy", args=[programme.pk, "cport"]))

    assert response.status_code == 404


def test_list_of_policies(client, tom, programme):
    store_policy(programme)
    client.force_login(tom.user)

    shown = text_of(client.get(reverse("reliability:policies")))

    assert "The one that ships" in shown
    assert address(programme) in shown
