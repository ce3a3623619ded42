"""The training app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Practice, exams and check cases."""

    name = "training"

    def ready(self) -> None:
        """People who come to an agency, are away from it or leave it do so in programmes too."""
        from agencies import following, own_data
        from training.following import InProgrammes
        from training.holding import HOLDING

        following.register(InProgrammes())
        own_data.register(HOLDING)
