"""Registers the app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Who uses Menlu: organisations, their people, roles and tokens."""

    name = "scheduler.organisations"
    default_auto_field = "django.db.models.BigAutoField"
