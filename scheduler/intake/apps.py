"""Registers the app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Employers' plants, gates, job posts and intake slots."""

    name = "scheduler.intake"
    default_auto_field = "django.db.models.BigAutoField"
