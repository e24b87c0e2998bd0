"""Django's ``flush``, run as the owner of the tables: the program's role may not empty them at once."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.flush import Command as DjangosFlush

from scheduler.organisations.database_role import as_owner


class Command(DjangosFlush):
    """Remove every row of every table."""

    def handle(self, **options: Any) -> None:
        """As Django's, on a connection of the owner's."""
        with as_owner(options["database"]):
            super().handle(**options)
