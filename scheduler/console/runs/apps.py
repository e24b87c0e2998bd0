"""Registers the app."""

from django.apps import AppConfig


class RunScreensConfig(AppConfig):
    """Plan runs: starting one, following it, what came of it."""

    name = "scheduler.console.runs"
    label = "console_runs"
    default_auto_field = "django.db.models.BigAutoField"
