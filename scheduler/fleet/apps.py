"""Registers the app."""

from django.apps import AppConfig


class FleetConfig(AppConfig):
    """What can carry people: fleets with their crews, and timed services."""

    name = "scheduler.fleet"
    default_auto_field = "django.db.models.BigAutoField"
