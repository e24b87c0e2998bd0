"""What must hold of every version of the plan that is published, told by the test's own reading of the documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.models import Approval
from scheduler.telling.models import GivenSeats
from solvers.documents import read_plan, read_problem
from solvers.judge import judge
from tests.e2e.week.desk import Desk
from tests.solvers.reference.shared import load_checker

Document = dict[str, Any]
Trip = dict[str, Any]
CHECKER = load_checker()
PROMISED = {"planned", "told", "confirmed", "boarded", "arrived", "settled"}


@dataclass
class Version:
    """A plan and its problem, as the API gives them."""

    id: str
    plan: Document
    problem: Document
    trips: dict[str, Trip] = field(init=False)

    def __post_init__(self) -> None:
        duties = {duty["id"]: duty for duty in self.plan["duties"]}
        services = {one["id"]: one for one in self.problem["services"]}
        self.trips = {one["party"]: _trip(one, duties, services) for one in self.plan["itineraries"]}
        self.unserved = {one["party"]: one["reason"] for one in self.plan["unserved"]}


def version_of(desk: Desk, plan: str) -> Version:
    """A version of the plan, with the problem as it is now."""
    return Version(plan, desk.get(f"/plans/{plan}/document"), desk.get(f"{desk.here}/problem"))


def check_judges(version: Version) -> None:
    """Both judges accept it."""
    verdict = judge(read_problem(version.problem), read_plan(version.plan))
    assert verdict.feasible, [one.text for one in verdict.violations][:5]
    assert CHECKER.Check(version.problem, version.plan).run() == []


def check_promises(before: Version, now: Version, states: dict[str, str]) -> None:
    """Whoever was promised a trip and has none, or one elsewhere or on another day, has a name under it."""
    with acting_as_system():
        rows = Approval.objects.filter(plan_id=now.id).exclude(approved_by=None).exclude(reason="")
        answered_for = set(rows.values_list("request__code", flat=True))
    let_down = {
        party
        for party, trip in before.trips.items()
        if states[party] in PROMISED and _is_worse(trip, now.trips.get(party))
    }
    assert let_down == answered_for


def check_report(desk: Desk, before: Version, now: Version) -> Document:
    """The change report says what the two documents say."""
    report: Document = desk.get(f"/plans/{now.id}/changes?since={before.id}")
    told = {(one["party"], one["what"]) for one in report["parties"]}
    known = {party["id"] for party in now.problem["parties"]}
    both = before.trips.keys() & now.trips.keys()
    assert told == (
        {(party, "served") for party in now.trips.keys() - before.trips.keys()}
        | {(party, "left") for party in before.trips.keys() - now.trips.keys() if party in known}
        | {(party, "gone") for party in before.trips.keys() - known}
        | {(party, "moved") for party in both if _way(before.trips[party]) != _way(now.trips[party])}
        | {(party, "shifted") for party in both if _is_shifted(before.trips[party], now.trips[party])}
    )
    return report


def check_seats(version: Version) -> None:
    """No seat is given twice at a time, and everyone has one."""
    aboard: dict[tuple[str, int], list[tuple[int, int]]] = {}
    with acting_as_system():
        rows = GivenSeats.objects.filter(plan_id=version.id).values_list("duty__code", "request__code", "numbers")
        seats = {(duty, party): tuple(numbers) for duty, party, numbers in rows}
    for one in version.plan["itineraries"]:
        for leg in one["legs"]:
            if leg["mode"] == "duty":
                for number in seats[leg["duty"], one["party"]]:
                    aboard.setdefault((leg["duty"], number), []).append((leg["from_stop"], leg["to_stop"]))
    for seat, rides in aboard.items():
        rides.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(rides)), f"seat {seat} is given twice"
    sizes = {party["id"]: party["size"] for party in version.problem["parties"]}
    assert all(len(numbers) == sizes[party] for (_, party), numbers in seats.items())


def _trip(one: Document, duties: dict[str, Document], services: dict[str, Document]) -> Trip:
    first = one["legs"][0]
    rides = [(leg["duty"], duties[leg["duty"]]) for leg in one["legs"] if leg["mode"] == "duty"]
    times = []
    for leg in one["legs"]:
        if leg["mode"] == "access":
            times += [leg["depart"], leg["arrive"]]
        elif leg["mode"] == "service":
            times += [services[leg["service"]]["depart"], services[leg["service"]]["arrive"]]
        else:
            stops = duties[leg["duty"]]["stops"]
            times += [stops[leg["from_stop"]]["start"], stops[leg["to_stop"]]["start"]]
    return {
        "slot": one["slot"],
        "boarding": first["to"],
        "services": [leg["service"] for leg in one["legs"] if leg["mode"] == "service"],
        "vehicles": [(name, duty["fleet"]) for name, duty in rides],
        "numbers": [(duty["fleet"], duty["vehicle"]) for _, duty in rides],
        "leaves": first["depart"],
        "arrives": times[-1],
        "minutes": [minute(time) for time in times],
    }


def minute(time: str) -> int:
    """Minutes since the epoch."""
    return int(datetime.fromisoformat(time).timestamp()) // 60


def _way(trip: Trip) -> tuple[Any, ...]:
    return tuple(trip[name] for name in ("slot", "boarding", "services", "numbers"))


def _is_shifted(before: Trip, now: Trip) -> bool:
    same_way = _way(before) == _way(now)
    return same_way and (before["leaves"], before["arrives"]) != (now["leaves"], now["arrives"])


def _is_worse(before: Trip, now: Trip | None) -> bool:
    if now is None:
        return True
    return bool(before["slot"] != now["slot"] or before["leaves"][:10] != now["leaves"][:10])
