"""Registers the app."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """Who was asked what, by when, and what they said."""

    name = "scheduler.answers"
    default_auto_field = "django.db.models.BigAutoField"
