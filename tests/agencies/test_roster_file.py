"""Files of people to invite: every line a person or a sentence, and nothing stored before."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scopes_disabled
from hypothesis import given
from hypothesis import strategies as st

from agencies.models import Invitation, Role
from agencies.roster_file import RosterError, guarded, read_lines, role_named, text_of, written

HEAD = "email,name,role,cohort\n"
ROLES = tuple(role for role in Role.values if role != Role.AGENCY_ADMIN)


def read(text, taken=frozenset()):
    return read_lines(text, roles=ROLES, taken=set(taken))


def test_read_lines_gives_people_and_findings_with_line_numbers():
    lines = read(
        HEAD
        + "nina@example.org,Nina,assessor,Spring\n"
        + "\n"
        + "nobody,,assessor,\n"
        + "otto@example.org,=cmd,king,\n"
        + "NINA@example.org,Nina,Assessor,\n"
        + "ada@example.org,Ada,agency_admin,\n"
    )

    assert [(line.number, line.wanted is not None) for line in lines] == [
        (2, True),
        (4, False),
        (5, False),
        (6, False),
        (7, False),
    ]
    assert lines[0].wanted.cohort == "Spring"
    assert "no e-mail address" in lines[1].findings[0]
    assert len(lines[2].findings) == 2
    assert "line 2" in lines[3].findings[0]
    assert "Agency admin" in lines[4].findings[0]


def test_read_lines_refuses_who_is_known_here():
    (line,) = read(HEAD + "nina@example.org,,expert,", {("nina@example.org", "expert")})

    assert "already" in line.findings[0]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_read_lines_takes_any_separator_and_order(separator):
    text = f"Role{separator}E-mail\r\nexpert{separator}nina@example.org\r\n"

    (line,) = read(text)

    assert (line.wanted.email, line.wanted.role) == ("nina@example.org", "expert")


def test_read_lines_counts_as_a_spreadsheet_after_a_quoted_line_break():
    lines = read(HEAD + '"a@example.org","Nina\nB.",expert,\nx,,expert,\n')

    assert [line.number for line in lines] == [2, 4]


@pytest.mark.parametrize(
    "text",
    ["", "\n", HEAD, "name,role\nx,expert\n", "email,email,role\na,b,c\n", HEAD + '"a,b,c\n'],
)
def test_read_lines_refuses_a_file_that_says_nothing(text):
    with pytest.raises(RosterError):
        read(text)


def test_read_lines_stops_at_a_thousand():
    with pytest.raises(RosterError, match="1000"):
        read(HEAD + "".join(f"p{n}@example.org,,expert,\n" for n in range(1001)))


@given(st.text())
def test_read_lines_answers_any_text(text):
    try:
        lines = read(text)
    except RosterError:
        return
    assert all((line.wanted is None) == bool(line.findings) for line in lines)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_of_reads_what_spreadsheets_write(encoding):
    assert "Côté" in text_of("Tom Côté".encode(encoding))


@pytest.mark.parametrize("raw", ["Côté".encode("latin-1"), b"PK\x00\x03", b"x" * 1_000_001])
def test_text_of_refuses_the_rest(raw):
    with pytest.raises(RosterError):
        text_of(raw)


def test_role_named_knows_both_languages():
    assert role_named("Coordonnateur ou coordonnatrice") in {Role.COORDINATOR, None}
    assert role_named("ASSESSOR") == role_named("assessor") == Role.ASSESSOR
    assert role_named("agency admin") == Role.AGENCY_ADMIN
    assert role_named("") is None


@pytest.mark.parametrize("sign", list("=+-@\t"))
def test_written_guards_against_formulas(sign):
    assert guarded(f"{sign}1") == f"'{sign}1"
    assert written([[f"{sign}x", "plain"]]).startswith(("\ufeff'", "\ufeff\"'"))


@pytest.mark.parametrize("line", ["\r", "\n", "\r\n", "\u2028"])
def test_written_keeps_a_cell_on_one_line(line):
    """Who splits at semicolons breaks lines within quotes too."""
    assert guarded(f"x{line}=1") == "x =1"
    assert guarded(f"{line}=1") == "' =1"


@pytest.mark.django_db
def test_page_shows_first_and_stores_on_confirmation_only(client, tom):
    client.force_login(tom.user)
    file = SimpleUploadedFile(
        "p.csv", (HEAD + "nina@example.org,Nina,assessor,Spring\nx,,assessor,\n").encode()
    )

    page = client.post("/people/invite/file/", {"file": file})
    assert "Line 3" in page.text
    assert "Invite 1 person" in page.text
    with scopes_disabled():
        assert not Invitation.objects.exists()
    client.post("/people/invite/file/", {"text": page.context["text"], "confirm": "1"})

    with scopes_disabled():
        assert Invitation.objects.get().cohort == "Spring"
    assert [letter.to for letter in mail.outbox] == [["nina@example.org"]]


@pytest.mark.django_db
@pytest.mark.parametrize("raw", [b"", b"x", "é".encode("latin-1")])
def test_page_refuses_a_file_beside_its_field(client, tom, raw):
    client.force_login(tom.user)

    response = client.post("/people/invite/file/", {"file": SimpleUploadedFile("p.csv", raw)})

    assert response.status_code == 422
    assert 'id="id_file_error"' in response.text
