"""The page that follows long work: how far, what failed, stopping it."""

import pytest
from django.urls import reverse

from agencies.models import Role
from reliability.models import StudyJob
from tests.factories import make_person
from tests.reliability.study_pages.tables import brought, checked

HTMX = {"HX-Request": "true"}


@pytest.fixture
def job(ana, north):
    """Work that a worker is at."""
    return StudyJob.objects.create(
        agency=north,
        kind="make",
        by=ana.membership,
        state="running",
        step="store",
        done=300,
        to_do=1200,
        settings={"title": "Double codings of 2026"},
    )


@pytest.fixture
def url(job):
    return reverse("studies:job", args=[job.pk])


def test_work_under_way_shows_how_far_it_is(as_ana, url):
    page = as_ana.get(url).text

    assert '<progress id="bar" value="300" max="1200">25&nbsp;%</progress>' in page
    assert "Storing the codings" in page
    assert f'hx-get="{url}?step=store"' in page
    assert "<noscript>" in page
    assert "Double codings of 2026" in page


def test_the_part_that_is_fetched_anew_has_no_frame(as_ana, url):
    part = as_ana.get(f"{url}?step=store", headers=HTMX).text

    assert "<html" not in part
    assert 'id="progress"' in part
    assert "hx-swap-oob" not in part


def test_a_new_step_is_announced_once(as_ana, url):
    part = as_ana.get(f"{url}?step=check", headers=HTMX).text

    assert 'role="status"' in part
    assert 'hx-swap-oob="innerHTML"' in part


def test_a_waiting_job_says_so_without_a_number(as_ana, job, url):
    StudyJob.objects.update(state="waiting", step="", done=0, to_do=0)
    page = as_ana.get(url).text

    assert "Waiting for its turn." in page
    assert '<progress id="bar" >' in page


def test_what_failed_is_said_in_a_sentence_in_both_languages(as_ana, url):
    told = {"en": "The table is gone.", "fr": "Le tableau n'est plus là."}
    StudyJob.objects.update(state="failed", failed_because=told)

    assert "The table is gone." in as_ana.get(url).text
    french = as_ana.get(url, headers={"accept-language": "fr-ca"}).text
    assert "Le tableau n&#x27;est plus là." in french
    assert "hx-get" not in french


def test_stopping_is_asked_for_and_told(as_ana, job, url):
    response = as_ana.post(reverse("studies:stop_job", args=[job.pk]), follow=True)

    job.refresh_from_db()
    assert job.asked_to_stop_at is not None
    assert "Stopping at the next step." in response.text

    StudyJob.objects.update(state="stopped")
    assert "Nothing half done was left behind." in as_ana.get(url).text


def test_work_that_is_done_leads_on(as_ana):
    intake = checked(as_ana, brought(as_ana))
    url = reverse("studies:job", args=[intake.jobs.get().pk])
    findings = reverse("studies:findings", args=[intake.pk])

    assert as_ana.get(url).url == findings
    assert as_ana.get(url, headers=HTMX)["HX-Redirect"] == findings


def test_a_report_that_is_done_is_opened(as_ana, frozen):
    job = StudyJob.objects.get(study=frozen)

    response = as_ana.get(reverse("studies:job", args=[job.pk]))

    assert response.url == reverse("studies:report", args=[frozen.pk, 1])


def test_a_job_of_another_agency_is_not_found(client, south, job, url):
    client.force_login(make_person("Sue", south, Role.ANALYST).user)

    assert client.get(url).status_code == 404
    assert client.post(reverse("studies:stop_job", args=[job.pk])).status_code == 404
