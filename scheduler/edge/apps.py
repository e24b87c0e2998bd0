"""Registers the app."""

from django.apps import AppConfig


class EdgeConfig(AppConfig):
    """What the HTTP edge remembers: kept answers, and tries that are counted."""

    name = "scheduler.edge"
    default_auto_field = "django.db.models.BigAutoField"
