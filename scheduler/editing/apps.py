"""Registers the app."""

from django.apps import AppConfig


class EditingConfig(AppConfig):
    """Drafts that people edit, step by step, and locks on plans."""

    name = "scheduler.editing"
    default_auto_field = "django.db.models.BigAutoField"
