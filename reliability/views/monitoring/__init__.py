"""Pages of monitoring: the morning, alerts, charts, plans, what is hard, and previews."""
