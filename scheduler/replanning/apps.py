"""Registers the app."""

from django.apps import AppConfig


class ReplanningConfig(AppConfig):
    """What happens after a plan is published, and the plans made anew because of it."""

    name = "scheduler.replanning"
    default_auto_field = "django.db.models.BigAutoField"
