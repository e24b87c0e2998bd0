"""Who takes part in a campaign, and whom to call about it."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from ninja import Router

from api import answers
from api.answers import Answer
from api.auth import CARRIERS, COORDINATORS, Request
from api.endpoint import endpoint
from api.errors import Code, Fault, Refused, not_found
from api.pagination import Cursor, Limit, paginate
from api.schemas.campaigns import (
    ContactIn,
    ContactOut,
    ContactPage,
    ParticipationIn,
    ParticipationOut,
    ParticipationPage,
)
from api.shapes.campaigns import contact_out, participation_out
from scheduler.campaigns import selectors, services
from scheduler.campaigns.selectors import campaign_get
from scheduler.organisations.roles import Role
from scheduler.organisations.selectors import organisation_find_by_code, organisation_get

router = Router(tags=["participations"])


@endpoint(router, "GET", "/campaigns/{campaign_id}/participations", answer=ParticipationPage)
def participation_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Who takes part, in order of invitation; the invited see themselves."""
    page = paginate(
        selectors.participation_list(campaign=campaign_get(campaign_id=campaign_id)),
        by=("created_at", "id"),
        cursor=cursor,
        limit=limit,
        of=f"participations.{campaign_id}",
    )
    items = [participation_out(participation) for participation in page.items]
    return answers.ok(ParticipationPage(items=items, next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/participations",
    answer=ParticipationOut,
    status=HTTPStatus.CREATED,
    roles=COORDINATORS,
    conflicts=True,
)
def participation_create(request: Request, campaign_id: UUID, body: ParticipationIn) -> Answer:
    """Invite an employer, operator, oversight body or township; once is enough."""
    campaign = campaign_get(campaign_id=campaign_id)
    organisation = organisation_find_by_code(code=body.organisation)
    if organisation is None:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            Code.INVALID_INPUT,
            f"No organisation has the code '{body.organisation}'; POST /api/v1/organisations makes one.",
            errors=[Fault(where="organisation", what=f"no organisation '{body.organisation}'")],
        )
    participation = services.participation_add(campaign=campaign, organisation=organisation)
    return answers.created(participation_out(participation), location=f"/api/v1/campaigns/{campaign_id}/participations")


@endpoint(
    router,
    "DELETE",
    "/campaigns/{campaign_id}/participations/{participation_id}",
    status=HTTPStatus.NO_CONTENT,
    roles=COORDINATORS,
)
def participation_delete(request: Request, campaign_id: UUID, participation_id: UUID) -> Answer:
    """Take an invitation back; what was offered stays in the campaign."""
    listed = selectors.participation_list(campaign=campaign_get(campaign_id=campaign_id))
    participation = listed.filter(id=participation_id).first()
    if participation is None:
        raise not_found(f"Nobody takes part in this campaign as {participation_id}.")
    services.participation_remove(participation=participation)
    return answers.nothing()


@endpoint(router, "GET", "/campaigns/{campaign_id}/contacts", answer=ContactPage)
def contact_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Whom to call: the bureau's people, and your own."""
    page = paginate(
        selectors.contact_list(campaign=campaign_get(campaign_id=campaign_id)),
        by=("created_at", "id"),
        cursor=cursor,
        limit=limit,
        of=f"contacts.{campaign_id}",
    )
    return answers.ok(ContactPage(items=[contact_out(one) for one in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/contacts",
    answer=ContactOut,
    status=HTTPStatus.CREATED,
    roles=CARRIERS,
)
def contact_create(request: Request, campaign_id: UUID, body: ContactIn) -> Answer:
    """Name somebody to call: the bureau's desk and liaison officers, or your own people."""
    campaign = campaign_get(campaign_id=campaign_id)
    is_bureau = request.auth.role == Role.COORDINATOR
    if is_bureau == (body.role == "organisation"):
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            Code.INVALID_INPUT,
            "A bureau names its desk and liaison, others their own contact: role 'organisation'.",
            errors=[Fault(where="role", what=f"'{body.role}' is not yours to name")],
        )
    contact = services.contact_add(
        campaign=campaign,
        role=body.role,
        name=body.name,
        phone=body.phone,
        organisation=None if is_bureau else organisation_get(organisation_id=request.auth.organisation_id),
    )
    return answers.created(contact_out(contact), location=f"/api/v1/campaigns/{campaign_id}/contacts")
