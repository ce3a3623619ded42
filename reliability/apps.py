"""The reliability app."""

from django.apps import AppConfig


class ReliabilityConfig(AppConfig):
    """Agreement, certification and drift."""

    name = "reliability"
