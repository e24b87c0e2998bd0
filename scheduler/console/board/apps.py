"""Registers the app."""

from django.apps import AppConfig


class BoardScreensConfig(AppConfig):
    """The plan board, and what is said of one plan."""

    name = "scheduler.console.board"
    label = "console_board"
    default_auto_field = "django.db.models.BigAutoField"
