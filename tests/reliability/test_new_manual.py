"""A new version of a manual, from the tool's own files to the attempt that renews a certificate."""

import re
import shutil
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils.timezone import localdate, now
from django_scopes import scope

from agencies.models import AuditEntry, Role
from instruments import catalogue
from reliability.actions.certifying import issue, rename
from reliability.actions.manuals import ManualRefusedError, open_booster
from reliability.actions.monitoring import boosting
from reliability.credentials.status import Status, standing_of, status_of
from reliability.models import Credential, ManualChange
from reliability.reports.certificates import of_status
from tests.factories import make_person
from tests.reliability.certificates import certify, confirmed
from training.models import Retake

pytestmark = pytest.mark.usefixtures("unscoped", "badge_keys")
TOOL = "static-99r"


@pytest.fixture
def new_manual(tmp_path, monkeypatch):
    """Put another version into the sheet of the tool, as an upgrade of the program does."""
    tools = tmp_path / "tools"
    shutil.copytree(catalogue.TOOLS, tools)
    sheet = tools / "static_99r" / "sheet.toml"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(re.sub(r'(?m)^version = ".*"$', 'version = "2031"', text), encoding="utf-8")

    def upgrade():
        monkeypatch.setattr(catalogue, "TOOLS", tools)
        forget()

    yield upgrade
    monkeypatch.undo()
    forget()


def forget():
    for cached in (catalogue.tools, catalogue.tool, catalogue.item, catalogue._read_once):
        cached.cache_clear()


def said(*words):
    out = StringIO()
    call_command("new_manual", *words, stdout=out)
    return out.getvalue()


def in_days(n):
    return localdate() + timedelta(days=n)


def announced(days=90):
    mail.outbox.clear()
    return said(TOOL, "--ends", in_days(days).isoformat(), "--do")


def test_without_a_day_earlier_certificates_do_not_hold(asha, tom, new_manual, capsys):
    credential = certify(asha, tom)
    assert said().startswith("Every certificate that runs")

    new_manual()

    assert status_of(credential) is Status.SUPERSEDED
    assert "1 certificates are of an earlier one. Not announced" in said()
    call_command("prepare")
    assert f"manage.py new_manual {TOOL} --ends DAY --do" in capsys.readouterr().out


def test_a_day_lets_them_hold_until_then(asha, tom, new_manual):
    credential = certify(asha, tom)
    new_manual()
    announced(90)
    credential.refresh_from_db()

    assert status_of(credential, in_days(89)) is Status.VALID
    assert status_of(credential, in_days(90)) is Status.SUPERSEDED
    assert f"holds through {in_days(89):%Y-%m-%d}" in standing_of(credential).sentence
    for day, valid in ((in_days(89), 1), (in_days(90), 0)):
        everything = Credential.objects.all()
        assert of_status(everything, "valid", day).count() == valid
        assert of_status(everything, "superseded", day).count() == 1 - valid
    assert f"Announced: they end on {in_days(90)}" in said()


def test_without_do_nothing_is_changed(asha, tom, new_manual):
    certify(asha, tom)
    new_manual()
    mail.outbox.clear()

    assert "Nothing was changed" in said(TOOL, "--ends", in_days(90).isoformat())

    assert not ManualChange.objects.exists()
    assert mail.outbox == []


def test_holders_and_coordinators_are_told_once(asha, ben, cara, tom, new_manual):
    asha.user.language = "fr-ca"
    asha.user.save()
    certify(asha, tom)
    certify(ben, tom)
    sara = make_person("Sara", cara.agency, Role.COORDINATOR)
    certify(cara, sara)
    new_manual()

    announced(90)

    to = {letter.to[0]: letter for letter in mail.outbox}
    people = (asha, ben, cara, tom, sara)
    assert sorted(to) == sorted(person.user.email for person in people)
    assert f"prend fin le {in_days(90)}" in to[asha.user.email].subject
    assert f"ends on {in_days(90)}" in to[ben.user.email].subject
    assert "certificates of 2 people" in to[tom.user.email].body
    assert "certificate of 1 person" in to[sara.user.email].body
    assert "Asha" not in to[tom.user.email].body
    assert AuditEntry.objects.filter(verb="certificate_superseded").count() == 3
    announced(90)
    assert mail.outbox == []
    announced(120)
    assert len(mail.outbox) == 5


