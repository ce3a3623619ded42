"""The config app: it holds the schedule of background jobs."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses and the job schedule."""

    name = "config"
    label = "config"
