"""Registers the app."""

from django.apps import AppConfig


class ManningConfig(AppConfig):
    """Operators' drivers, and who drives which duty in which vehicle, within the hours that the law allows."""

    name = "scheduler.manning"
    default_auto_field = "django.db.models.BigAutoField"
