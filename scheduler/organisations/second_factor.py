"""One-time codes of a device of one's own, after the password (TOTP, RFC 6238)."""

from __future__ import annotations

import hashlib
import secrets

import pyotp
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.errors import Conflict, Invalid
from scheduler.organisations.models import SecondFactor, User
from scheduler.organisations.tenancy import acting_as_system

ISSUER = "Menlu"
STEP_S = 30
STEPS_OFF = 1
"""A code may be of the step before or after: clocks differ."""
RECOVERY_CODES = 8
RECOVERY_BYTES = 5


def has_second_factor(user: User) -> bool:
    """Whether a code is asked for when this user signs in."""
    with acting_as_system():
        return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def factor_begin(*, user: User) -> str:
    """The address (``otpauth:``) that a device reads as a QR code; it is not asked for before it is confirmed.

    Raises
    ------
    Conflict
        The user has one that is in use.
    """
    with acting_as_system():
        if SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists():
            raise Conflict(_("a device is in use already: take it away first"))
        factor, _created = SecondFactor.objects.get_or_create(user=user, defaults={"secret": pyotp.random_base32()})
    return _totp(factor).provisioning_uri(name=user.email, issuer_name=ISSUER)


def factor_confirm(*, user: User, code: str) -> list[str]:
    """Take the device in use, now that it shows the right code; returns the recovery codes, which are shown this once.

    Raises
    ------
    Invalid
        The code is wrong, or none was begun.
    """
    codes = [secrets.token_hex(RECOVERY_BYTES) for _ in range(RECOVERY_CODES)]
    with acting_as_system():
        factor = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=True).first()
        step = _step(factor, code) if factor else None
        if factor is None or step is None:
            raise Invalid(_("the code is wrong: is the clock of the device right?"), where="code")
        factor.confirmed_at, factor.last_step = clock.now(), step
        factor.recovery = [_hash(one) for one in codes]
        factor.save()
    return codes


def code_check(*, user: User, code: str) -> bool:
    """Whether this is the device's code of now, or one of the recovery codes; each is right once."""
    with acting_as_system(), transaction.atomic():
        factor = SecondFactor.objects.select_for_update().filter(user=user, confirmed_at__isnull=False).first()
        if factor is None:
            return False
        step, hashed = _step(factor, code), _hash(code)
        if step is None and hashed not in factor.recovery:
            return False
        factor.last_step = step or factor.last_step
        factor.recovery = [one for one in factor.recovery if one != hashed]
        factor.save()
    return True


def factor_remove(*, user: User) -> bool:
    """Ask for no code any more; whether one was asked for."""
    with acting_as_system():
        removed, _by_table = SecondFactor.objects.filter(user=user).delete()
    return bool(removed)


def _step(factor: SecondFactor, code: str) -> int | None:
    """The time step whose code this is, if it is near enough and later than the last that was taken."""
    plain, now = "".join(code.split()), int(clock.now().timestamp()) // STEP_S
    totp = _totp(factor)
    near = range(max(now - STEPS_OFF, factor.last_step + 1), now + STEPS_OFF + 1)
    return next((step for step in near if secrets.compare_digest(totp.generate_otp(step), plain)), None)


def _totp(factor: SecondFactor) -> pyotp.TOTP:
    return pyotp.TOTP(str(factor.secret), interval=STEP_S)


def _hash(code: str) -> str:
    return hashlib.sha256("".join(code.split()).lower().encode()).hexdigest()
