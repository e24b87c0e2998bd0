"""What changed from one plan to another, as a table for people."""

from __future__ import annotations

from collections.abc import Iterable

from rich.markup import escape
from rich.table import Table

from solvers.changes import Change, Changes
from solvers.problem import Problem
from solvers.tables import MISSING, new_table
from solvers.terminal import out, show

SHOWN = 20
"""Parties listed; the plan's ``meta`` has all."""


def show_changes(found: Changes, problem: Problem) -> None:
    """Print what changed in a sentence or two, and whoever travels otherwise."""
    out.print(headline(found, problem), markup=False)
    if found.moved:
        show(_table(found.moved))


def headline(found: Changes, problem: Problem) -> str:
    """The changes in figures."""
    served, left = sum(found.served.values()), sum(found.left.values())
    people = f"{served} people newly served, {left} no longer, {found.moved_people} otherwise"
    shifted = f"{sum(one.people for one in found.shifted)} at another time only"
    km = f"{_number(found.km_before)} -> {_number(found.km_after)} km"
    cost = f"cost {found.cost_before:,.2f} -> {found.cost_after:,.2f} {problem.currency}"
    return f"changes: {people}, {shifted}; {km}, {cost}"


def _table(moved: tuple[Change, ...]) -> Table:
    table = new_table("party", "!people", "slot", "boards at", "services", "vehicles", "!leaves", "!arrives")
    for one in moved[:SHOWN]:
        was, now = one.before, one.after
        table.add_row(
            escape(one.party),
            f"{one.people}",
            escape(_both(was.slot, now.slot)),
            escape(_both(was.boarding or MISSING, now.boarding or MISSING)),
            escape(_both(_names(was.services), _names(now.services))),
            escape(_both(_vehicles(was.vehicles), _vehicles(now.vehicles))),
            _minutes(one.leaves_later_s),
            _minutes(one.arrives_later_s),
        )
    if len(moved) > SHOWN:
        table.add_row(f"... {len(moved) - SHOWN} more")
    return table


def _both(before: str, after: str) -> str:
    return after if before == after else f"{before} -> {after}"


def _names(things: Iterable[str]) -> str:
    return ", ".join(things) or MISSING


def _vehicles(vehicles: Iterable[tuple[str, int]]) -> str:
    return _names(f"{fleet} {number}" for fleet, number in vehicles)


def _minutes(later_s: int | None) -> str:
    return MISSING if later_s is None else f"{later_s / 60:+,.0f} min"


def _number(value: float | None) -> str:
    return MISSING if value is None else f"{value:,.0f}"
