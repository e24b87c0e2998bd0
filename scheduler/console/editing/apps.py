"""Registers the app."""

from django.apps import AppConfig


class EditingScreensConfig(AppConfig):
    """Editing a plan by hand."""

    name = "scheduler.console.editing"
    label = "console_editing"
    default_auto_field = "django.db.models.BigAutoField"
