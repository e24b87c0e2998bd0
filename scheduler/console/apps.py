"""Registers the app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """The screens."""

    name = "scheduler.console"
    default_auto_field = "django.db.models.BigAutoField"
