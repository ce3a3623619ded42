"""The xapi app: there only where XAPI=1."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class XapiConfig(AppConfig):
    """Statements on practice and exams, for a learning record store of the agency's own."""

    name = "xapi"

    def ready(self) -> None:
        """Hear what is handed in and decided, and stand on the page of programs."""
        from agencies import listening, own_data, programs
        from xapi.hearing import heard
        from xapi.holding import HOLDING

        listening.register(heard)
        own_data.register(HOLDING)
        programs.register_page(_("Learning record store"), "xapi:store")
