"""Making organisations, users, memberships and tokens.

Only the system may write these tables, so each of these acts as the system for a moment; whether the asker may is
the caller's to know.
"""

from __future__ import annotations

import hashlib
import secrets
import string
from datetime import timedelta

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.crypto import phone_hashes
from scheduler.errors import AlreadyThere, Conflict, Invalid
from scheduler.organisations.models import ApiToken, Membership, Organisation, User
from scheduler.organisations.roles import ROLES_OF_KIND
from scheduler.organisations.tenancy import acting_as_system

PREFIX_LENGTH = 8
SECRET_BYTES = 32
TOUCHED_EVERY = timedelta(minutes=1)
"""``last_used_at`` of a token is this exact, so that not each request writes it."""
_ALPHABET = string.ascii_lowercase + string.digits


def organisation_create(*, kind: str, code: str, name: str, name_en: str = "") -> Organisation:
    """A new organisation.

    Raises
    ------
    AlreadyThere
        One has the code.
    """
    with acting_as_system():
        if Organisation.objects.filter(code=code).exists():
            raise AlreadyThere(_("an organisation has the code {code!r}"), code=code, where="code")
        return Organisation.objects.create(kind=kind, code=code, name=name, name_en=name_en)


def user_create(*, email: str, name: str = "", password: str | None = None, is_staff: bool = False) -> User:
    """A new user; without a password they cannot sign in, only hold tokens.

    Raises
    ------
    AlreadyThere
        One has the address.
    """
    address = email.strip().lower()
    with acting_as_system():
        if User.objects.filter(email=address).exists():
            raise AlreadyThere(_("a user has this e-mail address"), where="email")
        return User.objects.create(
            email=address,
            name=name,
            password=make_password(password),
            is_staff=is_staff,
            is_superuser=is_staff,
        )


def user_password_set(*, user: User, password: str) -> None:
    """Give a user another password; tokens hold on."""
    with acting_as_system():
        User.objects.filter(pk=user.pk).update(password=make_password(password))


def user_phone_set(*, user: User, phone: str) -> None:
    """The telephone number that a user signs in with as well; an empty one takes it away.

    Raises
    ------
    AlreadyThere
        Another user has the number.
    """
    hashes = phone_hashes(phone) if phone.strip() else ()
    with acting_as_system():
        if User.objects.filter(phone_hash__in=hashes).exclude(pk=user.pk).exists():
            raise AlreadyThere(_("another user has this telephone number"), where="phone")
        User.objects.filter(pk=user.pk).update(phone=phone.strip(), phone_hash=hashes[0] if hashes else None)


def user_name_set(*, user: User, name: str) -> None:
    """What a user is called."""
    with acting_as_system():
        User.objects.filter(pk=user.pk).update(name=name.strip())


def user_authenticate(*, email: str, password: str) -> User | None:
    """The user who signs in with these, or None; ``email`` may be a telephone number."""
    user = authenticate(None, username=email, password=password)
    return user if isinstance(user, User) else None


def membership_add(*, user: User, organisation: Organisation, role: str) -> Membership:
    """Give a user a role in an organisation; once is enough.

    Raises
    ------
    Invalid
        Organisations of this kind do not have the role.
    """
    roles = ROLES_OF_KIND[organisation.kind]
    if role not in roles:
        kind, known = str(organisation.kind), ", ".join(sorted(roles))
        raise Invalid(
            _("{role!r} is not a role in organisations of kind {kind!r}: {known}"),
            role=str(role),
            kind=kind,
            known=known,
            where="role",
        )
    with acting_as_system():
        membership, _created = Membership.objects.get_or_create(user=user, organisation=organisation, role=role)
    return membership


def membership_remove(*, membership: Membership) -> None:
    """Take a role away, with every token that acts by it.

    Raises
    ------
    Conflict
        Nobody would be left who acts for the organisation.
    """
    with acting_as_system():
        held = Membership.objects.select_for_update().filter(organisation_id=membership.organisation_id)
        if len(held) == 1:
            raise Conflict(_("nobody would be left who acts for the organisation: invite somebody first"))
        Membership.objects.filter(pk=membership.pk).delete()


def token_issue(*, membership: Membership, label: str, lifetime: timedelta | None) -> tuple[ApiToken, str]:
    """A new token for a membership, and its secret, which is shown this once (None: it does not expire)."""
    prefix = "".join(secrets.choice(_ALPHABET) for _ in range(PREFIX_LENGTH))
    secret = f"menlu_{prefix}_{secrets.token_urlsafe(SECRET_BYTES)}"
    at = clock.now()
    with acting_as_system():
        token = ApiToken.objects.create(
            membership=membership,
            label=label,
            prefix=prefix,
            secret_hash=_hash(secret),
            created_at=at,
            expires_at=None if lifetime is None else at + lifetime,
        )
    return token, secret


def token_use(*, secret: str) -> ApiToken | None:
    """The token with this secret, its membership and organisation with it, if it still holds."""
    at = clock.now()
    with acting_as_system():
        token = (
            ApiToken.objects.select_related("membership__organisation", "membership__user")
            .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))
            .filter(secret_hash=_hash(secret), revoked_at__isnull=True, membership__user__is_active=True)
            .first()
        )
        if token is not None and (token.last_used_at is None or at - token.last_used_at > TOUCHED_EVERY):
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token


def token_revoke(*, token: ApiToken) -> None:
    """Let a token hold no longer."""
    with acting_as_system():
        ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=clock.now())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
