"""Acting on the database as the role that owns the tables instead of the program's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def _reconnect_later(connection: BaseDatabaseWrapper) -> None:
    connection.close()
    if connection.settings_dict["OPTIONS"].get("pool"):
        connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL wrapper


@contextmanager
def as_owner(alias: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Connect as the user of ``DATABASE_URL`` itself: for migrations, which make tables, policies and the role."""
    connection = connections[alias]
    options = connection.settings_dict["OPTIONS"]
    role = options.pop("options", None)
    _reconnect_later(connection)
    try:
        yield
    finally:
        _reconnect_later(connection)
        if role is not None:
            options["options"] = role
