"""The reliability app."""

from django.apps import AppConfig


class ReliabilityConfig(AppConfig):
    """Agreement, certification and drift."""

    name = "reliability"

    def ready(self) -> None:
        """The pages of training ask here what was decided on an exam."""
        from reliability.decided import verdict_on
        from training.verdicts import register

        register(verdict_on, fetch=["decisions"])
