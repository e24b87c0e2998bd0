"""Letting somebody join an organisation: by a link that they get, through which they choose a password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler import clock
from scheduler.errors import Conflict, Invalid, NotFound
from scheduler.organisations.models import Invitation, Membership, Organisation, User
from scheduler.organisations.roles import ROLES_OF_KIND
from scheduler.organisations.selectors import user_find_by_email
from scheduler.organisations.services import membership_add, user_create
from scheduler.organisations.tenancy import acting_as_system

HOLDS = timedelta(days=7)
SECRET_BYTES = 24


def invitation_list(*, organisation: Organisation) -> QuerySet[Invitation]:
    """The invitations of an organisation that still hold, the newest first."""
    found = Invitation.objects.filter(organisation=organisation, accepted_at=None, revoked_at=None)
    return found.filter(expires_at__gt=clock.now())


def invitation_make(*, organisation: Organisation, email: str, role: str, by: User) -> tuple[Invitation, str]:
    """Invite somebody; returns the secret of the link, which is known this once.

    Inviting the same address to the same role again lets the link before hold no longer.

    Raises
    ------
    Invalid
        Organisations of this kind do not have the role.
    Conflict
        Whoever has the address holds the role already.
    """
    address = email.strip().lower()
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise Invalid(gettext_lazy("{role!r} is not a role of this organisation"), role=role, where="role")
    secret, at = secrets.token_urlsafe(SECRET_BYTES), clock.now()
    with acting_as_system():
        if Membership.objects.filter(organisation=organisation, role=role, user__email=address).exists():
            raise Conflict(gettext_lazy("{address} holds this role already"), address=address, where="email")
        same = Invitation.objects.filter(organisation=organisation, email=address, role=role)
        same.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
        invitation = Invitation.objects.create(
            organisation=organisation,
            email=address,
            role=role,
            invited_by=by,
            secret_hash=_hash(secret),
            created_at=at,
            expires_at=at + HOLDS,
        )
    return invitation, secret


def invitation_link(secret: str) -> str:
    """The address that is given to whoever is invited."""
    return f"{settings.MENLU_PUBLIC_URL}/join/{secret}"


def invitation_letter(invitation: Invitation, secret: str, *, language: str) -> tuple[str, str]:
    """Subject and text of the e-mail that carries the link."""
    with translation.override(language):
        english = language == "en" and invitation.organisation.name_en
        name = invitation.organisation.name_en if english else invitation.organisation.name
        words = {"organisation": name, "role": invitation.get_role_display(), "link": invitation_link(secret)}
        subject = _("%(organisation)s invites you to Menlu") % words
        text = _(
            "%(organisation)s asks you to act for it in Menlu as: %(role)s.\n\n"
            "Open this link within seven days and choose a password:\n%(link)s\n\n"
            "If you do not know what this is about, do nothing: the link goes out by itself."
        )
        return subject, text % words


def invitation_open(*, secret: str) -> Invitation:
    """The invitation of a link, its organisation with it.

    Raises
    ------
    NotFound
        There is none, or it was used, revoked, or is too old.
    """
    with acting_as_system():
        found = Invitation.objects.select_related("organisation").filter(secret_hash=_hash(secret)).first()
    if found is None or found.accepted_at or found.revoked_at or found.expires_at <= clock.now():
        raise NotFound(gettext_lazy("this invitation does not hold any more: ask for a new one"))
    return found


def invitation_accept(*, secret: str, name: str = "", password: str | None = None, user: User | None = None) -> User:
    """Join: as the user who is signed in, or as a new one of the invited address with this password.

    Raises
    ------
    NotFound
        The invitation does not hold.
    Conflict
        Somebody has the address already and has to sign in first, or is signed in with another.
    """
    with acting_as_system():
        # Held before anybody is made of it: whoever sends the form at the same time, or revokes it, waits or was first.
        Invitation.objects.select_for_update(no_key=True).filter(secret_hash=_hash(secret)).first()
        invitation = invitation_open(secret=secret)
        known = user_find_by_email(email=invitation.email)
        if known is not None and (user is None or user.pk != known.pk):
            raise Conflict(
                gettext_lazy("{email} is known here: sign in with it, then open the link again"), email=invitation.email
            )
        joined = known or user_create(email=invitation.email, name=name, password=password)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=clock.now())
        membership_add(user=joined, organisation=invitation.organisation, role=invitation.role)
    return joined


def invitation_revoke(*, invitation: Invitation) -> None:
    """Let an invitation hold no longer."""
    with acting_as_system():
        Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(revoked_at=clock.now())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
