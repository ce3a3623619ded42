"""Spreadsheets that tests bring, and how they bring them."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from reliability.actions.studying import run_job
from reliability.models import Intake, StudyJob

ITEMS = [f"i{n}" for n in range(1, 11)]
HEADER = ["file", "rater", "coded_on", *ITEMS, "total"]
SCORES = [1, 0, 1, 0, 2, 0, 0, 1, 0, 0]


def rows(n_files=8, raters=("Asha", "Ben")):
    """Every file scored by every rater; the last rater counts a stranger more on each third."""
    for file in range(n_files):
        for rater in raters:
            scores = list(SCORES)
            scores[3] = file % 2
            scores[4] = file % 4
            scores[8] = int(rater == raters[-1] and file % 3 == 0)
            yield [f"2026-{file:04}", rater, "2026-03-02", *scores, sum(scores)]


def csv_of(table, header=HEADER):
    lines = [",".join(map(str, row)) for row in [header, *table]]
    return ("\n".join(lines) + "\n").encode()


def form_of(body, name="codings.csv", **changed):
    """The fields of the upload form."""
    return {
        "tool": "static-99r",
        "title": "Double codings of 2026",
        "kind": "between",
        "keep_until": str(localdate() + timedelta(days=100)),
        "file": SimpleUploadedFile(name, body),
        **changed,
    }


def brought(client, body=None, **changed):
    """A table that was read; the page of its columns comes next."""
    body = csv_of(rows()) if body is None else body
    response = client.post(reverse("studies:upload"), form_of(body, **changed))
    assert response.status_code == 302, response.text
    intake = Intake.objects.latest("pk")
    assert response.url == reverse("studies:columns", args=[intake.pk])
    return intake


def as_guessed(intake):
    """The form of the columns page with every guess left as it is."""
    keys = enumerate(intake.mapping["columns"])
    return {"layout": intake.mapping["layout"]} | {f"column-{n}": key for n, key in keys}


def finished(job):
    """The job after a worker has done it."""
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.failure
    return job


def checked(client, intake, **changed):
    """The same table after its rows were checked."""
    url = reverse("studies:columns", args=[intake.pk])
    response = client.post(url, as_guessed(intake) | changed)
    assert response.status_code == 302, response.text
    finished(StudyJob.objects.latest("pk"))
    intake.refresh_from_db()
    return intake


def confirmed(client, intake, **fields):
    """The study made of a checked table, with its first report."""
    response = client.post(reverse("studies:findings", args=[intake.pk]), fields)
    assert response.status_code == 302, response.text
    return finished(StudyJob.objects.latest("pk")).study
