"""In whose name something is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.auth import Request
from scheduler.organisations.roles import Role
from scheduler.organisations.selectors import organisation_get

if TYPE_CHECKING:
    from scheduler.organisations.models import Organisation


def own(request: Request) -> Organisation:
    """The caller's organisation."""
    return organisation_get(organisation_id=request.auth.organisation_id)


def offering(request: Request) -> Organisation | None:
    """Whose the thing offered is: the employer's or operator's own; nobody's when a bureau enters it."""
    return None if request.auth.role == Role.COORDINATOR else own(request)
