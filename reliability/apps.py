"""The reliability app."""

from django.apps import AppConfig


class ReliabilityConfig(AppConfig):
    """Agreement, certification and drift."""

    name = "reliability"

    def ready(self) -> None:
        """The pages of training ask here what was decided on an exam, and what waits."""
        from agencies import own_data
        from reliability.decided import verdict_on
        from reliability.holding import HOLDING
        from reliability.waiting import waiting_for
        from training import verdicts, waiting

        verdicts.register(verdict_on, fetch=["decisions__appeal"])
        waiting.register(waiting_for)
        own_data.register(HOLDING)
