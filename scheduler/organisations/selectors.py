"""Reading organisations and who acts for them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.organisations.models import ApiToken, Membership, Organisation, User
from scheduler.organisations.tenancy import acting_as_system


def organisation_get(*, organisation_id: UUID) -> Organisation:
    """The organisation of this id.

    Raises
    ------
    NotFound
        There is none that the asker may see.
    """
    organisation = Organisation.objects.filter(id=organisation_id).first()
    if organisation is None:
        raise NotFound(f"no organisation {organisation_id}")
    return organisation


def organisation_list() -> QuerySet[Organisation]:
    """The asker's own organisation and those that share a campaign with it, by code."""
    return Organisation.objects.order_by("code")


def organisation_find_by_code(*, code: str) -> Organisation | None:
    """Any organisation, known to the asker or not: for invitations, which name one by its code."""
    with acting_as_system():
        return Organisation.objects.filter(code=code).first()


def membership_list(*, user: User) -> list[Membership]:
    """Everything that a user is, wherever: for sign-in, before anyone acts."""
    with acting_as_system():
        return list(user.memberships.select_related("organisation").order_by("created_at", "id"))


def member_list(*, organisation: Organisation) -> QuerySet[Membership]:
    """Who acts for an organisation."""
    return Membership.objects.filter(organisation=organisation).select_related("user").order_by("created_at", "id")


def user_get(*, user_id: UUID) -> User:
    """The user of this id.

    Raises
    ------
    NotFound
        There is none that the asker may see.
    """
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotFound(f"no user {user_id}")
    return user


def user_find_by_email(*, email: str) -> User | None:
    """The user with an e-mail address, wherever they belong."""
    with acting_as_system():
        return User.objects.filter(email=email.strip().lower()).first()


def token_list(*, user_id: UUID) -> QuerySet[ApiToken]:
    """The tokens of a user that still hold, in the organisation that is acting."""
    holds = Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now())
    tokens = ApiToken.objects.filter(holds, membership__user_id=user_id, revoked_at__isnull=True)
    return tokens.select_related("membership").order_by("created_at", "id")
