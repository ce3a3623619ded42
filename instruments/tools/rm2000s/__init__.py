"""Risk Matrix 2000 / Sex: sheet, rules, totals and coding."""
