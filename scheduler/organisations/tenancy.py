"""For whom the database is asked: every query runs inside one of these, or sees nothing.

The policies read ``menlu.organisation`` and ``menlu.role``, which hold for one transaction; the audit trail
reads who it was from the same place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import structlog
from django.db import connection, transaction

from scheduler.organisations.roles import Role

SYSTEM = "system"
"""The role of what nobody asks for: relay, reaper, claims, sign-in. It sees everything."""

_SETTINGS = ("menlu.organisation", "menlu.role", "menlu.user", "pghistory.context_metadata")
_READ = "select " + ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _SETTINGS)
_WRITE = "select " + ", ".join(f"set_config('{name}', %s, true)" for name in _SETTINGS)


@contextmanager
def acting_as(
    organisation_id: UUID | str | None, role: str = Role.COORDINATOR, *, user_id: UUID | str | None = None
) -> Iterator[None]:
    """Open a transaction in which the database shows what ``organisation_id`` may see in ``role``.

    May be nested; on leaving, whoever acted before acts again. ``user_id`` is kept in the audit trail.
    """
    organisation, user = (str(value) if value else "" for value in (organisation_id, user_id))
    who = {"organisation": organisation or None, "role": str(role), "user": user or None, **_logged()}
    nested = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            before: tuple[str, ...] = ("",) * len(_SETTINGS)
            if nested:
                cursor.execute(_READ)
                before = tuple(cursor.fetchone() or before)
            cursor.execute(_WRITE, [organisation, str(role), user, json.dumps(who)])
        yield
        if nested and connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(_WRITE, before)


@contextmanager
def acting_as_system() -> Iterator[None]:
    """Open a transaction that sees everything: for work that no one organisation asks for."""
    with acting_as(None, SYSTEM):
        yield


def acting_towns() -> tuple[str, ...]:
    """The names of the town to whose people the one who acts is confined; none where there is no such limit."""
    with connection.cursor() as cursor:
        cursor.execute("select menlu_town_names()")
        row = cursor.fetchone()
    return tuple(row[0]) if row else ()


def _logged() -> dict[str, str]:
    """The request and run that the log lines of the moment carry, for the audit trail."""
    bound = structlog.contextvars.get_contextvars()
    return {key: str(bound[key]) for key in ("request_id", "run_id") if key in bound}
