"""In whose name somebody at a screen acts: one of the roles that they hold, kept in the session."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from scheduler.organisations.models import Membership, User
from scheduler.organisations.roles import Role

_KEY = "membership"


class Visit(HttpRequest):
    """A request to a screen, of somebody who has signed in and acts in a role."""

    user: User
    membership: Membership
    role: Role


def membership_of(request: HttpRequest) -> Membership | None:
    """The membership that was chosen, else the first one; None for somebody who holds none."""
    held = memberships_of(request)
    chosen = request.session.get(_KEY)
    return next((one for one in held if str(one.id) == chosen), held[0] if held else None)


def memberships_of(request: HttpRequest) -> list[Membership]:
    """Every role that the user holds, with its organisation."""
    assert isinstance(request.user, User)
    return list(request.user.memberships.all())


def act_as(request: HttpRequest, membership_id: UUID) -> bool:
    """Act in another of the roles that the user holds; False when it is not theirs."""
    is_held = any(one.id == membership_id for one in memberships_of(request))
    if is_held:
        request.session[_KEY] = str(membership_id)
    return is_held
