"""What can be done with a thing of a draft, and what there is to choose from."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.console.editing.sentences import span, thing_words
from scheduler.editing import around
from scheduler.editing.board import Rider, duty_lines, lead_name, named, stop_lines
from scheduler.editing.models import Lock
from scheduler.errors import NotFound
from scheduler.fleet.models import Crew, Fleet
from scheduler.people.models import DepartureRequest, Member
from scheduler.places.models import Place
from scheduler.plans.left import left_of
from scheduler.plans.models import Duty, Itinerary, Leg, Plan

Context = dict[str, Any]


def menu(plan: Plan, kind: str, code: str, stop: int | None = None) -> Context:
    """The menu of a thing.

    Raises
    ------
    NotFound
        The draft has no such thing.
    """
    made = {"party": _party, "duty": _duty, "service": _service, "slot": _slot}.get(kind)
    if made is None:
        raise NotFound(f"there is no menu of a {kind!r}")
    context = made(plan, code)
    if kind == "duty" and stop is not None and 0 <= stop < len(context["stops"]):
        context["stop"] = context["stops"][stop]
        ways = (("<", -1, _("One stop earlier")), (">", 1, _("One stop later")))
        moved = [(_order(context["stops"], stop, by), key, words) for key, by, words in ways]
        context["orders"] = [one for one in moved if one[0]]
    lock = Lock.objects.filter(plan=plan, kind=kind, code=code).select_related("made_by").first()
    return {"kind": kind, "code": code, "title": thing_words(kind, code), "lock": lock, **context}


def _party(plan: Plan, code: str) -> Context:
    party = DepartureRequest.objects.filter(campaign=plan.campaign, code=code).first()
    if party is None:
        raise NotFound(gettext_lazy("there is no party {code} in this campaign"), code=code)
    members = Member.objects.filter(request=party).order_by("position").values_list("worker__name", flat=True)
    trip = Itinerary.objects.filter(plan=plan, request=party).select_related("slot").first()
    return {
        "party": party,
        "members": [str(name) for name in members],
        "slot_now": trip.slot.code if trip else "",
        "legs": _legs(trip) if trip else [],
        "left": None if trip else left_of(plan=plan, parties=[code]).get(code),
        "choices": [
            (slot.code, named(slot.code, slot.employer.name, slot.employer.name_en) if slot.employer else "", cost)
            for slot, cost in (
                (one.slot, one.cost) for one in party.choices.select_related("slot__employer").order_by("position")
            )
        ],
        "boarding": [
            (one.place.code, named(one.place.code, one.place.name, one.place.name_en), span(one.access_s))
            for one in party.boarding_options.select_related("place").order_by("position")
        ],
        "duties": duty_lines(plan=plan),
        "services": around.service_lines(plan=plan),
        "fleets": _idle(plan),
    }


def _legs(trip: Itinerary) -> list[Context]:
    """A journey, leg by leg: what, from when to when, and where to."""
    legs = []
    for leg in (
        Leg.objects.filter(itinerary=trip)
        .order_by("position")
        .select_related("place", "service__destination", "from_stop__duty", "to_stop__place")
    ):
        if leg.place is not None:
            there = named(leg.place.code, leg.place.name, leg.place.name_en)
            legs.append({"words": _("On foot"), "at": leg.departs_at, "until": leg.arrives_at, "to": there})
        elif leg.service is not None:
            place, service = leg.service.destination, leg.service
            legs.append({"kind": "service", "code": service.code, "words": thing_words("service", service.code),
                         "at": service.departs_at, "until": service.arrives_at,
                         "to": named(place.code, place.name, place.name_en)})  # fmt: skip
        elif leg.from_stop is not None and leg.to_stop is not None:
            place, duty = leg.to_stop.place, leg.from_stop.duty
            legs.append({"kind": "duty", "code": duty.code, "words": thing_words("duty", duty.code),
                         "at": leg.from_stop.starts_at, "until": leg.to_stop.starts_at,
                         "to": named(place.code, place.name, place.name_en)})  # fmt: skip
    return legs


def _duty(plan: Plan, code: str) -> Context:
    duty = Duty.objects.filter(plan=plan, code=code).select_related("fleet").first()
    if duty is None:
        raise NotFound(gettext_lazy("the draft has no duty {code} any more"), code=code)
    places = Place.objects.filter(campaign=plan.campaign).order_by("kind", "position")
    return {
        "head": duty_lines(plan=plan, only=[duty.id])[0],
        "stops": stop_lines(plan=plan, duties=[duty.id])[duty.id],
        "crews": list(Crew.objects.filter(fleet=duty.fleet).order_by("position")),
        "fleets": _idle(plan),
        "others": [one for one in duty_lines(plan=plan) if one.code != code],
        "places": [
            (place, named(place, name, english))
            for place, name, english in places.values_list("code", "name", "name_en")
        ],
    }


def _idle(plan: Plan) -> list[tuple[str, str, int, int]]:
    """Fleets with vehicles that have no duty: code, name, how many, seats."""
    busy: dict[Any, int] = {}
    for fleet in Duty.objects.filter(plan=plan).values_list("fleet_id", flat=True):
        busy[fleet] = busy.get(fleet, 0) + 1
    fleets = Fleet.objects.filter(campaign=plan.campaign).order_by("position", "code")
    return [
        (one.code, named(one.code, one.name, one.name_en), one.count - busy.get(one.id, 0), one.seats)
        for one in fleets
        if one.count > busy.get(one.id, 0)
    ]


def _service(plan: Plan, code: str) -> Context:
    line = next((one for one in around.service_lines(plan=plan) if one.code == code), None)
    if line is None:
        raise NotFound(gettext_lazy("there is no service {code} in this campaign"), code=code)
    trips = Leg.objects.filter(plan=plan, service__code=code).values_list("itinerary_id", flat=True)
    return {"line": line, "riders": _riders(Itinerary.objects.filter(id__in=list(trips)))}


def _slot(plan: Plan, code: str) -> Context:
    line = next((one for one in around.slot_lines(plan=plan) if one.code == code), None)
    if line is None:
        raise NotFound(gettext_lazy("there is no slot {code} in this campaign"), code=code)
    return {"line": line, "riders": _riders(Itinerary.objects.filter(plan=plan, slot__code=code))}


def _riders(trips: QuerySet[Itinerary]) -> list[Rider]:
    rows = trips.annotate(lead=lead_name()).order_by("position")
    return [
        Rider(code=code, people=size, wheelchairs=wheelchairs, name=str(name or ""))
        for code, size, wheelchairs, name in rows.values_list(
            "request__code", "request__size", "request__wheelchairs", "lead"
        )
    ]


def _order(stops: list[Any], stop: int, by: int) -> str:
    """The order of stops in which one has moved by a place ("": it cannot)."""
    to = stop + by
    if not (0 < stop < len(stops) and 0 < to < len(stops)):
        return ""
    order = list(range(len(stops)))
    order[stop], order[to] = order[to], order[stop]
    return ",".join(map(str, order))
