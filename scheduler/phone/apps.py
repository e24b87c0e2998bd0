"""Registers the app."""

from django.apps import AppConfig


class PhoneConfig(AppConfig):
    """The driver's page of one duty on a telephone."""

    name = "scheduler.phone"
