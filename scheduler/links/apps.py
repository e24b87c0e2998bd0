"""Registers the app."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Signed links for people who do not sign in: each opens one thing, expires, and can be revoked."""

    name = "scheduler.links"
    default_auto_field = "django.db.models.BigAutoField"
