"""Registers the app."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """What all screens share: who is acting, the frame around a page, tables, components."""

    name = "scheduler.console"
    default_auto_field = "django.db.models.BigAutoField"
