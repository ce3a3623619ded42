"""The agencies app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AgenciesConfig(AppConfig):
    """Who works where and what they may see."""

    name = "agencies"

    def ready(self) -> None:
        from agencies.holding import HOLDING
        from agencies.own_data import register
        from agencies.sign_in import begin
        from agencies.sign_in_log import listen

        register(HOLDING)
        user_logged_in.connect(begin, dispatch_uid="agencies.sign_in.begin")
        listen()
