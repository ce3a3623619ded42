"""Every write of this app: keyword-only, atomic, named by a verb."""
