"""Registers the app."""

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    """Spreadsheets that people send in."""

    name = "scheduler.sheets"
    default_auto_field = "django.db.models.BigAutoField"
