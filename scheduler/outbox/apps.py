"""Registers the app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """What must happen after a commit: jobs to enqueue and messages to send, kept as rows until done."""

    name = "scheduler.outbox"
    default_auto_field = "django.db.models.BigAutoField"
