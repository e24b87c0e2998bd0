"""Who may have a token."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpRequest

from api.errors import Code, Fault, Refused
from scheduler.organisations import signing_in
from scheduler.organisations.selectors import membership_list

if TYPE_CHECKING:
    from scheduler.organisations.models import Membership, User


def sign_in(request: HttpRequest, *, email: str, password: str, code: str) -> User:
    """The user whose password this is, and whose device shows the code, if they have one.

    Raises
    ------
    Refused
        429 after too many tries, 401 when these do not belong together.
    """
    host = request.META.get("REMOTE_ADDR", "")
    try:
        user = signing_in.sign_in(email=email, password=password, host=host)
        signing_in.code_enter(user=user, code=code)
    except signing_in.TooManyTries as error:
        headers = {"Retry-After": str(error.wait_s)}
        raise Refused(HTTPStatus.TOO_MANY_REQUESTS, error.code, error.detail, headers=headers) from None
    except (signing_in.WrongSignIn, signing_in.CodeWanted, signing_in.WrongCode) as error:
        headers = {"WWW-Authenticate": "Bearer"}
        raise Refused(HTTPStatus.UNAUTHORIZED, error.code, error.detail, headers=headers) from None
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
