"""What holds for every endpoint, whoever writes the next one: the schema is walked, not a list kept by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from api.app import api
from scheduler.organisations.roles import Role
from tests.api.bodies import BODIES
from tests.api.stage import Reply, Stage, call
from tests.cast import Actor, Cast

NOT_A_THING = "00000000-0000-4000-8000-000000000000"
OPEN = {"token_create"}
"""Endpoints for those who have no token yet."""
NOBODY_ELSES = {"token_revoke"}
"""Endpoints whose thing belongs to one user."""


@dataclass(frozen=True)
class Endpoint:
    """An operation of the API, as ninja holds it."""

    name: str
    method: str
    path: str
    roles: frozenset[Role]

    def __str__(self) -> str:
        return self.name

    def ask(self, who: Actor | str | None, path: str) -> Reply:
        """Call it with a sound body."""
        body = BODIES.get(self.name)
        if isinstance(body, bytes):
            return call(who, self.method, path, raw=body, if_match="*", content_type="text/csv")
        return call(who, self.method, path, body, if_match="*")


def _endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            name=str(operation.operation_id),
            method=operation.methods[0],
            path="/api/v1" + path,
            roles=operation.auth_callbacks[0].roles if operation.auth_callbacks else frozenset(),
        )
        for bound in api._get_bound_routers()
        for path, view in bound.path_operations.items()
        for operation in view.operations
    ]


ENDPOINTS = _endpoints()
SIGNED_IN = [endpoint for endpoint in ENDPOINTS if endpoint.name not in OPEN]
WITH_PATH = [endpoint for endpoint in SIGNED_IN if "{" in endpoint.path]


def _others(cast: Cast) -> tuple[Actor, ...]:
    return (cast.other_coordinator, cast.other_employer, cast.other_operator)


def _insiders(cast: Cast) -> tuple[Actor, ...]:
    return (cast.coordinator, cast.employer, cast.operator, cast.driver, cast.auditor, cast.bureau_auditor)


def test_only_sign_in_is_open() -> None:
    assert {endpoint.name for endpoint in ENDPOINTS if not endpoint.roles} == OPEN


def test_every_body_has_a_sound_example(stage: Stage) -> None:
    schema = api.get_openapi_schema()
    taking = {o["operationId"] for path in schema["paths"].values() for o in path.values() if "requestBody" in o}
    assert taking == set(BODIES)


@pytest.mark.parametrize("endpoint", SIGNED_IN, ids=str)
def test_without_a_token_every_endpoint_answers_401(stage: Stage, endpoint: Endpoint) -> None:
    for nobody in (None, "", "menlu_unknown_token", "Bearer", "词"):
        reply = endpoint.ask(nobody, stage.path(endpoint.path))
        assert (reply.status, reply.code) == (401, "unauthenticated")
        assert reply.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("endpoint", SIGNED_IN, ids=str)
def test_a_role_that_may_not_gets_403(stage: Stage, endpoint: Endpoint) -> None:
    for actor in _insiders(stage.cast):
        if actor.role not in endpoint.roles:
            reply = endpoint.ask(actor, stage.path(endpoint.path))
            assert (reply.status, reply.code) == (403, "role_not_allowed"), actor.role


@pytest.mark.parametrize("endpoint", WITH_PATH, ids=str)
def test_the_one_from_elsewhere_gets_404(stage: Stage, endpoint: Endpoint) -> None:
    for actor in _others(stage.cast):
        if actor.role in endpoint.roles:
            reply = endpoint.ask(actor, stage.path(endpoint.path))
            assert (reply.status, reply.code) == (404, "not_found"), actor.role


@pytest.mark.parametrize("endpoint", WITH_PATH, ids=str)
def test_what_does_not_exist_is_404_as_well(stage: Stage, endpoint: Endpoint) -> None:
    strangers = dict.fromkeys(stage.ids, NOT_A_THING)
    for ids in (strangers, dict.fromkeys(stage.ids, "1%00"), dict.fromkeys(stage.ids, "门路")):
        actor = next(actor for actor in _insiders(stage.cast) if actor.role in endpoint.roles)
        reply = endpoint.ask(actor, endpoint.path.format(**ids))
        assert (reply.status, reply.code) == (404, "not_found")


@pytest.mark.parametrize("endpoint", SIGNED_IN, ids=str)
def test_the_one_who_may_gets_through(stage: Stage, endpoint: Endpoint) -> None:
    allowed = [actor for actor in _insiders(stage.cast) if actor.role in endpoint.roles]
    replies = {actor.role: endpoint.ask(actor, stage.path(endpoint.path)) for actor in allowed}
    assert any(reply.status < 300 or reply.status == 409 for reply in replies.values()), {
        role: (reply.status, reply.content[:300]) for role, reply in replies.items()
    }


@pytest.mark.parametrize("endpoint", SIGNED_IN, ids=str)
def test_an_auditor_changes_nothing(endpoint: Endpoint) -> None:
    own = {"token_revoke"}
    assert endpoint.method == "GET" or endpoint.name in own or Role.AUDITOR not in endpoint.roles


@pytest.mark.parametrize("path", sorted({endpoint.path for endpoint in ENDPOINTS}))
def test_a_method_that_is_not_there_is_405_and_says_which_are(stage: Stage, path: str) -> None:
    there = {endpoint.method for endpoint in ENDPOINTS if endpoint.path == path}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - there:
        reply = call(stage.cast.coordinator, method, stage.path(path), {})
        assert (reply.status, reply.code) == (405, "method_not_allowed")
        assert set(reply.headers["Allow"].split(", ")) == there


def test_every_status_of_the_schema_is_a_problem_or_a_success() -> None:
    schema: dict[str, Any] = api.get_openapi_schema()
    for path in schema["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                assert int(status) < 400 or list(response["content"]) == ["application/problem+json"]
