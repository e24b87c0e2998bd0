"""What happens after a plan is published, and planning anew: events, the policy for it, the waiting list."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from ninja import Router

from api import answers, etags
from api.answers import Answer
from api.auth import COORDINATORS, OFFICE, Request
from api.drafts.replanning import locks_of, new_event, reserve_of
from api.endpoint import endpoint
from api.pagination import Cursor, Limit, paginate
from api.schemas.plans import RunOut
from api.schemas.replanning import (
    EventPage,
    EventsIn,
    EventsOut,
    PolicyIn,
    PolicyOut,
    PromotionPage,
    ReplanIn,
    WaitingList,
)
from api.shapes.plans import run_out
from api.shapes.replanning import event_out, policy_out, promotion_out, waiting_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.organisations.selectors import user_get
from scheduler.plans.policy import policy_of, policy_set
from scheduler.plans.waiting import promotion_list, waiting_list
from scheduler.replanning import selectors, services

router = Router(tags=["replanning"])


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/events",
    answer=EventsOut,
    status=HTTPStatus.CREATED,
    roles=COORDINATORS,
    conflicts=True,
)
def events_record(request: Request, campaign_id: UUID, body: EventsIn) -> Answer:
    """Say what happened: it changes the campaign's data, and starts a run from the published plan."""
    found = services.events_record(
        campaign=campaign_get(campaign_id=campaign_id),
        events=[new_event(event) for event in body.events],
        by=user_get(user_id=request.auth.user_id),
        replan=services.Replan(seconds=body.seconds, locks=locks_of(body.locks)) if body.replan else None,
    )
    run_id = found[-1].run_id
    location = f"/api/v1/runs/{run_id}" if run_id else f"/api/v1/campaigns/{campaign_id}/events"
    return answers.created(EventsOut(events=[event_out(one) for one in found], run_id=run_id), location=location)


@endpoint(router, "GET", "/campaigns/{campaign_id}/events", answer=EventPage, roles=OFFICE)
def event_list(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """What happened in a campaign, and which runs answer it."""
    events = selectors.event_list(campaign=campaign_get(campaign_id=campaign_id))
    page = paginate(events, by=("created_at", "id"), cursor=cursor, limit=limit, of=f"events.{campaign_id}")
    return answers.ok(EventPage(items=[event_out(event) for event in page.items], next_cursor=page.next_cursor))


@endpoint(
    router,
    "POST",
    "/campaigns/{campaign_id}/replans",
    answer=RunOut,
    status=HTTPStatus.ACCEPTED,
    roles=COORDINATORS,
    conflicts=True,
)
def replan_start(request: Request, campaign_id: UUID, body: ReplanIn) -> Answer:
    """Plan anew from the published plan, for all events that no plan answers yet; follow `Location`."""
    run = services.replan_start(
        campaign=campaign_get(campaign_id=campaign_id),
        by=user_get(user_id=request.auth.user_id),
        how=services.Replan(seconds=body.seconds, locks=locks_of(body.locks)),
    )
    return answers.accepted(run_out(run), location=f"/api/v1/runs/{run.id}")


@endpoint(router, "GET", "/campaigns/{campaign_id}/planning-policy", answer=PolicyOut, roles=OFFICE)
def planning_policy_get(request: Request, campaign_id: UUID) -> Answer:
    """What stays when a campaign is planned anew, what moving people is worth, what is held back."""
    return answers.ok(policy_out(policy_of(campaign_get(campaign_id=campaign_id))))


@endpoint(
    router,
    "PUT",
    "/campaigns/{campaign_id}/planning-policy",
    answer=PolicyOut,
    roles=COORDINATORS,
    changes=True,
)
def planning_policy_set(request: Request, campaign_id: UUID, body: PolicyIn) -> Answer:
    """Say anew how a campaign is planned anew."""
    campaign = campaign_get(campaign_id=campaign_id)
    etags.check_content(request, answers.ok(policy_out(policy_of(campaign))).body)
    settings = body.model_dump(exclude={"reserve"})
    return answers.ok(policy_out(policy_set(campaign=campaign, reserve=reserve_of(body.reserve), **settings)))


@endpoint(router, "GET", "/campaigns/{campaign_id}/waiting-list", answer=WaitingList, roles=OFFICE)
def waiting_list_get(request: Request, campaign_id: UUID) -> Answer:
    """Who asked to travel and is not in the published plan, in order, with the reason."""
    found = waiting_list(campaign=campaign_get(campaign_id=campaign_id))
    return answers.ok(WaitingList(items=[waiting_out(one) for one in found]))


@endpoint(router, "GET", "/campaigns/{campaign_id}/promotions", answer=PromotionPage, roles=OFFICE)
def promotion_page(request: Request, campaign_id: UUID, cursor: Cursor = None, limit: Limit = 100) -> Answer:
    """Who left the waiting list for a seat."""
    found = promotion_list(campaign=campaign_get(campaign_id=campaign_id))
    page = paginate(found, by=("created_at", "id"), cursor=cursor, limit=limit, of=f"promotions.{campaign_id}")
    return answers.ok(PromotionPage(items=[promotion_out(one) for one in page.items], next_cursor=page.next_cursor))
