"""LSI-OR: subscale totals, rules and who it is for. No items: they are licensed."""
