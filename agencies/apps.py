"""The agencies app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AgenciesConfig(AppConfig):
    """Who works where and what they may see."""

    name = "agencies"

    def ready(self) -> None:
        from agencies.sign_in import begin

        user_logged_in.connect(begin, dispatch_uid="agencies.sign_in.begin")
