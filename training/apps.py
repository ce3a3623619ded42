"""The training app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Practice, exams and check cases."""

    name = "training"

    def ready(self) -> None:
        """People who come to an agency, are away from it or leave it do so in programmes too."""
        from agencies.following import register
        from training.following import InProgrammes

        register(InProgrammes())
