"""Closed roads: the format has no hours for roads, so a pair of the matrix takes longer until it is opened."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby, pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.mapping import campaign_values
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.campaigns.services import campaign_update
from scheduler.errors import Conflict, Invalid
from scheduler.plans.models import PlanState, Stop
from scheduler.replanning.happenings import RoadClosed, RoadOpened
from scheduler.replanning.models import Event, EventKind
from solvers.problem import Matrix, Problem
from solvers.travel import road_of

DAY_S = 86_400
Cell = tuple[str, str]
Road = tuple[int, int]
"""Metres and seconds."""


def road_close(campaign: Campaign, closed: RoadClosed) -> dict[str, Any]:
    """Make the road longer; without a detour it takes longer than the campaign lasts.

    A campaign whose roads are great circles gets them as a matrix first. Other pairs whose road leads there are not
    known, and stay as they are.

    Raises
    ------
    Invalid
        A place is not the campaign's.
    Conflict
        A vehicle that is on the road, or was, drives there: what it drove is a fact that plans repeat.
    """
    problem = campaign_problem(campaign)
    cells = _cells(problem, closed)
    _check_nobody_drove(campaign, cells)
    road = road_of(problem)
    before = {cell: road.leg(*cell) for cell in cells}
    start, end = problem.horizon
    no_way = end - start + DAY_S

    def longer(cell: Cell) -> Road:
        metres, seconds = before[cell]
        if closed.detour_s is None:
            return metres, max(seconds, no_way)
        return metres + closed.detour_m, seconds + closed.detour_s

    _write(campaign, problem, {cell: longer(cell) for cell in cells})
    return {"roads": [_row(cell, *before[cell]) for cell in cells]}


def road_open(campaign: Campaign, opened: RoadOpened) -> dict[str, Any]:
    """Give a road back the metres and seconds that it had before it was closed first.

    Raises
    ------
    Invalid
        A place is not the campaign's.
    Conflict
        The road was not closed.
    """
    problem = campaign_problem(campaign)
    cells = _cells(problem, opened)
    before: dict[Cell, Road] = {}
    for event in Event.objects.filter(
        campaign=campaign, kind__in=[EventKind.ROAD_CLOSED, EventKind.ROAD_OPENED]
    ).order_by("created_at", "id"):
        rows = {(row["from"], row["to"]): (row["distance_m"], row["duration_s"]) for row in event.effect["roads"]}
        if event.kind == EventKind.ROAD_OPENED:
            before = {cell: road for cell, road in before.items() if cell not in rows}
        else:
            before = rows | before  # the first closing knows how the road was
    if missing := [cell for cell in cells if cell not in before]:
        raise Conflict(
            _("the road from {origin} to {destination} is not closed"), origin=missing[0][0], destination=missing[0][1]
        )
    road = road_of(problem)
    _write(campaign, problem, {cell: before[cell] for cell in cells})
    return {"roads": [_row(cell, *road.leg(*cell)) for cell in cells]}


def _check_nobody_drove(campaign: Campaign, cells: list[Cell]) -> None:
    stops = Stop.objects.filter(plan__campaign=campaign, plan__state=PlanState.PUBLISHED).order_by("duty", "position")
    rows = stops.values_list("duty__code", "place__code", "departs_at")
    for duty, found in groupby(rows, key=lambda row: row[0]):
        halts = list(found)
        driven = {(a[1], b[1]) for a, b in pairwise(halts)}.intersection(cells)
        if driven and halts[0][2] <= clock.now():
            a, b = min(driven)
            raise Conflict(
                _(
                    "duty {duty} has begun and drives from {a} to {b}, which cannot change any more: "
                    "give later vehicles more time there by editing the plan"
                ),
                duty=duty,
                a=a,
                b=b,
            )


def _cells(problem: Problem, pair: RoadClosed | RoadOpened) -> list[Cell]:
    known = {location.id for location in problem.locations}
    for where, code in (("from", pair.origin), ("to", pair.destination)):
        if code not in known:
            raise Invalid(_("the campaign has no place {code!r}"), code=code, where=where)
    if pair.origin == pair.destination:
        raise Invalid(_("a road joins two places"), where="to")
    there = (pair.origin, pair.destination)
    return [there, there[::-1]] if pair.both_ways else [there]


def _write(campaign: Campaign, problem: Problem, roads: dict[Cell, Road]) -> None:
    names = tuple(location.id for location in problem.locations)
    distance, duration = road_of(problem).matrices(list(names))
    index = {name: i for i, name in enumerate(names)}
    for (a, b), (metres, seconds) in roads.items():
        distance[index[a], index[b]], duration[index[a], index[b]] = metres, seconds
    matrix = Matrix(
        locations=names,
        distance_m=tuple(map(tuple, distance.tolist())),
        duration_s=tuple(map(tuple, duration.tolist())),
    )
    travel = campaign_values(replace(problem, travel=matrix, parties=()))["travel"]
    campaign_update(campaign=campaign, version=None, changes={"travel": travel})


def _row(cell: Cell, metres: int, seconds: int) -> dict[str, Any]:
    return {"from": cell[0], "to": cell[1], "distance_m": metres, "duration_s": seconds}
