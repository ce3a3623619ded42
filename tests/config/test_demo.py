"""The demonstration, built once for all: what a visitor must find in it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate, now
from django_scopes import scopes_disabled

from agencies.models import Agency, AuditEntry, Membership, Role, User
from config.demo import watched
from config.demo.people import AGENCIES
from config.management.commands.demo import demo_password
from instruments import catalogue
from reliability.actions.monitoring.running import monitor_agency
from reliability.credentials.keys import key_set
from reliability.credentials.verifying import verified
from reliability.models import Alert, Credential, MonitorRun, ReportEdition
from reliability.reports.study_edition import results_of
from training.feedback import feedback_on
from training.models import Assignment, Coding, Mode, Programme
from training.tables.programme import enrolled, programme_rows
from training.tables.queue import queue
from vignettes.models import ExpertCoding, GoldCoding
from vignettes.reports.adjudication import docket

pytestmark = pytest.mark.django_db
THE_FOUR = [
    ("accuracy", watched.FALLS),
    ("bias", watched.LEANS),
    ("gold", ""),
    ("rule", watched.MISREADS, watched.MISREAD),
]


@pytest.fixture(autouse=True)
def _unscoped(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.BADGE_KEYS_FILE = tmp_path / "badge-keys.json"
    settings.PSEUDONYM_KEY_FILE = tmp_path / "pseudonym-key"
    with scopes_disabled():
        yield


def run_demo():
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_demo_is_built_once_and_shows_what_it_promises():
    printed = run_demo()

    two_agencies_and_twenty_simulated_assessors()
    ten_certified_a_year_ago()
    newcomers_with_everything_before_them(printed)
    assessors_who_misread_what_they_are_made_of()
    a_study_with_every_figure()
    panels_and_a_contest_in_the_queue()
    a_certificate_that_says_it_is_a_demonstration()
    drift_that_monitoring_finds_and_nothing_else()
    a_second_run_that_keeps_what_is_there(printed)


def two_agencies_and_twenty_simulated_assessors():
    assert Agency.objects.count() == 3
    graduates = [plan.graduate.name for plan in AGENCIES if plan.graduate]
    coded = Coding.objects.exclude(assessor__user__name__in=graduates)
    coded = coded.filter(agency__slug__in=[plan.slug for plan in AGENCIES])
    simulated = coded.values("assessor").distinct()
    assert simulated.count() == sum(len(plan.assessors) for plan in AGENCIES) == 20
    for role in (Role.COORDINATOR, Role.EXPERT):
        assert Membership.objects.filter(role=role).values("agency").distinct().count() == 3
    assert not ExpertCoding.objects.filter(simulated=False).exists()
    assert ExpertCoding.objects.values("expert").distinct().count() == 6
    stored = AuditEntry.objects.filter(verb="expert_coding_stored")
    assert stored.count() == ExpertCoding.objects.count()
    assert AuditEntry.objects.filter(verb="submit_coding").count() == Coding.objects.count()


def ten_certified_a_year_ago():
    certified = Credential.objects.filter(agency__slug=watched.SLUG)
    assert {one.holder.name for one in certified} == {one.name for one in watched.ASSESSORS}
    assert len(watched.ASSESSORS) == 10
    year = timedelta(days=365)
    assert all(one.is_demonstration and now() - one.issued_at > year for one in certified)
    checks = Coding.objects.filter(agency__slug=watched.SLUG, assignment__mode=Mode.CHECK)
    assert checks.count() == 10 * watched.MONTHS * 2
    assert checks.values("submitted_at__month").distinct().count() == 12


def drift_that_monitoring_finds_and_nothing_else():
    """What it said when the demonstration was built, and what it says when it runs again."""
    west = Agency.objects.get(slug=watched.SLUG)

    assert alerts_of(west) == THE_FOUR
    assert MonitorRun.objects.get(agency=west).error == ""
    assert monitor_agency(west).raised == 0
    assert alerts_of(west) == THE_FOUR
    gold = Alert.objects.get(agency=west, kind=Alert.Kind.GOLD)
    own = GoldCoding.objects.get(agency=west)
    assert (gold.version, gold.item) == (own.version, watched.WRONG_ITEM)
    shipped = GoldCoding.objects.get(agency=None, version=own.version, tool=own.tool)
    assert {item for item in own.scores if own.scores[item] != shipped.scores[item]} == {gold.item}


def alerts_of(agency):
    """Kind, person and, where it is about a rule, the rule; a fall may name rules beside."""
    return sorted(
        (
            str(one.kind),
            one.enrolment.assessor.user.name if one.enrolment else "",
            *(one.rules if one.kind == Alert.Kind.RULE else ()),
        )
        for one in Alert.objects.filter(agency=agency)
    )


def newcomers_with_everything_before_them(printed):
    password = password_in(printed)
    for newcomer in ("asha@north.example", "cara@south.example"):
        assert f"Assessor       {newcomer}" in printed
        user = User.objects.get(email=newcomer)
        assert user.check_password(password)
        assert not Coding.objects.filter(assessor__user=user).exists()
    modes = Assignment.objects.filter(assessor__user=user).values_list("mode", flat=True)
    assert set(modes) == {"practice", "exam"}
    tom = Membership.objects.get(user__email="tom@north.example")
    rows = programme_rows(enrolled(Programme.objects.get(agency=tom.agency)), localdate())
    assert len(rows) == 6
    (asha,) = [row for row in rows if row.enrolment.assessor.user.name == "Asha"]
    assert (asha.standings[0].n_practised, asha.standings[0].n_read) == (0, 0)
    assert not Assignment.objects.filter(assessor=asha.enrolment.assessor).exists()
    assert sum(row.standings[0].is_ready for row in rows) == 5


def password_in(printed):
    (line,) = [line for line in printed.splitlines() if "the password of all is" in line]
    return line.split()[-1]


def assessors_who_misread_what_they_are_made_of():
    coding = Coding.objects.get(
        assessor__user__email="ben@north.example", version__vignette__code="heron-bridge"
    )
    gold = GoldCoding.objects.get(version=coding.version, tool=coding.tool)
    wrong = {one.question.id: one for one in feedback_on(coding, gold).items if not one.agrees}

    assert [rule.row.id for rule in wrong["i9"].misread] == ["S99R-I9-IMG"]


def a_study_with_every_figure():
    edition = ReportEdition.objects.get(study__agency__slug="north")
    results = results_of(edition)

    assert results.design.raters == 12
    assert results.design.icc_form
    assert edition.study.is_frozen
    assert results.totals[0].figure(results.design.icc_form).estimate.value is not None
    assert all(item.figure("kripp.ordinal").estimate.value is not None for item in results.items)


def panels_and_a_contest_in_the_queue():
    found = queue(Membership.objects.get(user__email="tom@north.example"))

    assert [row.awaited for row in found.waiting] == [("Eli", "Eva")]
    (ready,) = found.to_decide
    assert [point.id for point in docket(ready.panel).asked] == ["i8"]
    (contest,) = found.contests
    assert contest.contest.coding.scores["i9"] != contest.contest.gold.scores["i9"]


def a_certificate_that_says_it_is_a_demonstration():
    credential = Credential.objects.get(agency__slug="north")

    assert credential.holder.email == "noor@north.example"
    assert credential.is_demonstration
    assert "(demonstration)" in verified(credential.badge, key_set(), now()).achievement


def a_second_run_that_keeps_what_is_there(printed):
    before = (Coding.objects.count(), AuditEntry.objects.count(), User.objects.count())
    of_cara = Assignment.objects.filter(assessor__user__email="cara@south.example")
    of_cara.update(decline_reason="kept")

    again = run_demo()

    assert (Coding.objects.count(), AuditEntry.objects.count(), User.objects.count()) == before
    assert of_cara.filter(decline_reason="kept").count() == of_cara.count()
    assert password_in(again) == password_in(printed)


def test_demo_names_only_rules_that_exist():
    known = {rule.id for rule in catalogue.tool("static-99r").rules}
    named = {rule for plan in AGENCIES for one in plan.assessors for rule in one.misread}
    named.add(watched.MISREAD)

    assert named <= known
    assert len(named) > 10


def test_demo_password_is_made_once_and_private(tmp_path):
    file = tmp_path / "demo-password"

    first = demo_password(file)

    assert demo_password(file) == first
    assert file.stat().st_mode & 0o077 == 0
    assert len(first) > 12
