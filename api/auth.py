"""Who calls: an opaque bearer token names a user, an organisation and the role held in it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from api.errors import Code, Refused
from scheduler.organisations import services
from scheduler.organisations.roles import Role

ALL = frozenset(Role)
COORDINATORS = frozenset({Role.COORDINATOR})
EMPLOYERS = frozenset({Role.EMPLOYER})
OFFICE = frozenset({Role.COORDINATOR, Role.AUDITOR})
"""Who may read what a bureau knows about people."""
REGISTRARS = frozenset({Role.COORDINATOR, Role.TOWN})
"""Who may enter people and speak for them: a town's staff for their own town's."""
KNOWING = OFFICE | REGISTRARS
"""Who may read of people: a town's staff of their own town's."""
HOSTS = frozenset({Role.COORDINATOR, Role.EMPLOYER})
"""Who may offer posts and slots."""
CARRIERS = frozenset({Role.COORDINATOR, Role.EMPLOYER, Role.OPERATOR})
"""Who may offer places, vehicles and services: employers send coaches of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The holder of a valid token."""

    user_id: UUID
    organisation_id: UUID
    role: Role
    token_id: UUID


class Request(HttpRequest):
    """A request whose caller is known."""

    auth: Caller


class Bearer(HttpBearer):
    """``Authorization: Bearer <token>``, for the roles that an endpoint allows."""

    openapi_description = "The token of `POST /api/v1/tokens`."

    def __init__(self, roles: frozenset[Role]) -> None:
        super().__init__()
        self.roles = roles

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller, or None (401).

        Raises
        ------
        Refused
            403 for a role that this endpoint does not allow.
        """
        held = services.token_use(secret=token)
        if held is None:
            return None
        membership = held.membership
        role = Role(membership.role)
        if role not in self.roles:
            allowed = ", ".join(sorted(self.roles))
            raise Refused(
                HTTPStatus.FORBIDDEN,
                Code.ROLE_NOT_ALLOWED,
                f"Your token has the role '{role.value}'; this is for: {allowed}.",
            )
        return Caller(
            user_id=membership.user_id, organisation_id=membership.organisation_id, role=role, token_id=held.id
        )
