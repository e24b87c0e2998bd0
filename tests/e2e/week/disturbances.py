"""What goes wrong in the week: each looks at the plan in force, lets something happen, and has it planned anew."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from scheduler.fleet.models import Service
from scheduler.intake.models import IntakeSlot
from scheduler.people.models import DepartureRequest
from tests.e2e.week.desk import done
from tests.e2e.week.scene import COACHES, request_of, requests_take_in
from tests.e2e.week.week import Week

Document = dict[str, Any]


def withdrawal(week: Week) -> str:
    """Somebody who has yet to leave, and has confirmed, stays at home."""
    states = week.desk.states()
    waiting = [name for name in week.now.trips if states[name] in ("confirmed", "told")]
    if not waiting:
        return again(week)  # everybody has left by now
    party = max(waiting, key=lambda name: (states[name] == "confirmed", week.now.trips[name]["leaves"]))
    return week.desk.happens({"kind": "withdrawal", "party": party, "reason": "the harvest"})


def late_requests(week: Week) -> str:
    """Two parties ask when the plan is out: one as everybody else, one by telephone, whose names are not known yet."""
    known = [party for party in week.now.problem["parties"] if party["size"] == 1 and not party["wheelchairs"]]
    requests_take_in(week.desk, [{**known[0], "id": "late-1"}])
    week.desk.people["late-2"] = ()
    return week.desk.happens({"kind": "late_request", "request": request_of({**known[1], "id": "late-2"}, ())})


def slot_cut(week: Week) -> str:
    """The employer with the fullest slot takes two people fewer than are planned."""
    slot, people = _by_slot(week).most_common(1)[0]
    return week.desk.happens({"kind": "slot_cut", "slot": slot, "capacity": people - 2, "reason": "no orders"})


def slot_closed(week: Week) -> str:
    """The employer with the emptiest slot takes nobody."""
    slot, _ = _by_slot(week).most_common()[-1]
    return week.desk.happens({"kind": "slot_closed", "slot": slot})


def confirmed_in_part(week: Week) -> str:
    """An employer takes all but one party, which has to go elsewhere; the other employers confirm."""
    desk, now = week.desk, week.now
    slots = desk.ids(IntakeSlot)
    choices = {party["id"]: party["choices"] for party in now.problem["parties"]}
    refused = next(party for party in now.trips if len(choices[party]) > 1)
    theirs = now.trips[refused]["slot"]
    for slot in _by_slot(week):
        body: Document = {"state": "confirmed"}
        if slot == theirs:
            body = {"state": "partial", "not_taken": [{"party": refused, "reason": "no bed in the hostel"}]}
        desk.post(f"/slots/{slots[slot]}/intake", body, who=desk.actors[week.owners[slot]])
    left = [{"slot": one["slot"], "cost": float(one["cost"])} for one in choices[refused] if one["slot"] != theirs]
    address = f"/requests/{desk.ids(DepartureRequest)[refused]}"
    done(desk.ask("PATCH", address, {"choices": left}, if_match="*"))
    return again(week)


def option_expires(week: Week) -> str:
    """Nobody has booked the flight that most people are to fly with."""
    desk, service = week.desk, _most_used(week, "flight")
    held = datetime.now().astimezone() + timedelta(hours=1)
    address, body = f"/services/{desk.ids(Service)[service]}", {"hold_until": held.isoformat(timespec="seconds")}
    done(desk.ask("PATCH", address, body, who=desk.actors[COACHES], if_match="*"))
    desk.later(hours=2)
    plan = again(week)
    run = desk.get(f"/plans/{plan}")["run_id"]
    assert [one["code"] for one in desk.get(f"/runs/{run}")["left_out"]] == [service]
    return plan


def vehicle_lost(week: Week) -> str:
    """The vehicle that leaves last has broken down."""
    return _lost(week, "vehicle_lost")


def crew_lost(week: Week) -> str:
    """Nobody can drive the vehicle that leaves last now."""
    return _lost(week, "crew_lost")


def road_closed(week: Week) -> str:
    """A landslide on the way of the vehicle that leaves first: the detour takes forty minutes."""
    duty = min(week.now.plan["duties"], key=lambda one: str(one["stops"][0]["depart"]))
    a, b = (stop["at"] for stop in duty["stops"][1:3])
    detour = {"detour_s": 2400, "detour_m": 20_000}
    return week.desk.happens({"kind": "road_closed", "origin": a, "destination": b, **detour})


def place_closed(week: Week) -> str:
    """The stop at which fewest people board is flooded."""
    boards = Counter(trip["boarding"] for trip in week.now.trips.values() if trip["boarding"].startswith("bp"))
    return week.desk.happens({"kind": "place_closed", "place": boards.most_common()[-1][0]})


def train_cancelled(week: Week) -> str:
    """The train does not run."""
    return week.desk.happens({"kind": "service_cancelled", "service": _most_used(week, "rail")})


def flight_late(week: Week) -> str:
    """The flight that most people are to fly with is fifty minutes late, while its feeders are on the road."""
    name = _most_used(week, "flight")
    service = next(one for one in week.now.problem["services"] if one["id"] == name)
    late = {what: datetime.fromisoformat(service[what]) + timedelta(minutes=50) for what in ("depart", "arrive")}
    times = {"departs_at": late["depart"].isoformat(), "arrives_at": late["arrive"].isoformat()}
    return week.desk.happens({"kind": "service_late", "service": name, **times})


def returned(week: Week) -> str:
    """Somebody who has arrived goes home again."""
    states = week.desk.states()
    party = next(name for name in week.now.trips if states[name] == "settled")
    moved = week.desk.post(
        f"{week.desk.here}/requests/moves", {"action": "return", "requests": [party], "why": "homesick"}
    )
    assert moved["moved"] == 1
    return again(week)


def again(week: Week) -> str:
    """Plan anew for whatever was seen meanwhile."""
    return week.desk.plan_of(week.desk.post(f"{week.desk.here}/replans", {"seconds": week.desk.seconds})["id"])


def _lost(week: Week, kind: str) -> str:
    duty = max(week.now.plan["duties"], key=lambda one: str(one["stops"][0]["depart"]))
    return week.desk.happens({"kind": kind, "fleet": duty["fleet"], "vehicle": duty["vehicle"]})


def _by_slot(week: Week) -> Counter[str]:
    sizes = {party["id"]: party["size"] for party in week.now.problem["parties"]}
    found: Counter[str] = Counter()
    for party, trip in week.now.trips.items():
        found[trip["slot"]] += sizes[party]
    return found


def _most_used(week: Week, mode: str) -> str:
    """The service of a mode that most parties are to ride, or that they could."""
    there = [one["id"] for one in week.now.problem["services"] if one["mode"] == mode and one["seats"]]
    used = Counter(name for trip in week.now.trips.values() for name in trip["services"])
    return max(there, key=lambda name: used[name])
