"""Who may have a token: tries are counted before the password is looked at."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from math import ceil
from typing import TYPE_CHECKING

from django.http import HttpRequest

from api.errors import Code, Fault, Refused
from scheduler import clock
from scheduler.edge.services import tries_forget, try_count
from scheduler.organisations.selectors import membership_list
from scheduler.organisations.services import user_authenticate

if TYPE_CHECKING:
    from scheduler.organisations.models import Membership, User

WINDOW = timedelta(minutes=15)
TRIES_OF_ADDRESS = 10
"""Wrong passwords for one e-mail address within the window."""
TRIES_OF_HOST = 1000
"""Sign-ins from one network address within the window: offices share one."""


def sign_in(request: HttpRequest, *, email: str, password: str) -> User:
    """The user whose password this is.

    An unknown address takes as long as a wrong password, and both sound the same.

    Raises
    ------
    Refused
        429 after too many tries, 401 when address and password do not belong together.
    """
    address = f"sign-in of {email.strip().lower()}"
    _count(address, most=TRIES_OF_ADDRESS)
    _count(f"sign-in from {request.META.get('REMOTE_ADDR') or 'local'}", most=TRIES_OF_HOST)
    user = user_authenticate(email=email, password=password)
    if user is None:
        raise Refused(
            HTTPStatus.UNAUTHORIZED,
            Code.WRONG_SIGN_IN,
            "There is no such e-mail address with this password.",
            headers={"WWW-Authenticate": "Bearer"},
        )
    tries_forget(subject=address)
    return user


def choose(user: User, *, organisation: str | None, role: str | None) -> Membership:
    """The one membership that is meant.

    Raises
    ------
    Refused
        422 when there is none, 409 when there are several.
    """
    held = membership_list(user=user)
    meant = [one for one in held if organisation in (None, one.organisation.code) and role in (None, one.role)]
    if len(meant) == 1:
        return meant[0]
    choices = [Fault(where="", what=f"{one.role} of {one.organisation.code}") for one in held]
    if not meant:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            Code.INVALID_INPUT,
            "You do not act for this organisation in this role; `errors` has what you may choose.",
            errors=choices,
        )
    raise Refused(
        HTTPStatus.CONFLICT,
        Code.SEVERAL_ROLES,
        "You act in several ways: say `organisation` and `role`; `errors` has what you may choose.",
        errors=choices,
    )


def _count(subject: str, *, most: int) -> None:
    tally = try_count(subject=subject, window=WINDOW)
    if tally.tries <= most:
        return
    wait_s = max(1, ceil((tally.since + WINDOW - clock.now()).total_seconds()))
    raise Refused(
        HTTPStatus.TOO_MANY_REQUESTS,
        Code.RATE_LIMITED,
        f"Too many tries to sign in; wait {wait_s} seconds.",
        headers={"Retry-After": str(wait_s)},
    )
