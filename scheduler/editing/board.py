"""A draft as rows for people who edit it: duties with stops and riders, services, slots, and who stays at home.

Nothing here reads a whole plan: heads are counted in the database, and stops are read of the duties that are open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, Max, Min, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from scheduler.campaigns.models import Campaign
from scheduler.fleet.models import Crew
from scheduler.people.models import Member
from scheduler.plans.models import Drive, Duty, Plan, Stop, StopAction

Ids = Iterable[UUID] | None
"""Rows that are asked for, or the query that finds them (None: all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rider:
    """A party as a line shows it; ``name`` is its first member's, where one is known."""

    code: str
    people: int
    wheelchairs: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """A stop; ``load`` are the people aboard when it is over, ``drives`` who drives on from it and until when."""

    number: int
    place: str
    name: str
    arrives_at: datetime
    starts_at: datetime
    departs_at: datetime
    boards: tuple[Rider, ...]
    alights: tuple[Rider, ...]
    load: int
    drives: tuple[tuple[int, datetime, datetime], ...]
    is_end: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A duty's head; ``most`` are the people aboard where it is fullest, ``room`` the seats for passengers."""

    id: UUID
    code: str
    fleet: str
    fleet_name: str
    vehicle: int
    crew: int
    drivers: int
    leaves_at: datetime
    ends_at: datetime
    people: int
    most: int
    room: int

    @property
    def is_over(self) -> bool:
        """Whether more ride than there are seats."""
        return self.most > self.room


def named(code: str, name: str | None, english: str) -> str:
    """What a thing is called in the reader's language; its code where it has no name."""
    own = name or code
    return (english or own) if (get_language() or "").startswith("en") else own


def duty_lines(*, plan: Plan, only: Ids = None) -> list[DutyLine]:
    """The heads of a plan's duties in the order of their departure, or of some of them."""
    duties = Duty.objects.filter(plan=plan)
    if only is not None:
        duties = duties.filter(id__in=only)
    crews = Crew.objects.filter(fleet=OuterRef("fleet"), position=OuterRef("crew"))
    rows = duties.annotate(
        leaves=Min("stops__departs_at"),
        ends=Max("stops__arrives_at"),
        drivers=Subquery(crews.values("drivers")),
        taken=Subquery(crews.values("seats")),
        moves=ArraySubquery(_moves()),
    ).values_list(
        "id", "code", "fleet__code", "fleet__name", "fleet__name_en", "fleet__seats", "vehicle", "crew", "drivers",
        "taken", "moves", "leaves", "ends",
    )  # fmt: skip
    lines = []
    for duty_id, code, fleet, name, english, seats, vehicle, crew, drivers, taken, moves, leaves, ends in rows.order_by(
        "leaves", "code"
    ):
        lines.append(
            DutyLine(
                id=duty_id,
                code=code,
                fleet=fleet,
                fleet_name=named(fleet, name, english),
                vehicle=vehicle,
                crew=crew,
                drivers=drivers or 0,
                leaves_at=leaves,
                ends_at=ends,
                people=sum(people for people in moves if people > 0),
                most=max(accumulate(moves), default=0),
                room=room_of(plan.campaign, seats) - (taken or 0),
            )
        )
    return lines


def room_of(campaign: Campaign, seats: int) -> int:
    """How many passengers so many seats are for, by the campaign's rules."""
    rules = campaign.rules
    return int(rules["max_load_factor"] * seats + 1e-9) - int(rules["escort_seats"])


def stop_lines(*, plan: Plan, duties: Collection[UUID]) -> dict[UUID, list[StopLine]]:
    """The stops of some duties with who boards and alights at each."""
    riders = _riders(plan, duties)
    driven = Drive.objects.filter(duty=OuterRef("duty"), leg=OuterRef("position")).order_by("position")
    drive = JSONObject(driver="driver", starts="starts_at", ends="ends_at")
    lines: dict[UUID, list[StopLine]] = defaultdict(list)
    stops = Stop.objects.filter(plan=plan, duty_id__in=duties).annotate(drives=ArraySubquery(driven.values(it=drive)))
    for key, duty, number, place, name, english, arrives, starts, departs, drives in stops.order_by(
        "position"
    ).values_list(
        "id", "duty_id", "position", "place__code", "place__name", "place__name_en", "arrives_at", "starts_at",
        "departs_at", "drives",
    ):  # fmt: skip
        boards, alights = riders.get((key, "board"), ()), riders.get((key, "alight"), ())
        before = lines[duty][-1].load if lines[duty] else 0
        lines[duty].append(
            StopLine(
                number=number,
                place=place,
                name=named(place, name, english),
                arrives_at=arrives,
                starts_at=starts,
                departs_at=departs,
                boards=tuple(boards),
                alights=tuple(alights),
                load=before + sum(one.people for one in boards) - sum(one.people for one in alights),
                drives=tuple(
                    (one["driver"] + 1, datetime.fromisoformat(one["starts"]), datetime.fromisoformat(one["ends"]))
                    for one in drives
                ),
                is_end=not boards and not alights,
            )
        )
    return lines


def lead_name() -> Subquery:
    """The name of the first member of the party that a row names as ``request``, where one is known."""
    return Subquery(Member.objects.filter(request=OuterRef("request")).order_by("position").values("worker__name")[:1])


def _moves() -> QuerySet[StopAction, Any]:
    """By how many people a duty's load changes, from stop to stop: who alights makes room before others board."""
    actions = StopAction.objects.filter(stop__duty=OuterRef("pk")).order_by("stop__position", "kind")
    signed = Case(When(kind=StopAction.Kind.BOARD, then=F("request__size")), default=-F("request__size"))
    return actions.values("stop__position", "kind").annotate(people=Sum(signed)).values("people")


def _riders(plan: Plan, duties: Collection[UUID]) -> dict[tuple[UUID, str], list[Rider]]:
    """Who boards and alights, by stop and kind."""
    actions = StopAction.objects.filter(plan=plan, stop__duty_id__in=duties).annotate(lead=lead_name())
    riders: dict[tuple[UUID, str], list[Rider]] = defaultdict(list)
    for stop, kind, code, size, wheelchairs, name in actions.order_by("position").values_list(
        "stop_id", "kind", "request__code", "request__size", "request__wheelchairs", "lead"
    ):
        riders[stop, kind].append(Rider(code=code, people=size, wheelchairs=wheelchairs, name=str(name or "")))
    return riders
