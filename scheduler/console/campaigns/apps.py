"""Registers the app."""

from django.apps import AppConfig


class CampaignScreensConfig(AppConfig):
    """The campaigns that somebody has to do with, and how each stands."""

    name = "scheduler.console.campaigns"
    label = "console_campaigns"
    default_auto_field = "django.db.models.BigAutoField"
