"""The training app."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Practice, exams and check cases."""

    name = "training"
