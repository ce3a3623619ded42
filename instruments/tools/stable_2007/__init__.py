"""STABLE-2007: sheet, rules, who it is for, and which of its items apply to a case."""
