"""A rule that an expert confirmed: its record, its page, and what it changes in a decision."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from agencies.models import AuditEntry
from instruments import catalogue
from reliability.actions.confirming import AlreadySoError, confirm_rule
from reliability.actions.deciding import decide_exam
from reliability.certification import default_policy
from reliability.confirmed_rules import confirmed_rules
from reliability.models import RuleConfirmation
from reliability.reports.evidence import exam_evidence
from tests.reliability.deciding import sat_exam
from tests.training.factories import TOOL

pytestmark = pytest.mark.usefixtures("unscoped")
POLICY = default_policy(TOOL)
SOURCE = "Manual of 2016, page 51"


@pytest.fixture
def recalled():
    """The rules of the tool that nobody has read in a source."""
    return [rule.id for rule in catalogue.tool(TOOL).rules if rule.status == "recalled"]


def page(rule):
    return reverse("reliability:confirmed_rule", args=[TOOL, rule])


def confirm_all(eva, rules):
    for rule in rules:
        confirm_rule(tool=TOOL, rule=rule, by=eva.membership, source=SOURCE)


def test_an_item_counts_once_the_rules_behind_it_are_confirmed(asha, eva, recalled):
    exam = sat_exam(asha)
    before = exam_evidence(exam, POLICY).evidence
    confirm_all(eva, recalled)

    after = exam_evidence(exam, POLICY).evidence

    assert {case.items for case in before.cases} == {9}
    assert {case.items for case in after.cases} == {10}
    decision = decide_exam(exam=exam)
    assert decision.evidence["evidence"]["cases"][0]["items"] == 10


def test_a_policy_that_does_not_count_confirmed_rules_is_not_changed(asha, eva, recalled):
    exam = sat_exam(asha)
    strict = POLICY.model_copy(update={"counted": ("verified", "supported")})
    confirm_all(eva, recalled)

    assert {case.items for case in exam_evidence(exam, strict).evidence.cases} == {9}


def test_it_holds_in_the_agency_alone_until_taken_back_or_written_anew(eva, south, recalled):
    rule = recalled[0]
    confirm_all(eva, [rule])
    assert confirmed_rules(eva.agency.pk, TOOL) == {rule}
    assert confirmed_rules(south.pk, TOOL) == frozenset()

    confirm_rule(tool=TOOL, rule=rule, by=eva.membership, source="Misread.", is_confirmed=False)
    assert confirmed_rules(eva.agency.pk, TOOL) == frozenset()
    RuleConfirmation.objects.create(
        agency=eva.agency, tool=TOOL, rule=rule, rule_version=99, source="?", by=eva.membership
    )
    assert confirmed_rules(eva.agency.pk, TOOL) == frozenset()


def test_it_is_on_record_and_never_changed(eva, recalled):
    confirm_all(eva, recalled[:1])
    row = RuleConfirmation.objects.get()

    assert (row.by, row.source) == (eva.membership, SOURCE)
    assert AuditEntry.objects.get(verb="confirm_rule").detail["source"] == SOURCE
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleConfirmation.objects.update(source="Another")


def test_it_is_refused_twice_without_role_and_without_source(eva, tom, recalled):
    rule = recalled[0]
    with pytest.raises(PermissionDenied):
        confirm_rule(tool=TOOL, rule=rule, by=tom.membership, source=SOURCE)
    with pytest.raises(ValueError, match="needs a source"):
        confirm_rule(tool=TOOL, rule=rule, by=eva.membership, source=" ")
    confirm_all(eva, [rule])
    with pytest.raises(AlreadySoError, match="confirmed already"):
        confirm_all(eva, [rule])


def test_an_expert_confirms_on_the_page_and_everybody_reads_it_at_the_rule(
    client, eva, asha, recalled
):
    rule = recalled[0]
    client.force_login(eva.user)
    assert client.post(page(rule), {"to": "confirm", "source": ""}).status_code == 422

    done = client.post(page(rule), {"to": "confirm", "source": SOURCE}, follow=True)
    again = client.post(page(rule), {"to": "confirm", "source": "Elsewhere"}, follow=True)

    assert "On record" in done.text
    assert "This rule is confirmed already." in again.text
    assert SOURCE in client.get(reverse("reliability:confirmed_rules")).text
    client.force_login(asha.user)
    at_the_rule = client.get(reverse("vignettes:rule", args=[TOOL, rule])).text
    assert "Confirmed for your agency by Eva" in at_the_rule
    assert page(rule) not in at_the_rule
    client.force_login(eva.user)
    client.post(page(rule), {"to": "take-back", "source": "Misread."})
    assert confirmed_rules(eva.agency.pk, TOOL) == frozenset()


def test_a_coordinator_reads_the_record_and_cannot_confirm(client, tom, eva, recalled):
    confirm_all(eva, recalled[:1])
    client.force_login(tom.user)

    assert SOURCE in client.get(page(recalled[0])).text
    assert client.post(page(recalled[1]), {"to": "confirm", "source": "x"}).status_code == 403


def test_an_unknown_rule_is_not_found(client, eva):
    client.force_login(eva.user)

    assert client.get(page("NONE")).status_code == 404


def test_the_record_asks_the_database_as_often_for_many(
    client, eva, recalled, django_assert_max_num_queries
):
    client.force_login(eva.user)
    address = reverse("reliability:confirmed_rules")
    confirm_all(eva, recalled[:1])
    client.get(address)
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    confirm_all(eva, recalled[1:6])

    with django_assert_max_num_queries(len(few)):
        client.get(address)
