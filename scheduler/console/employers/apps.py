"""Registers the app."""

from django.apps import AppConfig


class EmployerScreensConfig(AppConfig):
    """What an employer does: offers work and slots, answers for those who come, and receives them at its gate."""

    name = "scheduler.console.employers"
    label = "console_employers"
    default_auto_field = "django.db.models.BigAutoField"
