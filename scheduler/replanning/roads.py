"""Closed roads: the format has no hours for roads, so a pair of the matrix takes longer until it is opened."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.mapping import campaign_values
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.campaigns.services import campaign_update
from scheduler.errors import Conflict, Invalid
from scheduler.plans.selectors import plan_find_published
from scheduler.replanning.happenings import RoadClosed, RoadOpened
from scheduler.replanning.selectors import Cell, roads_closed
from scheduler.travel.selectors import roads_ahead
from solvers.driven import Road
from solvers.problem import Matrix, Problem
from solvers.travel import road_of

DAY_S = 86_400


def road_close(campaign: Campaign, closed: RoadClosed) -> dict[str, Any]:
    """Make the road longer; without a detour it takes longer than the campaign lasts.

    A campaign whose roads are great circles gets them as a matrix first. Other pairs whose road leads there are not
    known, and stay as they are.

    Raises
    ------
    Invalid
        A place is not the campaign's.
    Conflict
        There is no detour, and a vehicle that has left has to go there yet.
    """
    problem = campaign_problem(campaign)
    cells = _cells(problem, closed)
    if closed.detour_s is None:
        _check_nobody_goes_there(campaign, cells)
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
    before = {cell: one.before for cell, one in roads_closed(campaign=campaign).items()}
    if missing := [cell for cell in cells if cell not in before]:
        raise Conflict(
            _("the road from {origin} to {destination} is not closed"), origin=missing[0][0], destination=missing[0][1]
        )
    road = road_of(problem)
    _write(campaign, problem, {cell: before[cell] for cell in cells})
    return {"roads": [_row(cell, *road.leg(*cell)) for cell in cells]}


def _check_nobody_goes_there(campaign: Campaign, cells: list[Cell]) -> None:
    plan = plan_find_published(campaign=campaign)
    for duty, ahead in roads_ahead(plan=plan).items() if plan else ():
        if there := ahead.intersection(cells):
            a, b = min(there)
            raise Conflict(
                _(
                    "duty {duty} has left and goes from {a} to {b} yet: say how much longer the detour takes, "
                    "so that it can be told when it will be there"
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
