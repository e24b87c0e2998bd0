"""In whose name something is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.auth import Request
from scheduler.errors import Conflict
from scheduler.organisations.roles import OrganisationKind, Role
from scheduler.organisations.selectors import organisation_get, organisation_list

if TYPE_CHECKING:
    from scheduler.organisations.models import Organisation


def own(request: Request) -> Organisation:
    """The caller's organisation."""
    return organisation_get(organisation_id=request.auth.organisation_id)


def registering(request: Request) -> Organisation:
    """The bureau with which people are registered: the caller's own, or the one that has invited its township.

    Raises
    ------
    Conflict
        The township has been invited by none yet, or by several.
    """
    if request.auth.role != Role.TOWN:
        return own(request)
    bureaus = list(organisation_list().filter(kind=OrganisationKind.BUREAU)[:2])
    if len(bureaus) != 1:
        raise Conflict(
            "several bureaus have invited your township: send people in with a campaign's sheet"
            if bureaus
            else "no bureau has invited your township to a campaign yet: ask yours to"
        )
    return bureaus[0]


def offering(request: Request) -> Organisation | None:
    """Whose the thing offered is: the employer's or operator's own; nobody's when a bureau enters it."""
    return None if request.auth.role == Role.COORDINATOR else own(request)
