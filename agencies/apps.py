"""The agencies app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Who works where and what they may see."""

    name = "agencies"
