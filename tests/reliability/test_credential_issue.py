from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from agencies.models import AuditEntry, Role
from instruments import catalogue
from reliability.actions.certifying import (
    CertificateRefusedError,
    issue,
    months_later,
    rename,
    revoke,
)
from reliability.actions.deciding import confirm, decide_exam
from reliability.certification import default_policy
from reliability.credentials.status import Status, status_of
from reliability.models import Credential, Outcome
from tests.factories import make_person
from tests.reliability.certificates import certify, confirmed, coordinator_of, make_decision
from tests.reliability.deciding import sat_exam

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")
AT = datetime(2026, 3, 31, 15, tzinfo=UTC)


def test_issue_binds_the_certificate_to_tool_version_language_and_policy(asha, tom):
    asha.user.language = "fr-ca"
    asha.user.save()

    credential = issue(decision=confirmed(asha, tom), actor=tom.membership, at=AT)

    assert credential.holder_name == "Asha"
    assert credential.tool_version == catalogue.tool("static-99r").version
    assert credential.language == "fr-ca"
    assert credential.valid_until == date(2028, 3, 31)
    assert len(credential.code) >= 24
    assert credential.badge.count(".") == 2
    assert AuditEntry.objects.get(verb="certificate_issued").object_id == str(credential.pk)


def test_issue_takes_the_language_of_the_exam_before_that_of_the_page(asha, tom):
    decision = confirmed(asha, tom)
    decision.enrolment.language = "fr-ca"
    decision.enrolment.save()

    assert issue(decision=decision, actor=tom.membership).language == "fr-ca"


def test_issue_lasts_as_long_as_the_policy_says(asha, tom):
    rules = default_policy("static-99r").model_dump(mode="json")
    rules["validity"]["months"] = 12

    credential = issue(decision=confirmed(asha, tom, rules=rules), actor=tom.membership, at=AT)

    assert credential.valid_until == date(2027, 3, 31)


def test_issue_twice_gives_the_same_certificate(asha, tom):
    decision = confirmed(asha, tom)

    first = issue(decision=decision, actor=tom.membership)
    second = issue(decision=decision, actor=tom.membership)

    assert first == second
    assert AuditEntry.objects.filter(verb="certificate_issued").count() == 1


def test_issue_after_a_review_gives_the_certificate_there_is(asha, tom):
    first = certify(asha, tom)
    reviewed = make_decision(asha, basis="reviewed", by=tom, follows=first.decision)

    assert issue(decision=reviewed, actor=tom.membership) == first


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"outcome": Outcome.NOT_YET, "basis": "confirmed"}, "does not say passed"),
        ({"outcome": Outcome.UNDECIDED, "basis": "confirmed"}, "does not say passed"),
        ({"basis": "computed"}, "A person confirms it first"),
    ],
)
def test_issue_refuses_what_nobody_decided(asha, tom, fields, sentence):
    by = None if fields["basis"] == "computed" else tom
    decision = make_decision(asha, by=by, **fields)

    with pytest.raises(CertificateRefusedError, match=sentence):
        issue(decision=decision, actor=tom.membership)

    assert not Credential.objects.exists()


def test_issue_refuses_a_decision_that_another_followed(asha, tom):
    decision = confirmed(asha, tom)
    make_decision(asha, outcome=Outcome.NOT_YET, basis="overridden", by=tom, follows=decision)

    with pytest.raises(CertificateRefusedError, match="A later decision"):
        issue(decision=decision, actor=tom.membership)


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ANALYST, Role.EXPERT, Role.ADJUDICATOR])
def test_issue_is_for_coordinators_and_agency_admins(asha, tom, north, role):
    decision, other = confirmed(asha, tom), make_person("Olga", north, role)

    with pytest.raises(CertificateRefusedError, match="coordinator or an agency admin"):
        issue(decision=decision, actor=other.membership)


def test_issue_is_not_for_another_agency(asha, tom, south):
    with pytest.raises(CertificateRefusedError, match="coordinator or an agency admin"):
        issue(decision=confirmed(asha, tom), actor=coordinator_of(south).membership)


def test_issue_refuses_oneself_and_a_person_without_a_name(asha, tom):
    with pytest.raises(CertificateRefusedError, match="to themselves"):
        issue(decision=confirmed(tom, tom), actor=tom.membership)
    asha.user.name = " "
    asha.user.save()
    with pytest.raises(CertificateRefusedError, match="no name"):
        issue(decision=confirmed(asha, tom), actor=tom.membership)


