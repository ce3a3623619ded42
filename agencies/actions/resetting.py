"""Writes to who forgot a password."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import user_pk_to_url_str
from django.utils import translation


def write(email: str, language: str) -> int:
    """Send a link to every account that has this address; returns how many there are."""
    adapter = get_adapter()
    users = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
    for user in users:
        number, token = user_pk_to_url_str(user), default_token_generator.make_token(user)
        told = {
            "user": user,
            "uid": number,
            "key": token,
            "password_reset_url": adapter.get_reset_password_from_key_url(f"{number}-{token}"),
        }
        with translation.override(user.language or language):
            adapter.send_password_reset_mail(user, email, told)
    return len(users)
