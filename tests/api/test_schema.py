"""The schema tells the truth: it is the one that is written down, and whatever is sent, no answer is outside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from api.app import api
from tests.api.bodies import BODIES
from tests.api.stage import Stage

WRITTEN = Path(__file__).parents[2] / "docs" / "openapi.json"
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
EXAMPLES = {"coordinator": 10, "employer": 5}
"""Requests to each endpoint, by the role that sends them."""
SCHEMA = schemathesis.openapi.from_dict(json.loads(WRITTEN.read_text(encoding="utf-8")))
SCHEMA.app = get_wsgi_application()


def test_the_schema_that_is_written_down_is_current() -> None:
    current = json.loads(json.dumps(api.get_openapi_schema()))
    assert json.loads(WRITTEN.read_text(encoding="utf-8")) == current, (
        "./menlu manage export_openapi_schema --api api.app.api --indent 1 --output docs/openapi.json"
    )


def _operations() -> Iterator[Any]:
    for result in SCHEMA.get_all_operations():
        operation = result.ok()
        yield pytest.param(operation, id=str(operation.definition.raw["operationId"]))


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """Requests must not close the connection that holds the test's transaction, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("role", EXAMPLES)
@pytest.mark.parametrize("operation", _operations())
def test_no_answer_is_outside_the_schema(stage: Stage, operation: Any, role: str) -> None:
    name = operation.definition.raw["operationId"]
    secret = getattr(stage.cast, role).secret

    @settings(
        max_examples=EXAMPLES[role],
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def holds(case: Case) -> None:
        _make_real(case, stage, BODIES.get(name))
        with transaction.atomic():
            case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {secret}"})
            transaction.set_rollback(True)

    holds()


def _make_real(case: Case, stage: Stage, sound: Any) -> None:
    """Ids of the stage in three of four cases, and in every other a sound body with one strange value."""
    for name, value in (case.path_parameters or {}).items():
        if name in stage.ids and _number(value) % 4:
            case.path_parameters[name] = str(stage.ids[name])
    if isinstance(case.body, dict) and isinstance(sound, dict) and len(str(case.body)) % 2:
        strange = dict(list(case.body.items())[:1])
        case.body = {**sound, **strange}


def _number(value: object) -> int:
    try:
        return UUID(str(value)).int
    except ValueError:
        return 0
