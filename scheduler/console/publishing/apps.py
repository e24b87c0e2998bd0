"""Registers the app."""

from django.apps import AppConfig


class PublishingScreensConfig(AppConfig):
    """From one version of a plan to the next: what differs, publishing, telling, planning anew."""

    name = "scheduler.console.publishing"
    label = "console_publishing"
    default_auto_field = "django.db.models.BigAutoField"
