"""Files that unfold, lead out of their place, or ask for other files.

Most of it stands with the readers: tests/reliability/studies/test_reading_xlsx.py (bombs, many
entries, nested files, passwords, a million columns, entities) and tests/vignettes/test_archive.py.
Here: what a file names, and the way through the pages.
"""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reliability.studies.reading import RefusedError
from tests.reliability.studies.brought import table, texts, xlsx

OUT = ["../../../etc/passwd", "/etc/passwd", "..\\..\\evil.xml", "file:///etc/passwd", "C:\\x"]
EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'
LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
)


def packed(*members, kind=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("dtd", [EXTERNAL, PARAMETER, LAUGHS + "]>"])
def test_a_workbook_that_names_files_of_this_machine_reads_none(dtd):
    for place in ("before", "shared", "styles", "workbook"):
        with pytest.raises(RefusedError) as refused:
            list(table(xlsx(texts(1, "&x;", "b"), **{place: dtd}), "x.xlsx").rows)
        assert "root:" not in refused.value.text.en


def rewritten(old, new):
    """The links of a workbook lead elsewhere."""
    content = xlsx(texts(1, "a", "b") + texts(2, 1, 2))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    return packed(*[(name, held.replace(old.encode(), new.encode())) for name, held in members])


@pytest.mark.parametrize("out", [*OUT, "http://127.0.0.1:9/sheet.xml", "\\\\host\\share"])
def test_links_of_a_workbook_lead_nowhere(out):
    with pytest.raises(RefusedError) as refused:
        list(table(rewritten("worksheets/sheet0.xml", out), "x.xlsx").rows)

    assert "root:" not in refused.value.text.en


@pytest.mark.django_db
@pytest.mark.parametrize("name", OUT)
@pytest.mark.parametrize("route", ["vignettes:draft_import", "studies:upload"])
def test_names_in_an_archive_lead_nowhere(client, tom, ana, tmp_path, settings, name, route):
    before = {file.name for file in settings.VAR_DIR.iterdir()}
    for person in (tom, ana):
        client.force_login(person.user)
        for field in ("file", "zip", "table"):
            file = SimpleUploadedFile(name, packed((name, "x" * 100)), "application/zip")
            answer = client.post(reverse(route), {field: file})
            assert answer.status_code in (200, 403, 422)
            assert "root:" not in answer.text

    assert {file.name for file in settings.VAR_DIR.iterdir()} == before


@pytest.mark.django_db
@pytest.mark.parametrize("times", [1, 2])
def test_a_bomb_by_the_page_is_a_sentence(client, tom, ana, times):
    bomb = b"0" * 50_000_000
    for _ in range(times):
        bomb = packed(("case.en.md", bomb))

    for person, route in ((tom, "vignettes:draft_import"), (ana, "studies:upload")):
        client.force_login(person.user)
        file = SimpleUploadedFile("case.zip", bomb, "application/zip")
        answer = client.post(reverse(route), {"file": file, "zip": file})
        assert answer.status_code in (403, 422)
