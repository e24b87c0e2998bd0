"""Signing in: the password, then the code of a device where there is one. Tries are counted before either is read."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.utils.translation import gettext_noop

from scheduler import clock
from scheduler.edge.services import tries_forget, try_count
from scheduler.errors import DomainError
from scheduler.organisations.models import User
from scheduler.organisations.second_factor import code_check, has_second_factor
from scheduler.organisations.services import user_authenticate

WINDOW = timedelta(minutes=15)
TRIES_OF_ADDRESS = 10
"""Wrong passwords for one e-mail address within the window."""
TRIES_OF_HOST = 1000
"""Sign-ins from one network address within the window: offices share one."""


class TooManyTries(DomainError):
    """Somebody is guessing, or has forgotten."""

    code = "rate_limited"
    title = gettext_noop("Too many tries to sign in")

    def __init__(self, wait_s: int) -> None:
        super().__init__(f"Too many tries to sign in; wait {wait_s} seconds.")
        self.wait_s = wait_s


class CodeWanted(DomainError):
    """The password is right, and the user has a device that shows codes."""

    code = "code_wanted"
    title = gettext_noop("A one-time code is wanted too")


class WrongCode(DomainError):
    """The code is not the one that the device shows now, and none of those for when it is lost."""

    code = "wrong_code"
    title = gettext_noop("The one-time code is wrong, old, or was used before")


class WrongSignIn(DomainError):
    """An unknown address, or a password that is not its."""

    code = "wrong_sign_in"
    title = gettext_noop("There is no such address or number with this password")


def sign_in(*, email: str, password: str, host: str) -> User:
    """The user whose password this is; ``host`` is the network address that asks.

    An unknown address takes as long as a wrong password, and both sound the same.

    Raises
    ------
    TooManyTries
        The address or the host has tried too often.
    WrongSignIn
        Address and password do not belong together.
    """
    address = f"sign-in of {email.strip().lower()}"
    _count(address, most=TRIES_OF_ADDRESS)
    _count(f"sign-in from {host or 'local'}", most=TRIES_OF_HOST)
    user = user_authenticate(email=email, password=password)
    if user is None:
        raise WrongSignIn
    tries_forget(subject=address)
    return user


def code_enter(*, user: User, code: str) -> None:
    """The second step, for a user whose password was right; nothing happens for one who has no device.

    Raises
    ------
    CodeWanted
        There is a device, and no code was given.
    WrongCode
        The code is wrong.
    TooManyTries
        Too many codes were tried.
    """
    if not has_second_factor(user):
        return
    if not code.strip():
        raise CodeWanted
    subject = f"code of {user.pk}"
    _count(subject, most=TRIES_OF_ADDRESS)
    if not code_check(user=user, code=code):
        raise WrongCode
    tries_forget(subject=subject)


def _count(subject: str, *, most: int) -> None:
    tally = try_count(subject=subject, window=WINDOW)
    if tally.tries > most:
        raise TooManyTries(max(1, ceil((tally.since + WINDOW - clock.now()).total_seconds())))
