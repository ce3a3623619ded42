"""What people type about themselves, about others and about their agency."""

from agencies.forms.account import AccountForm

__all__ = ["AccountForm"]
