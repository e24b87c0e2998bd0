"""What can be done with a thing of a draft, and what there is to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.console.editing.sentences import span, thing_words
from scheduler.editing import around
from scheduler.editing.board import DutyLine, Rider, duty_lines, lead_name, named, stop_lines
from scheduler.errors import NotFound
from scheduler.fleet.models import Crew, Fleet
from scheduler.people.models import BoardingOption, Choice, DepartureRequest, Member
from scheduler.places.models import Place
from scheduler.plans.left import left_told
from scheduler.plans.models import Itinerary, Leg, Plan, Unserved

Context = dict[str, Any]

SLOT = JSONObject(code="slot__code", name="slot__employer__name", english="slot__employer__name_en", cost="cost")
DOOR = JSONObject(code="place__code", name="place__name", english="place__name_en", access_s="access_s")
CREW = JSONObject(position="position", drivers="drivers", cost="cost")
LEFT = JSONObject(reason="reason", detail="detail", meta="meta")
OF_LEGS = ("itinerary__slot", "place", "service__destination", "from_stop__duty", "to_stop__place")


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
    return {"kind": kind, "code": code, "title": thing_words(kind, code), **context}


def _party(plan: Plan, code: str) -> Context:
    mine = {"request": OuterRef("pk")}
    party = (
        DepartureRequest.objects.filter(campaign=plan.campaign, code=code)
        .annotate(people=ArraySubquery(Member.objects.filter(**mine).order_by("position").values("worker__name")))
        .annotate(slots=ArraySubquery(Choice.objects.filter(**mine).order_by("position").values(it=SLOT)))
        .annotate(doors=ArraySubquery(BoardingOption.objects.filter(**mine).order_by("position").values(it=DOOR)))
        .annotate(left=Subquery(Unserved.objects.filter(plan=plan, **mine).values(it=LEFT)))
        .first()
    )
    if party is None:
        raise NotFound(gettext_lazy("there is no party {code} in this campaign"), code=code)
    legs = Leg.objects.filter(itinerary__plan=plan, itinerary__request=party).select_related(*OF_LEGS)
    trip, duties = list(legs.order_by("position")), duty_lines(plan=plan)
    return {
        "party": party,
        "members": [str(name) for name in party.people],
        "slot_now": trip[0].itinerary.slot.code if trip else "",
        "legs": _legs(trip),
        "left": left_told(**party.left) if party.left else None,
        "choices": [(one["code"], named("", one["name"], one["english"]), one["cost"]) for one in party.slots],
        "boarding": [
            (one["code"], named(one["code"], one["name"], one["english"]), span(one["access_s"])) for one in party.doors
        ],
        "duties": duties,
        "services": around.service_lines(plan=plan),
        "fleets": _idle(_fleets(plan), duties),
    }


def _legs(trip: Iterable[Leg]) -> list[Context]:
    """A journey, leg by leg: what, from when to when, and where to."""
    legs = []
    for leg in trip:
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
    duties = duty_lines(plan=plan)
    head = next((one for one in duties if one.code == code), None)
    if head is None:
        raise NotFound(gettext_lazy("the draft has no duty {code} any more"), code=code)
    crews = ArraySubquery(Crew.objects.filter(fleet=OuterRef("pk")).order_by("position").values(it=CREW))
    fleets = _fleets(plan).annotate(manned=crews)
    places = Place.objects.filter(campaign=plan.campaign).order_by("kind", "position")
    return {
        "head": head,
        "stops": stop_lines(plan=plan, duties=[head.id])[head.id],
        "crews": next(one.manned for one in fleets if one.code == head.fleet),
        "fleets": _idle(fleets, duties),
        "others": [one for one in duties if one.code != code],
        "places": [
            (place, named(place, name, english))
            for place, name, english in places.values_list("code", "name", "name_en")
        ],
    }


def _fleets(plan: Plan) -> QuerySet[Fleet]:
    return Fleet.objects.filter(campaign=plan.campaign).order_by("position", "code")


def _idle(fleets: Iterable[Fleet], duties: Iterable[DutyLine]) -> list[tuple[str, str, int, int]]:
    """Fleets with vehicles that have no duty: code, name, how many, seats."""
    busy = Counter(one.fleet for one in duties)
    return [
        (one.code, named(one.code, one.name, one.name_en), one.count - busy[one.code], one.seats)
        for one in fleets
        if one.count > busy[one.code]
    ]


def _service(plan: Plan, code: str) -> Context:
    line = next((one for one in around.service_lines(plan=plan) if one.code == code), None)
    if line is None:
        raise NotFound(gettext_lazy("there is no service {code} in this campaign"), code=code)
    trips = Leg.objects.filter(plan=plan, service=line.id).values("itinerary")
    return {"line": line, "riders": _riders(Itinerary.objects.filter(id__in=trips))}


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
