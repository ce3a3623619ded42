"""Writes that concern people, agencies and the audit record."""

from agencies.actions.auditing import record

__all__ = ["record"]
