"""The config app: it holds the schedule of background jobs."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, addresses and the job schedule."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        """Sign-ins that fail are counted, where somebody watches."""
        from django.contrib.auth.signals import user_login_failed

        from config import checks  # noqa: F401 - registers what it holds
        from config.metrics.requests import sign_in_failed

        user_login_failed.connect(sign_in_failed, dispatch_uid="config.metrics.sign_in_failed")
