"""The lti app: there only where LTI=1."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LtiConfig(AppConfig):
    """Launches from a learning platform, grades back to it, and who is in its course."""

    name = "lti"

    def ready(self) -> None:
        """Hear what is handed in and decided, and stand on the page of programs."""
        from agencies import listening, own_data, programs
        from lti.hearing import heard
        from lti.holding import HOLDING

        listening.register(heard)
        own_data.register(HOLDING)
        programs.register_page(_("Learning platforms"), "lti:platforms")
