"""OSP/IIC and OSP/DC: sheet, rules, totals and coding."""