def test_a_copy_under_a_new_name_ends_with_it_and_brings_one_letter(asha, tom, new_manual):
    first = certify(asha, tom)
    asha.user.name = "Asha Newname"
    asha.user.save()
    copy = rename(credential=first, actor=asha.user)
    new_manual()

    announced()

    assert [letter.to for letter in mail.outbox].count([asha.user.email]) == 1
    copy.refresh_from_db()
    assert copy.superseded_on == in_days(90)


def test_a_booster_is_proposed_opened_and_renews(client, asha, tom, new_manual, monkeypatch):
    monkeypatch.setattr(boosting, "deciding_gold", lambda agency, tool: Credential.objects)
    credential = certify(asha, tom)
    new_manual()
    announced()
    client.force_login(tom.user)

    morning = client.get(reverse("monitoring:morning")).text
    assert "New manual: boosters to open" in morning
    page = client.get(reverse("reliability:certificate", args=[credential.pk])).text
    assert 'id="booster"' in page
    client.post(reverse("reliability:open_booster", args=[credential.pk]))

    retake = Retake.objects.get()
    assert retake.enrolment == credential.decision.enrolment
    assert "boosters to open" not in client.get(reverse("monitoring:morning")).text
    page = client.get(reverse("reliability:certificate", args=[credential.pk])).text
    assert 'id="booster"' not in page
    again = client.post(reverse("reliability:open_booster", args=[credential.pk]), follow=True)
    assert "needs no booster" in again.text
    assert Retake.objects.count() == 1

    renewed = certify(asha, tom, attempt=2)
    assert (renewed.tool_version, renewed.superseded_on) == ("2031", None)
    assert status_of(renewed, in_days(91)) is Status.VALID


def test_who_is_certified_on_the_new_manual_needs_none(client, asha, tom, new_manual):
    new_manual()
    credential = certify(asha, tom)
    client.force_login(tom.user)

    assert "boosters to open" not in client.get(reverse("monitoring:morning")).text
    with pytest.raises(ManualRefusedError, match="needs no booster"):
        open_booster(credential=credential, by=tom.membership, at=now())


def test_nobody_opens_their_own_or_anothers_booster(asha, cara, tom, new_manual):
    credential = certify(asha, tom)
    own = make_person("Asha Coordinates", asha.agency, Role.COORDINATOR)
    Credential.objects.filter(pk=credential.pk).update(holder=own.user)
    stranger = make_person("Sara", cara.agency, Role.COORDINATOR)
    new_manual()

    for person in (own, stranger, asha):
        with pytest.raises(ManualRefusedError):
            open_booster(credential=credential, by=person.membership, at=now())


def test_an_exam_scored_by_the_earlier_manual_certifies_on_that_one(
    asha, tom, new_manual, monkeypatch
):
    """It was sat before the upgrade and confirmed after it."""
    decision = confirmed(asha, tom)
    new_manual()
    announced()
    monkeypatch.setattr("reliability.actions.certifying._version", lambda decision: "2016")

    with scope(agency=asha.agency):
        credential = issue(decision=decision, actor=tom.membership)

    assert (credential.tool_version, credential.superseded_on) == ("2016", in_days(90))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((TOOL,), "--ends DAY"),
        ((TOOL, "--ends", "2020-01-01", "--do"), "is past"),
        (("static-98", "--ends", "2031-01-01"), "found no tool static-98"),
    ],
)
def test_what_cannot_be_announced_is_refused(db, words, told):
    with pytest.raises(CommandError, match=told):
        said(*words)
