"""Campaigns: made, taken in from a transfer problem, changed, and given back as one."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from ninja import Router

from api import answers, etags
from api.answers import Answer
from api.auth import COORDINATORS, OFFICE, Request
from api.endpoint import endpoint
from api.pagination import Cursor, Limit, paginate
from api.schemas.campaigns import (
    AccessRules,
    AccessRulesOut,
    CampaignIn,
    CampaignMade,
    CampaignOut,
    CampaignPage,
    CampaignPatch,
)
from api.schemas.problems import TransferProblemIn, TransferProblemOut
from api.shapes.campaigns import access_rules_out, campaign_out, campaign_summary
from scheduler.campaigns import selectors, services
from scheduler.organisations.selectors import organisation_get, user_get
from solvers.documents import read_problem, write_problem

router = Router(tags=["campaigns"])


def _import_limit() -> int:
    limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return limit


@endpoint(
    router,
    "POST",
    "/campaigns/import",
    answer=CampaignMade,
    status=HTTPStatus.CREATED,
    roles=COORDINATORS,
    body_limit=_import_limit,
)
def campaign_import(request: Request, body: TransferProblemIn) -> Answer:
    """Take in a transfer problem as a new campaign; a fault is told with its place in the document."""
    problem = read_problem(body.root)
    campaign = services.campaign_import(
        bureau=organisation_get(organisation_id=request.auth.organisation_id),
        problem=problem,
        by=user_get(user_id=request.auth.user_id),
    )
    return answers.created(CampaignMade(id=campaign.id), location=f"/api/v1/campaigns/{campaign.id}")


@endpoint(router, "POST", "/campaigns", answer=CampaignOut, status=HTTPStatus.CREATED, roles=COORDINATORS)
def campaign_create(request: Request, body: CampaignIn) -> Answer:
    """A new campaign, with nothing in it."""
    more = body.model_dump(
        include={"title", "title_en", "meta", "unserved_cost_first", "unserved_cost_more", "priority_factor"},
        exclude_none=True,
    )
    campaign = services.campaign_create(
        bureau=organisation_get(organisation_id=request.auth.organisation_id),
        name=body.name,
        currency=body.currency,
        horizon_start=body.horizon_start,
        horizon_end=body.horizon_end,
        travel=_plain(body.travel),
        rules=_plain(body.rules),
        by=user_get(user_id=request.auth.user_id),
        **more,
    )
    return answers.created(
        campaign_out(campaign), location=f"/api/v1/campaigns/{campaign.id}", version=campaign.version
    )


@endpoint(router, "GET", "/campaigns", answer=CampaignPage)
def campaign_list(request: Request, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """The campaigns of your bureau, or those that you are invited to, oldest first."""
    page = paginate(selectors.campaign_list(), by=("created_at", "id"), cursor=cursor, limit=limit, of="campaigns")
    items = [campaign_summary(campaign) for campaign in page.items]
    return answers.ok(CampaignPage(items=items, next_cursor=page.next_cursor))


@endpoint(router, "GET", "/campaigns/{campaign_id}", answer=CampaignOut)
def campaign_get(request: Request, campaign_id: UUID) -> Answer:
    """A campaign: its horizon, roads and rules."""
    campaign = selectors.campaign_get(campaign_id=campaign_id)
    return answers.ok(campaign_out(campaign), version=campaign.version)


@endpoint(router, "PATCH", "/campaigns/{campaign_id}", answer=CampaignOut, roles=COORDINATORS, changes=True)
def campaign_update(request: Request, campaign_id: UUID, body: CampaignPatch) -> Answer:
    """Change a campaign; what is left out or null stays."""
    campaign = selectors.campaign_get(campaign_id=campaign_id)
    changes = body.model_dump(exclude_none=True, exclude={"travel", "rules"})
    changes |= {name: _plain(part) for name in ("travel", "rules") if (part := getattr(body, name)) is not None}
    changed = services.campaign_update(campaign=campaign, version=etags.expected_version(request), changes=changes)
    return answers.ok(campaign_out(changed), version=changed.version)


@endpoint(router, "GET", "/campaigns/{campaign_id}/problem", answer=TransferProblemOut, roles=OFFICE)
def campaign_problem(request: Request, campaign_id: UUID) -> Answer:
    """A campaign as a transfer problem; for an imported one, the problem that was imported."""
    campaign = selectors.campaign_get(campaign_id=campaign_id)
    return answers.document(write_problem(selectors.campaign_problem(campaign)))


@endpoint(router, "GET", "/campaigns/{campaign_id}/access-rules", answer=AccessRulesOut, roles=OFFICE)
def access_rules_get(request: Request, campaign_id: UUID) -> Answer:
    """How far people go to board, by which means, and how fast."""
    return answers.ok(_access_rules(campaign_id))


@endpoint(
    router,
    "PUT",
    "/campaigns/{campaign_id}/access-rules",
    answer=AccessRulesOut,
    roles=COORDINATORS,
    changes=True,
)
def access_rules_set(request: Request, campaign_id: UUID, body: AccessRules) -> Answer:
    """Say anew how far people go to board."""
    etags.check_content(request, answers.ok(_access_rules(campaign_id)).body)
    reaches = [services.Reach(**rule.model_dump()) for rule in body.rules]
    services.access_rules_set(campaign=selectors.campaign_get(campaign_id=campaign_id), rules=reaches)
    return answers.ok(_access_rules(campaign_id))


def _access_rules(campaign_id: UUID) -> AccessRulesOut:
    campaign = selectors.campaign_get(campaign_id=campaign_id)
    return access_rules_out(selectors.access_rule_list(campaign=campaign))


def _plain(part: Any) -> dict[str, Any]:
    """Travel or rules as the transfer format writes them: what was not sent is left out."""
    plain: dict[str, Any] = part.model_dump(by_alias=True, exclude_unset=True)
    return plain
