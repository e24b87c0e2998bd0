"""Registers the app."""

from django.apps import AppConfig


class TellingConfig(AppConfig):
    """Who is told what of a published plan: each once, and again only when their own part of it has changed."""

    name = "scheduler.telling"
    default_auto_field = "django.db.models.BigAutoField"
