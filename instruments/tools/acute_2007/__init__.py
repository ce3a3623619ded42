"""ACUTE-2007: sheet, rules and who it is for."""
