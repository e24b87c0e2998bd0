"""Registers the app."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """The rules by which slots are proposed to parties."""

    name = "scheduler.matching"
    default_auto_field = "django.db.models.BigAutoField"
