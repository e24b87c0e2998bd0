"""Django's ``migrate``, run as the owner of the tables: the program's role may not make any."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as DjangosMigrate

from scheduler.organisations.database_role import as_owner

SELDOM = (200_000, 20, 100)
"""Django makes all models anew after each step: collecting as often as usual takes a fifth of the time."""


class Command(DjangosMigrate):
    """Bring the database's tables, triggers and policies up to date."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """As Django's, on a connection of the owner's; the checks before it ask the database for its version too."""
        with as_owner(options["database"]), _collecting_seldom():
            return super().execute(*args, **options)


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
