"""What the demonstration shows on the terminal."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from api.demo.acts import Follow
from api.demo.client import Row
from api.demo.scenario import Account
from solvers.judge import Verdict
from solvers.plan import Plan, ServiceLeg
from solvers.problem import Problem

SIGN_INS_SHOWN = ("coordinator", "employer", "operator")


@contextmanager
def bar(console: Console) -> Iterator[Follow]:
    """A bar that follows a plan run; gives what to call with each state of it."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=28),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[figures]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("queued", total=1.0, figures="")

        def follow(run: Row) -> None:
            now = run["progress"]
            cost = f", cost {now['best_cost']:,.0f}" if now["best_cost"] is not None else ""
            progress.update(
                task,
                completed=1.0 if run["status"] == "ready" else now["done"],
                description=now["phase"] if run["status"] == "planning" else run["status"],
                figures=f"{now['served']} people served{cost}",
            )

        yield follow


def figures(problem: Problem, plan: Plan, verdict: Verdict) -> Table:
    """The plan in figures."""
    counted, money = verdict.figures, problem.currency
    table = Table("figure", "value", show_header=False, box=None, padding=(0, 2))
    fleets = {fleet.id: fleet for fleet in problem.fleets}
    own = sum(1 for duty in plan.duties if fleets[duty.fleet].slots is not None)
    modes = Counter(s.mode for s in problem.services if s.id in _services(plan))
    paid = counted.cost.duties + counted.cost.services
    table.add_row("people served", f"{counted.served} of {counted.people}")
    table.add_row("coaches and shuttles", f"{counted.duties}, of them {own} employers' own")
    table.add_row("flights, trains", ", ".join(f"{n} {mode}" for mode, n in sorted(modes.items())) or "none")
    table.add_row("fill", f"{_fill(problem, plan):.0%} of the seats offered on what runs")
    table.add_row("transport", f"{paid:,.0f} {money}, {paid / max(1, counted.served):,.0f} a person served")
    table.add_row("whole cost", f"{counted.cost.total:,.0f} {money} with time, wishes and those left behind")
    if counted.bound is not None:
        table.add_row("at least", f"{counted.bound:,.0f} {money} for any plan, as proved")
    table.add_row("longest journey", f"{counted.longest_journey_s / 3600:.1f} h from the door")
    table.add_row("on the road", f"{counted.road_m / 1000:,.0f} km")
    table.add_row("judged", "feasible" if verdict.feasible else f"NOT feasible: {len(verdict.violations)} violations")
    return table


def left_behind(problem: Problem, plan: Plan) -> Table | None:
    """Who stays at home, and why; None when nobody does."""
    if not plan.unserved:
        return None
    sizes = {party.id: party.size for party in problem.parties}
    table = Table("who stays", "people", "why", box=None, padding=(0, 2))
    for one in plan.unserved:
        table.add_row(one.party, str(sizes[one.party]), f"{one.reason}: {one.detail}" if one.detail else one.reason)
    return table


def sign_ins(accounts: tuple[Account, ...], path: Path) -> str:
    """One sign-in of each role, a line each so that nothing of it is cut; the others are in the file of accounts."""
    shown = [next(a for a in accounts if a.role == role) for role in SIGN_INS_SHOWN]
    lines = [f"  {one.email}  {one.password}  {one.role} of {one.name}" for one in shown]
    return "\n".join([f"sign-ins (all {len(accounts)} are in {path}):", *lines])


def _services(plan: Plan) -> set[str]:
    return {leg.service for i in plan.itineraries for leg in i.legs if isinstance(leg, ServiceLeg)}


def _fill(problem: Problem, plan: Plan) -> float:
    """The most people aboard at once, over the seats, of all that runs."""
    sizes = {party.id: party.size for party in problem.parties}
    fleets = {fleet.id: fleet for fleet in problem.fleets}
    riders: dict[str, int] = defaultdict(int)
    for itinerary in plan.itineraries:
        for leg in itinerary.legs:
            if isinstance(leg, ServiceLeg):
                riders[leg.service] += sizes[itinerary.party]
    seats = sum(s.seats for s in problem.services if s.id in riders)
    people = sum(riders.values())
    for duty in plan.duties:
        aboard = most = 0
        for stop in duty.stops:
            aboard += sum(sizes[p] for p in stop.board) - sum(sizes[p] for p in stop.alight)
            most = max(most, aboard)
        people, seats = people + most, seats + fleets[duty.fleet].seats
    return people / max(1, seats)
