"""Parties under way for whom the plan in force has no way on: the gravest thing that a plan can leave behind.

Such a party stands in no journey any more, so no board, list or route sheet names it. An alert does.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from scheduler.people.models import DepartureRequest
from scheduler.people.states import RequestState
from scheduler.plans.models import Itinerary, Plan, Stop
from scheduler.travel.alarms import Alarm
from scheduler.travel.alerts import alert_over, alert_raise
from scheduler.travel.case import seen_of_parties
from scheduler.travel.models import Alert, AlertKind
from scheduler.travel.receiving import boarded


def stranded_follow(*, plan: Plan) -> None:
    """Make the open alerts of this kind those of a plan that is being published."""
    found = _stranded(plan)
    there = {alarm.subject for alarm in found}
    open_ones = Alert.objects.filter(campaign_id=plan.campaign_id, kind=AlertKind.STRANDED, closed_at=None)
    for subject in open_ones.values_list("subject", flat=True):
        if subject not in there:
            alert_over(campaign=plan.campaign_id, kind=AlertKind.STRANDED, subject=subject)
    for alarm in found:
        alert_raise(alarm, campaign=plan.campaign_id)


def _stranded(plan: Plan) -> list[Alarm]:
    """An alarm for each party that has boarded and does not travel by the plan; elsewhere, it is another one."""
    boarding = DepartureRequest.objects.filter(campaign_id=plan.campaign_id, state=RequestState.BOARDED)
    left = boarding.exclude(id__in=Itinerary.objects.filter(plan=plan).values("request_id")).order_by("code")
    codes = dict(left.values_list("id", "code"))
    people, places = boarded(dict(left.values_list("id", "size"))), _last_seen(codes)
    return [
        Alarm(
            kind=AlertKind.STRANDED,
            subject=f"{code} {places.get(request, '')}".strip(),
            payload={"parties": [code], "people": people[request], "place": places.get(request, "")},
        )
        for request, code in codes.items()
    ]


def _last_seen(requests: Collection[UUID]) -> dict[UUID, str]:
    """The place at which each party was ticked last, whether it got on or off there."""
    last = {event.request_id: event for event in seen_of_parties(requests)}
    stops = Stop.objects.filter(duty__in={event.duty_id for event in last.values()})
    places = {(duty, k): code for duty, k, code in stops.values_list("duty", "position", "place__code")}
    return {
        request: places[event.duty_id, event.stop]
        for request, event in last.items()
        if request is not None and event.stop is not None and (event.duty_id, event.stop) in places
    }
