"""Organisations, who acts for them, and tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.schemas.base import Code, Count, Input, Output, Page, Remark, Text

OrganisationKind = Literal["bureau", "employer", "operator", "oversight", "town"]
RoleName = Literal["coordinator", "employer", "operator", "driver", "auditor", "town"]
Email = Annotated[str, Field(strict=True, min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
Password = Annotated[str, Field(strict=True, min_length=1, max_length=1000)]


class OrganisationOut(Output):
    """A bureau, an employer, an operator, an oversight body or a township."""

    id: UUID
    kind: OrganisationKind
    code: str
    name: str
    name_en: str


class OrganisationIn(Input):
    """An employer, operator, oversight body or township that a bureau takes up, so that it can be invited.

    A township is called as the town of its people is, in `name`, `name_en` or `code`: that is how it finds them.
    """

    kind: Literal["employer", "operator", "oversight", "town"]
    code: Code
    name: Text
    name_en: Remark = ""


class OrganisationPage(Page):
    """Organisations, by code."""

    items: list[OrganisationOut]


class MemberIn(Input):
    """Someone who is to act for an organisation; the password is theirs to change."""

    email: Email
    password: Annotated[str, Field(strict=True, min_length=10, max_length=1000)]
    name: Remark = ""
    role: RoleName


class MemberOut(Output):
    """Someone who acts for an organisation."""

    id: UUID
    email: str
    name: str
    role: RoleName


class MemberPage(Page):
    """Who acts for the organisation, in order of arrival."""

    items: list[MemberOut]


class NewOrganisation(OrganisationIn):
    """An organisation to take up, and who is to be the first to act for it."""

    member: MemberIn


class MeOut(Output):
    """Who the token speaks for."""

    user_id: UUID
    email: str
    name: str
    role: RoleName
    organisation: OrganisationOut


class SignIn(Input):
    """An e-mail address and its password, and which of several roles is meant."""

    email: Email
    password: Password
    code: Annotated[Remark, Field(description="One-time code of your device, if you have set one up.")] = ""
    organisation: Annotated[Code | None, Field(description="Code; needed by those who act for several.")] = None
    role: RoleName | None = None
    label: Remark = ""
    days: Annotated[Count, Field(ge=1, le=366, description="How long the token holds.")] = 30


class TokenOut(Output):
    """A token, without its secret."""

    id: UUID
    label: str
    prefix: str
    role: RoleName
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class NewTokenOut(TokenOut):
    """A token just made: ``token`` is shown this once."""

    token: str
    organisation: OrganisationOut


class TokenPage(Page):
    """The caller's tokens that still hold."""

    items: list[TokenOut]
