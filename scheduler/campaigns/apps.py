"""Registers the app."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """One wave of transfers, from the first request to the last arrival."""

    name = "scheduler.campaigns"
    default_auto_field = "django.db.models.BigAutoField"
