"""Registers the app."""

from django.apps import AppConfig


class RecordScreensConfig(AppConfig):
    """A campaign's data as tables and pages, and sheets that bring more of it."""

    name = "scheduler.console.records"
    label = "console_records"
    default_auto_field = "django.db.models.BigAutoField"
