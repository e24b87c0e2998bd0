"""Organisations: one's own, those that one works with, and new ones to invite."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from ninja import Router

from api import answers
from api.answers import Answer
from api.auth import CARRIERS, COORDINATORS, REGISTRARS, Request
from api.endpoint import endpoint
from api.errors import Code, Fault, Refused
from api.pagination import Cursor, Limit, paginate
from api.schemas.organisations import (
    MemberIn,
    MemberOut,
    MemberPage,
    MeOut,
    NewOrganisation,
    OrganisationOut,
    OrganisationPage,
)
from api.shapes.organisations import me_out, member_out, organisation_out
from scheduler.organisations import selectors, services

router = Router(tags=["organisations"])


@endpoint(router, "GET", "/organisations/me", answer=MeOut)
def me_get(request: Request) -> Answer:
    """Who the token speaks for."""
    organisation = selectors.organisation_get(organisation_id=request.auth.organisation_id)
    user = selectors.user_get(user_id=request.auth.user_id)
    return answers.ok(me_out(user, organisation, request.auth.role))


@endpoint(router, "GET", "/organisations", answer=OrganisationPage)
def organisation_list(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Your organisation and those that share a campaign with it, by code."""
    page = paginate(selectors.organisation_list(), by=("code",), cursor=cursor, limit=limit, of="organisations")
    items = [organisation_out(organisation) for organisation in page.items]
    return answers.ok(OrganisationPage(items=items, next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/organisations",
    answer=OrganisationOut,
    status=HTTPStatus.CREATED,
    roles=COORDINATORS,
    conflicts=True,
)
def organisation_create(request: Request, body: NewOrganisation) -> Answer:
    """Take up an employer, operator, oversight body or township with its first member, so that it can be invited."""
    organisation = services.organisation_create(kind=body.kind, code=body.code, name=body.name, name_en=body.name_en)
    _check_password(body.member, "member.password")
    user = services.user_create(email=body.member.email, name=body.member.name, password=body.member.password)
    services.membership_add(user=user, organisation=organisation, role=body.member.role)
    return answers.created(organisation_out(organisation), location="/api/v1/organisations")


@endpoint(router, "GET", "/organisations/me/members", answer=MemberPage)
def member_list(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Who acts for your organisation."""
    organisation = selectors.organisation_get(organisation_id=request.auth.organisation_id)
    page = paginate(
        selectors.member_list(organisation=organisation),
        by=("created_at", "id"),
        cursor=cursor,
        limit=limit,
        of=f"members.{organisation.id}",
    )
    return answers.ok(MemberPage(items=[member_out(one) for one in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/organisations/me/members",
    answer=MemberOut,
    status=HTTPStatus.CREATED,
    roles=CARRIERS | REGISTRARS,
    conflicts=True,
)
def member_create(request: Request, body: MemberIn) -> Answer:
    """Let somebody new act for your organisation."""
    organisation = selectors.organisation_get(organisation_id=request.auth.organisation_id)
    _check_password(body, "password")
    user = services.user_create(email=body.email, name=body.name, password=body.password)
    membership = services.membership_add(user=user, organisation=organisation, role=body.role)
    return answers.created(member_out(membership), location="/api/v1/organisations/me/members")


def _check_password(member: MemberIn, where: str) -> None:
    try:
        validate_password(member.password)
    except ValidationError as error:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            Code.INVALID_INPUT,
            "The password is too easy to guess.",
            errors=[Fault(where=where, what=message) for message in error.messages],
        ) from None
