"""Registers the app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from prometheus_client import REGISTRY


class PlansConfig(AppConfig):
    """Plan runs, and the plans that come of them."""

    name = "scheduler.plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have runs counted for Prometheus; by path, for models can only be imported now."""
        REGISTRY.register(import_string("scheduler.plans.metrics.RunCollector")())
