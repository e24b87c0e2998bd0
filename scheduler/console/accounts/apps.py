"""Registers the app."""

from django.apps import AppConfig


class AccountsScreensConfig(AppConfig):
    """Signing in and out, and in whose name somebody acts."""

    name = "scheduler.console.accounts"
    label = "console_accounts"
    default_auto_field = "django.db.models.BigAutoField"
