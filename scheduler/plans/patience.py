"""Waiting for a PostgreSQL that is away for a moment."""

from __future__ import annotations

import structlog
from django.db import InterfaceError, OperationalError, connection
from tenacity import RetryCallState, retry, retry_if_exception_type, stop_after_delay, wait_fixed

log = structlog.get_logger(__name__)

DATABASE_PATIENCE_S = 60


def _reconnect(state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    log.warning("database_away", tried=state.attempt_number, error=type(error).__name__)
    connection.close()


patiently = retry(
    retry=retry_if_exception_type((OperationalError, InterfaceError)),
    stop=stop_after_delay(DATABASE_PATIENCE_S),
    wait=wait_fixed(1),
    before_sleep=_reconnect,
    reraise=True,
)
"""Tries again while PostgreSQL restarts."""
