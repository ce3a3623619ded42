"""Measurements that are too slow for a test: `python -m bench NAME [--json] [--full]`."""
