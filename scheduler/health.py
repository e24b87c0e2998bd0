"""Whether the process lives, and whether it can do its work."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from scheduler import queue

log = structlog.get_logger(__name__)

OK = "ok"


@require_safe
@never_cache
def alive(_request: HttpRequest) -> JsonResponse:
    """``/healthz``: 200 as long as the process answers."""
    return JsonResponse({"status": OK})


@require_safe
@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """``/readyz``: 200 when the database answers and is up to date and Redis answers, else 503; says which not."""
    checks: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations, "redis": _redis}
    found = {name: check() for name, check in checks.items()}
    well = all(state == OK for state in found.values())
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": OK if well else "unavailable", **found}, status=status)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError as error:
        log.warning("database_away", error=type(error).__name__)
        return "away"
    return OK


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    return f"{len(left)} to run" if left else OK


def _redis() -> str:
    try:
        queue.ping()
    except queue.QueueAway as error:
        log.warning("redis_away", error=type(error).__name__)
        return "away"
    return OK
