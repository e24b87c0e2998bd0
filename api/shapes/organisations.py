"""Organisations, members and tokens, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from api.schemas.base import utc
from api.schemas.organisations import (
    MemberOut,
    MeOut,
    NewTokenOut,
    OrganisationKind,
    OrganisationOut,
    RoleName,
    TokenOut,
)

if TYPE_CHECKING:
    from scheduler.organisations.models import ApiToken, Membership, Organisation, User


def organisation_out(organisation: Organisation) -> OrganisationOut:
    """An organisation."""
    return OrganisationOut(
        id=organisation.id,
        kind=cast("OrganisationKind", organisation.kind),
        code=organisation.code,
        name=organisation.name,
        name_en=organisation.name_en,
    )


def me_out(user: User, organisation: Organisation, role: str) -> MeOut:
    """Who the token speaks for."""
    return MeOut(
        user_id=user.id,
        email=user.email,
        name=str(user.name),
        role=cast("RoleName", role),
        organisation=organisation_out(organisation),
    )


def member_out(membership: Membership) -> MemberOut:
    """Someone who acts for an organisation."""
    return MemberOut(
        id=membership.id,
        email=membership.user.email,
        name=str(membership.user.name),
        role=cast("RoleName", membership.role),
    )


def token_out(token: ApiToken) -> TokenOut:
    """A token, without its secret."""
    return TokenOut(
        id=token.id,
        label=token.label,
        prefix=token.prefix,
        role=cast("RoleName", token.membership.role),
        created_at=utc(token.created_at),
        expires_at=utc(token.expires_at) if token.expires_at else None,
        last_used_at=utc(token.last_used_at) if token.last_used_at else None,
    )


def new_token_out(token: ApiToken, membership: Membership, secret: str) -> NewTokenOut:
    """A token just made, with its secret."""
    return NewTokenOut(
        id=token.id,
        label=token.label,
        prefix=token.prefix,
        role=cast("RoleName", membership.role),
        created_at=utc(token.created_at),
        expires_at=utc(token.expires_at) if token.expires_at else None,
        last_used_at=None,
        token=secret,
        organisation=organisation_out(membership.organisation),
    )
