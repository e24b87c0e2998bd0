"""Django's ``migrate``, run as the owner of the tables: the program's role may not make any."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as DjangosMigrate

from scheduler.organisations.database_role import as_owner


class Command(DjangosMigrate):
    """Bring the database's tables, triggers and policies up to date."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """As Django's, on a connection of the owner's; the checks before it ask the database for its version too."""
        with as_owner(options["database"]):
            return super().execute(*args, **options)
