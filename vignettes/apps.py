"""The vignettes app."""

from django.apps import AppConfig


class VignettesConfig(AppConfig):
    """Fictional cases and their gold codings."""

    name = "vignettes"
