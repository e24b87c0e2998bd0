"""Keeping what was worked out about a plan, for whoever looks next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import IntegrityError, connection
from psycopg.errors import ForeignKeyViolation

from scheduler.organisations.tenancy import acting_as_system

log = structlog.get_logger(__name__)


@contextmanager
def kept_beside_plan() -> Iterator[None]:
    """Write rows that hang on a plan, or none of them where it was discarded while they were worked out.

    With the system's eyes: who only reads a plan writes nothing of its campaign. PostgreSQL looks at foreign keys
    when a transaction ends, and the caller's would fail with all that is in it; so it is asked to look now.
    """
    try:
        with acting_as_system():
            yield
            connection.check_constraints()
    except IntegrityError as error:
        if not isinstance(error.__cause__, ForeignKeyViolation):
            raise
        log.info("plan_gone_meanwhile")
