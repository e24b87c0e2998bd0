"""Registers the app."""

from django.apps import AppConfig


class RoadsConfig(AppConfig):
    """Roads that a provider was asked for, kept."""

    name = "scheduler.roads"
    default_auto_field = "django.db.models.BigAutoField"
