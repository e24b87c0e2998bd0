"""Registers the app."""

from django.apps import AppConfig


class TownScreensConfig(AppConfig):
    """A township's own pages."""

    name = "scheduler.console.towns"
    label = "console_towns"
    default_auto_field = "django.db.models.BigAutoField"
