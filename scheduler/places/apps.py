"""Registers the app."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Where vehicles may stop: boarding places, doors, hubs, gates, depots."""

    name = "scheduler.places"
    default_auto_field = "django.db.models.BigAutoField"
