"""Filters of the reliability pages."""
