"""Lists: pages, filters, whose things they hold, and how much they ask of the database."""

import pytest
from django.utils.timezone import now
from django_scopes import scopes_disabled

from agencies.models import Role
from reliability.models import Study
from tests.factories import make_person
from tests.reliability.certificates import certify
from tests.reliability.factories import make_study
from tests.reliability.monitored import make_alert
from tests.training.factories import TOOL, assign, gold_of, hand_in
from tests.vignettes.factories import make_version


@pytest.fixture
def studies(unscoped, north):
    return [make_study(north, [], title=f"Year {n}", frozen_at=now()) for n in range(5)]


def test_a_list_comes_in_pages_that_lead_to_each_other(program, ana, studies):
    asking, seen, path = program(ana), [], "/studies/?limit=2"
    while path:
        page = asking.get(path).json()
        seen.append([row["id"] for row in page["results"]])
        path = (page["next"] or "").removeprefix("/api/v1")

    assert [len(page) for page in seen] == [2, 2, 1]
    assert [pk for page in seen for pk in page] == [study.pk for study in reversed(studies)]


def test_filters_hold_on_the_next_page_too(program, ana, studies):
    Study.objects.filter(pk=studies[4].pk).update(tool="cport")

    page = program(ana).get(f"/studies/?tool={TOOL}&limit=3").json()

    assert f"tool={TOOL}" in page["next"]
    assert len(program(ana).get(page["next"].removeprefix("/api/v1")).json()["results"]) == 1


@pytest.mark.parametrize(
    "path", ["/studies/{}/", "/studies/{}/reports/", "/studies/{}/reports/1/", "/jobs/{}/"]
)
def test_another_agencys_study_is_not_found(program, south, studies, path):
    cora = make_person("Cora", south, Role.ANALYST)

    answer = program(cora).get(path.format(studies[0].pk))

    assert answer.status_code == 404
    assert program(cora).get("/studies/").json()["results"] == []


def test_a_study_that_is_not_frozen_yet_is_not_there(program, ana, north, unscoped):
    study = make_study(north, [])

    assert program(ana).get(f"/studies/{study.pk}/").status_code == 404


def test_a_number_beyond_all_databases_names_nothing(program, ana):
    assert program(ana).get(f"/studies/{10**30}/").status_code == 404


def test_a_longer_list_asks_the_database_no_more(program, ana, asha, ben, unscoped):
    version = make_version()
    hand_in(asha, assign(asha, version), gold_of(version).scores)
    asking = program(ana)
    asking.get("/codings/")
    few = asked_for(asking, "/codings/")
    hand_in(ben, assign(ben, version), gold_of(version).scores)

    assert asked_for(asking, "/codings/") == few


def asked_for(asking, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert asking.get(path).status_code == 200
    return len(asked)


@pytest.fixture
def certified(asha, tom, badge_keys):
    with scopes_disabled():
        return certify(asha, tom)


def test_certificates_are_the_holders_and_the_issuers(program, asha, ben, tom, cara, certified):
    def ids(person):
        return [row["id"] for row in program(person).get("/certificates/").json()["results"]]

    assert ids(asha) == ids(tom) == [certified.pk]
    assert ids(ben) == ids(cara) == []
    assert program(cara).get(f"/certificates/{certified.pk}/").status_code == 404
    assert program(tom).get("/certificates/?status=revoked").json()["results"] == []
    assert len(program(tom).get("/certificates/?status=valid").json()["results"]) == 1


def test_anybody_who_has_the_code_may_ask_whether_a_certificate_holds(program, certified):
    told = program().get(f"/verify/{certified.code}/").json()

    assert (told["status"], told["holder"]) == ("valid", "Asha")
    assert program().get("/verify/unknown/").status_code == 404


def test_codes_are_not_guessed(program, certified, settings):
    settings.API_REQUESTS_A_MINUTE = 1000
    asking = program()

    answers = {asking.get(f"/verify/guess-{n}/").status_code for n in range(30)}
    last = asking.get(f"/verify/{certified.code}/")

    assert answers == {404}
    assert last.status_code == 429
    assert last["Retry-After"] == "600"


def test_decisions_and_alerts_are_for_who_decides(program, asha, ben, tom, ana, certified):
    with scopes_disabled():
        alert = make_alert(certified.decision.enrolment, rules=["S99R-EL-SEXAGE"])

    assert len(program(tom).get("/decisions/?outcome=passed").json()["results"]) == 1
    assert len(program(asha).get("/decisions/").json()["results"]) == 1
    assert program(ben).get("/decisions/").json()["results"] == []
    assert program(tom).get(f"/alerts/{alert.pk}/").json()["about"] == "Asha"
    assert program(ana).get("/alerts/").status_code == 403


def test_a_webhook_never_shows_its_secret(program, north, unscoped):
    from agencies.models.api import Webhook

    admin = make_person("Ada", north, Role.AGENCY_ADMIN)
    Webhook.objects.create(
        agency=north,
        url="https://listener.example/",
        events=["alert"],
        secret="whsec-hidden",
        made_by=admin.membership,
    )

    answer = program(admin).get("/webhooks/")

    assert answer.json()["results"][0]["url"] == "https://listener.example/"
    assert "whsec" not in answer.content.decode()


def test_cases_are_listed_without_what_is_right(program, ana, eva):
    version = make_version()
    code = version.vignette.code

    (line,) = program(ana).get("/vignettes/").json()["results"]
    told = program(ana).get(f"/vignettes/{code}/").json()

    assert line["code"] == code
    assert set(line) & {"scores", "gold", "eligible"} == set()
    assert set(told) == set(line) | {"text", "language", "notice"}
    assert program(eva).get("/vignettes/?kind=luring").json()["results"] == []
