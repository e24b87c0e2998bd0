"""Registers the app."""

from django.apps import AppConfig


class TodayScreenConfig(AppConfig):
    """The board of a campaign under way: what leaves, what is late, who arrives, and what has to be looked at."""

    name = "scheduler.console.today"
    label = "console_today"
    default_auto_field = "django.db.models.BigAutoField"
