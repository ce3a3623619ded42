"""The pages that allauth and Django's admin bring along: each is known, and each is shut.

A new one, brought by an upgrade or a new model, fails here until somebody has looked at it.
"""

import pytest
from django.urls import URLResolver, get_resolver, reverse

from agencies.models import Role, User
from tests.factories import make_person

OPEN = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}
"""What somebody signed out meets on the way in; everything else of allauth asks for a sign-in."""
SHUT = {
    "account_change_password",
    "account_email",
    "account_reauthenticate",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "socialaccount_connections",
    "usersessions_list",
}
WORDS = {"app_label": "vignettes", "provider_id": "none", "key": "k"}


def patterns(start, resolver=None):
    """Every address under one of the first parts, with its converters' names."""
    for entry in (resolver or get_resolver()).url_patterns:
        if resolver is None and str(entry.pattern) != start:
            continue
        if isinstance(entry, URLResolver):
            yield from patterns(start, entry)
        elif entry.name:
            yield entry


def address_of(name, names):
    """Filled with what names nothing, or the first row."""
    return reverse(name, kwargs={each: WORDS.get(each, 1) for each in names})


def test_every_page_of_allauth_is_known():
    assert {entry.name for entry in patterns("account/")} == OPEN | SHUT


@pytest.mark.parametrize("name", sorted(SHUT))
def test_a_page_of_allauth_asks_for_a_sign_in(client, db, name):
    (_, names), *_ = get_resolver().reverse_dict[name][0]
    page = address_of(name, names)
    answers = [ask(page) for ask in (client.get, client.post)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert all(answer.url.startswith(reverse("account_login")) for answer in answers)


def test_nobody_signs_up(client, db):
    fields = {"email": "new@example.org", "password1": "seven-quiet-lanterns"}

    answer = client.post(reverse("account_signup"), fields | {"password2": fields["password1"]})

    assert answer.status_code == 200
    assert not User.objects.exists()


def admin_pages():
    """Every page of the admin but its own sign-in and sign-out."""
    own = {"index", "login", "logout", "password_change", "password_change_done", "jsi18n"}
    return [
        address_of(f"admin:{entry.name}", entry.pattern.regex.groupindex)
        for entry in patterns("admin/")
        if entry.name not in own
    ]


def test_no_page_of_the_admin_opens_without_its_rights(client, north, db):
    pages = admin_pages()
    assert len(pages) > 300
    boss = make_person("Ada", north, Role.AGENCY_ADMIN, is_editor=True).user
    staff = make_person("Staff", north, Role.COORDINATOR, is_staff=True).user
    wrong = []
    for person, asked in ((boss, pages), (staff, [page for page in pages if "/add/" in page])):
        client.force_login(person)
        for page in asked:
            status = client.get(page).status_code
            wrong += [f"{page} as {person}: {status}"] if status not in (302, 403, 404) else []
    assert wrong == []