def test_issue_after_revocation_needs_a_new_decision(asha, tom):
    credential = certify(asha, tom)
    revoke(credential=credential, actor=tom.membership, because="Issued in error.")

    with pytest.raises(CertificateRefusedError, match="A new decision"):
        issue(decision=credential.decision, actor=tom.membership)


@pytest.mark.parametrize("counted", [["verified"], ["verified", "recalled"], ["disputed"]])
def test_certificate_is_a_demonstration_where_unconfirmed_rules_count(asha, tom, counted):
    rules = default_policy("static-99r").model_dump(mode="json") | {"counted": counted}

    credential = certify(asha, tom, rules=rules)

    assert credential.is_demonstration == (counted != ["verified"])


def test_certificate_of_the_demonstration_agency_says_so(asha, tom, north):
    north.is_demonstration = True
    north.save()

    assert certify(asha, tom).is_demonstration


def test_rename_keeps_the_earlier_copy_and_all_dates(asha, tom):
    credential = certify(asha, tom)
    asha.user.name = "Asha Roy"
    asha.user.save()

    copy = rename(credential=credential, actor=asha.user)

    credential.refresh_from_db()
    assert (credential.holder_name, copy.holder_name) == ("Asha", "Asha Roy")
    assert copy.valid_until == credential.valid_until
    assert copy.issued_at == credential.issued_at
    assert copy.code != credential.code
    assert {status_of(credential), status_of(copy)} == {Status.VALID}


def test_rename_refuses_the_same_name_others_and_what_ended(asha, ben, tom):
    credential = certify(asha, tom)
    with pytest.raises(CertificateRefusedError, match="under the name"):
        rename(credential=credential, actor=asha.user)
    with pytest.raises(CertificateRefusedError, match="Only its holder"):
        rename(credential=credential, actor=ben.user)
    revoke(credential=credential, actor=tom.membership, because="Issued in error.")
    asha.user.name = "Asha Roy"
    asha.user.save()
    with pytest.raises(CertificateRefusedError, match="not valid any more"):
        rename(credential=credential, actor=asha.user)


def test_revoke_ends_every_copy_and_writes_down_why(asha, tom):
    credential = certify(asha, tom)
    asha.user.name = "Asha Roy"
    asha.user.save()
    copy = rename(credential=credential, actor=asha.user)

    revoke(credential=copy, actor=tom.membership, because=" Issued in error. ")

    assert [status_of(one) for one in Credential.objects.all()] == [Status.REVOKED] * 2
    entries = AuditEntry.objects.filter(verb="certificate_revoked")
    assert [entry.detail for entry in entries] == [{"because": "Issued in error."}] * 2
    with pytest.raises(CertificateRefusedError, match="revoked already"):
        revoke(credential=credential, actor=tom.membership, because="Again.")


def test_revoke_needs_a_reason_a_role_and_another_person(asha, ben, tom):
    credential = certify(asha, tom)

    with pytest.raises(CertificateRefusedError, match="Say why"):
        revoke(credential=credential, actor=tom.membership, because="  ")
    with pytest.raises(CertificateRefusedError, match="coordinator or an agency admin"):
        revoke(credential=credential, actor=ben.membership, because="No.")
    credential.holder = tom.user
    with pytest.raises(CertificateRefusedError, match="Somebody else"):
        revoke(credential=credential, actor=tom.membership, because="No.")


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 22), 24, date(2028, 11, 22)),
    ],
)
def test_months_later_stays_within_the_month(day, months, expected):
    assert months_later(day, months) == expected


@pytest.mark.parametrize(
    ("fields", "on", "expected"),
    [
        ({}, date(2028, 3, 31), Status.VALID),
        ({}, date(2028, 4, 1), Status.EXPIRED),
        ({"tool_version": "2003"}, date(2027, 1, 1), Status.SUPERSEDED),
        ({"tool_version": "2003"}, date(2028, 4, 1), Status.EXPIRED),
        ({"tool": "long-gone"}, date(2027, 1, 1), Status.SUPERSEDED),
        ({"revoked_at": AT}, date(2028, 4, 1), Status.REVOKED),
    ],
)
def test_status_is_worked_out_on_the_day(fields, on, expected):
    version = catalogue.tool("static-99r").version
    credential = Credential(
        **{"tool": "static-99r", "tool_version": version, "valid_until": date(2028, 3, 31)} | fields
    )

    assert status_of(credential, on) is expected


def test_issue_names_the_language_in_which_the_cases_of_the_exam_were_read(asha, tom):
    with translation.override("fr-ca"):
        exam = sat_exam(asha)
    decision = decide_exam(exam=exam)
    decision = confirm(decision=decision, by=tom.membership, reason="As it stands.")

    assert issue(decision=decision, actor=tom.membership).language == "fr-ca"
