"""What publishing a plan means for the departure requests: who is planned now, who anew, who no longer."""

from __future__ import annotations

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.organisations.models import User
from scheduler.people.models import DepartureRequest
from scheduler.people.moves import requests_move
from scheduler.people.states import PROMISED_STATES, RequestState
from scheduler.people.whys import Why
from scheduler.plans import mapping
from scheduler.plans.models import Itinerary, Plan
from solvers.changes import changes

NEW = (RequestState.SUBMITTED, RequestState.VERIFIED)
TOLD = (RequestState.TOLD, RequestState.CONFIRMED)


def requests_follow(*, campaign: Campaign, plan: Plan, before: Plan | None, by: User | None) -> None:
    """Bring the requests to where the plan that is published now puts them.

    Whom it serves is planned. Whoever was told of ``before`` and travels otherwise now, in whatever, is planned
    again, to be told again. Who was promised a trip and has none goes back to verified. Who is on the road, or has
    arrived, stays as they are.
    """
    number = plan.number
    served = list(Itinerary.objects.filter(plan=plan).order_by("position").values_list("request_id", flat=True))
    planned = RequestState.PLANNED
    requests_move(
        campaign=campaign, requests=served, to=planned, by=by, why=Why.TAKEN_ALONG.kept(number=number), only_from=NEW
    )
    otherwise = _otherwise(campaign, before, plan) if before else []
    ids = DepartureRequest.objects.filter(campaign=campaign, code__in=otherwise).values_list("id", flat=True)
    requests_move(
        campaign=campaign, requests=ids, to=planned, by=by, why=Why.TAKEN_OTHERWISE.kept(number=number), only_from=TOLD
    )
    promised = DepartureRequest.objects.filter(campaign=campaign, state__in=PROMISED_STATES).exclude(
        id__in=Itinerary.objects.filter(plan=plan).values("request_id")
    )
    requests_move(
        campaign=campaign,
        requests=promised.values_list("id", flat=True),
        to=RequestState.VERIFIED,
        by=by,
        why=Why.NOT_TAKEN.kept(number=number),
        only_from=PROMISED_STATES,
    )


def _otherwise(campaign: Campaign, before: Plan, plan: Plan) -> list[str]:
    """The codes of those who travel in both plans, and not alike."""
    found = changes(mapping.from_rows(before), mapping.from_rows(plan), campaign_problem(campaign))
    return [one.party for one in (*found.moved, *found.shifted)]
