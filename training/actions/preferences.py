"""How a person likes to work on the scoring page."""

from agencies.models import User


def use_single_keys(*, user: User, on: bool) -> None:
    """Switch single-key shortcuts on or off for this person, on every device."""
    user.single_key_shortcuts = on
    user.save(update_fields=["single_key_shortcuts"])
