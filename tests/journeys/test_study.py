"""An analyst brings a spreadsheet, reads its design check and its report, and shares it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.timezone import now

from reliability.models import ReportEdition, ShareLink, StudyJob
from reliability.study_output import FORMATS
from tests.journeys.conftest import NARROW, sign_in

pytestmark = pytest.mark.browser

EXAMPLE = Path(settings.BASE_DIR) / "examples" / "double-codings-static-99r.xlsx"
DARK_AND_FRENCH = {"viewport": NARROW, "color_scheme": "dark", "locale": "fr-CA"}


def test_from_a_spreadsheet_to_a_report_that_others_read(
    open_page, look, console, transactional_db, ana
):
    page = open_page()
    sign_in(page, ana)
    page.get_by_role("link", name="Agreement", exact=True).click()
    page.get_by_role("button", name="New study").click()
    look(page, "study-new")

    page.get_by_role("button", name="Bring a spreadsheet").click()
    page.get_by_label("Tool").select_option("static-99r")
    page.get_by_label("Title").fill("Double codings of 2026")
    look(page, "study-upload")
    page.get_by_label("The spreadsheet").set_input_files(EXAMPLE)
    page.get_by_role("button", name="Read the file").click()

    page.get_by_role("heading", name="What the columns are").wait_for()
    look(page, "study-columns")
    page.get_by_role("button", name="Check the rows").click()

    page.wait_for_url("**/findings/")
    assert page.get_by_text("The form of ICC that follows from the design").is_visible()
    look(page, "study-findings")
    if page.get_by_label("Leave out the rows").count():
        page.get_by_label("Leave out the rows").check()
    page.get_by_role("button", name="Freeze the study").click()

    page.wait_for_url(re.compile(r"/reports/1/$"))
    look(page, "study-report")
    report = page.url
    _take_along(page)

    _follow_work(page, look, ana)
    path = _share(page, look)
    _read_signed_out(open_page, look, path)
    _in_french_and_narrow(open_page, look, ana, report)
    assert [line for line in console if "410" not in line] == []


def _take_along(page):
    """Every format, in English; the browser saves each as a file."""
    for key in FORMATS:
        link = page.locator(f"a[href$='/{key}/en/']")
        with page.expect_download() as download:
            link.click()
        assert Path(download.value.path()).stat().st_size > 100, key


def _follow_work(page, look, ana):
    """The bar moves without a reload, survives one, and leads on when the work is done."""
    report, edition = page.url, ReportEdition.objects.get()
    job = StudyJob.objects.create(
        agency=ana.agency,
        kind="report",
        by=ana.membership,
        study=edition.study,
        state="running",
        step="load",
        done=1,
        to_do=4,
    )
    page.goto(reverse("studies:job", args=[job.pk]))
    look(page, "study-progress")
    StudyJob.objects.filter(pk=job.pk).update(done=3)
    page.locator("progress[value='3']").wait_for()
    page.reload()
    assert page.locator("progress[value='3']").is_visible()
    StudyJob.objects.filter(pk=job.pk).update(state="done", edition=edition)
    page.wait_for_url(report)


def _share(page, look):
    page.get_by_role("link", name="Share by a link").click()
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Address of the report").input_value()
    look(page, "study-links")
    return address


def _read_signed_out(open_page, look, address):
    reader = open_page(viewport=NARROW)
    assert reader.goto(address).status == 200
    look(reader, "study-shared")
    ShareLink.objects.update(expires_at=now() - timedelta(minutes=1))
    assert reader.goto(address).status == 410
    assert reader.get_by_text("This link has expired.").is_visible()
    look(reader, "study-expired")


def _in_french_and_narrow(open_page, look, ana, report):
    """The pages that the way so far did not pass."""
    page = open_page(**DARK_AND_FRENCH)
    sign_in(page, ana)
    for name in ("studies", "of_codings", "pooled", "templates", "rules"):
        page.goto(reverse(f"studies:{name}"))
        look(page, f"study-{name}-narrow")
    study = report.split("/reports/")[0]
    for part in ("", "statements/", "raters/", "withdraw/", "reports/new/"):
        page.goto(f"{study}/{part}")
        look(page, f"study-{part.strip('/').replace('/', '-') or 'page'}-narrow")
