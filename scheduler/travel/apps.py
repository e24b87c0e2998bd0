"""Registers the app."""

from django.apps import AppConfig


class TravelConfig(AppConfig):
    """The road: what is seen of duties under way, what follows from it, and who arrives."""

    name = "scheduler.travel"
    default_auto_field = "django.db.models.BigAutoField"
