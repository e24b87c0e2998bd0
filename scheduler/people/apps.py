"""Registers the app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Workers and their departure requests."""

    name = "scheduler.people"
    default_auto_field = "django.db.models.BigAutoField"
