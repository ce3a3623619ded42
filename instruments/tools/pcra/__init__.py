"""PCRA: domain totals, rules and who it is for."""
