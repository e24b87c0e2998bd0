"""Registers the app."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """People to be phoned, and what they said."""

    name = "scheduler.calls"
    default_auto_field = "django.db.models.BigAutoField"
