"""Names that one transaction holds at a time: for what has no row to lock, or one that others need meanwhile."""

from __future__ import annotations

import hashlib

from django.db import connection


def hold(name: str) -> bool:
    """Hold ``name`` until the present transaction ends; False, at once, when another one holds it."""
    digest = hashlib.sha256(name.encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], byteorder="big", signed=True)]
        )
        row = cursor.fetchone()
    return bool(row and row[0])
