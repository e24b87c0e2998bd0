"""Registers the app."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Route sheets and intake lists, made from plans; keeps nothing."""

    name = "scheduler.papers"
