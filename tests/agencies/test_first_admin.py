"""The first system admin is made by a command: once, and with a password that will do."""

import io

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scopes_disabled

from agencies.models import AuditEntry, User

pytestmark = pytest.mark.django_db
GOOD = "a heron on the bridge at dawn"


def first_admin(file, email="Ada@agency.example", name="Ada Admin"):
    output = io.StringIO()
    call_command(
        "first_admin", email=email, name=name, password_file=str(file), stdout=output, stderr=output
    )
    return output.getvalue()


@pytest.fixture
def password(tmp_path):
    file = tmp_path / "password"
    file.write_text(f"{GOOD}\nand a second line\n", encoding="utf-8")
    return file


def test_it_makes_one_who_can_sign_in_to_the_admin(client, password):
    said = first_admin(password)

    admin = User.objects.get()
    assert (admin.email, admin.is_superuser, admin.is_staff) == ("ada@agency.example", True, True)
    assert admin.check_password(GOOD)
    assert GOOD not in said
    sign_in = {"login": "ada@agency.example", "password": GOOD}
    assert client.post("/account/login/?next=/admin/", sign_in).url == "/admin/"
    assert client.get("/admin/").status_code == 200
    with scopes_disabled():
        entry = AuditEntry.objects.get()
    assert (entry.agency, entry.actor, entry.verb) == (None, admin, "make_account")


def test_it_may_be_repeated_and_changes_nothing(password, tmp_path):
    first_admin(password)
    before = User.objects.values().get()

    said = first_admin(tmp_path / "not there", email="eve@agency.example", name="Eve")

    assert "There is a system admin already" in said
    assert User.objects.values().get() == before


@pytest.mark.parametrize(
    ("weak", "sentence"), [("short", "too short"), ("123456789012345", "numeric"), ("", "short")]
)
def test_a_weak_password_makes_no_account(tmp_path, weak, sentence):
    (tmp_path / "password").write_text(weak)

    with pytest.raises(CommandError, match=sentence):
        first_admin(tmp_path / "password")

    assert not User.objects.exists()


def test_an_address_that_is_none_makes_no_account(password):
    with pytest.raises(CommandError, match="valid email"):
        first_admin(password, email="ada")

    assert not User.objects.exists()


def test_the_address_of_somebody_else_is_refused(password):
    User.objects.create_user("ada@agency.example", GOOD, name="Ada")

    with pytest.raises(CommandError, match="has an account that is no system admin"):
        first_admin(password)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read from"):
        first_admin(tmp_path / "none")


def test_without_a_terminal_it_asks_for_a_file(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())

    with pytest.raises(CommandError, match="no terminal to ask"):
        call_command("first_admin", email="ada@agency.example", name="Ada")


def test_the_password_may_come_by_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{GOOD}\n"))

    first_admin("-")

    assert User.objects.get().check_password(GOOD)
