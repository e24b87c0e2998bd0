"""Parties under way for whom the plan in force has no way on: the gravest thing that a plan can leave behind.

Such a party stands in no journey any more, so no board, list or route sheet names it. An alert does.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from scheduler.people.models import DepartureRequest
from scheduler.people.states import RequestState
from scheduler.plans.models import Itinerary, Plan, PlanState, Stop
from scheduler.travel.alarms import Alarm
from scheduler.travel.alerts import alert_over, alert_raise
from scheduler.travel.case import seen_of_parties
from scheduler.travel.models import Alert, AlertKind
from scheduler.travel.receiving import boarded


def stranded_follow(*, plan: Plan) -> None:
    """Make the open alerts of this kind those of a plan that is being published."""
    found = _stranded(_under_way(plan.campaign_id), Itinerary.objects.filter(plan=plan))
    there = {alarm.subject for alarm in found}
    for subject in _open(plan.campaign_id).values_list("subject", flat=True):
        if subject not in there:
            alert_over(campaign=plan.campaign_id, kind=AlertKind.STRANDED, subject=subject)
    for alarm in found:
        alert_raise(alarm, campaign=plan.campaign_id)


def stranded_look(*, campaign: UUID, seen: Collection[UUID] = ()) -> None:
    """See, once parties were moved by hand or by ticks, who is stranded no more, and who of those ``seen`` is now.

    An alert of several parties is over when none of them is under way any more. Asked with the system's eyes.
    """
    open_ones = list(_open(campaign).order_by("id"))
    named = {party for alert in open_ones for party in alert.payload["parties"]}
    under_way = set(_under_way(campaign).filter(code__in=named).values_list("code", flat=True))
    for alert in open_ones:
        if under_way.isdisjoint(alert.payload["parties"]):
            alert_over(campaign=campaign, kind=AlertKind.STRANDED, subject=alert.subject)
    in_force = Itinerary.objects.filter(plan__campaign_id=campaign, plan__state=PlanState.PUBLISHED)
    # Who is named has an alert, wherever they were seen since.
    for alarm in _stranded(_under_way(campaign).filter(id__in=seen).exclude(code__in=named), in_force):
        alert_raise(alarm, campaign=campaign)


def _open(campaign: UUID) -> QuerySet[Alert]:
    return Alert.objects.filter(campaign_id=campaign, kind=AlertKind.STRANDED, closed_at=None)


def _under_way(campaign: UUID) -> QuerySet[DepartureRequest]:
    return DepartureRequest.objects.filter(campaign_id=campaign, state=RequestState.BOARDED)


def _stranded(under_way: QuerySet[DepartureRequest], itineraries: QuerySet[Itinerary]) -> list[Alarm]:
    """An alarm for each party that is under way and has no itinerary; elsewhere, it is another one."""
    left = under_way.exclude(id__in=itineraries.values("request_id")).order_by("code")
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
