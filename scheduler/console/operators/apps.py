"""Registers the app."""

from django.apps import AppConfig


class OperatorScreensConfig(AppConfig):
    """What a carrier does: answers for its duties, names vehicles and drivers, and offers its fleets."""

    name = "scheduler.console.operators"
    label = "console_operators"
    default_auto_field = "django.db.models.BigAutoField"
