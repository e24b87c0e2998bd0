"""Getting in: a bureau, employers and operators with what they offer, and people who ask to travel."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from scheduler.campaigns.models import ContactRole
from scheduler.organisations.roles import OrganisationKind, Role
from scheduler.organisations.services import token_issue
from tests.cast import Actor, make_actor, make_organisation
from tests.e2e.week.desk import Clock, Desk
from tests.solvers.reference.shared import SHARED

Document = dict[str, Any]
EMPLOYERS = ("jiamu", "lanshan", "xincheng")
COACHES, FEEDERS = "wuling", "apeng"
CARRIED = (
    "code",
    "count",
    "seats",
    "wheelchair_spaces",
    "crews",
    "start",
    "end",
    *(f"cost_{n}" for n in ("fixed", "per_km", "per_hour")),
)
TIMED = (
    "mode",
    "seats",
    "wheelchair_spaces",
    "cost_fixed",
    "cost_per_seat",
    "min_load",
    "check_in_s",
    "exit_s",
    "group",
)


def generated(*arguments: str) -> Document:
    """A problem of the public generator."""
    command = [sys.executable, str(SHARED / "instances" / "generate.py"), *arguments]
    made = subprocess.run(command, capture_output=True, check=True)
    document: Document = json.loads(made.stdout)
    return document


def gather(problem: Document, clock: Clock, *, seconds: int) -> Desk:
    """A campaign with everything of a problem in it, offered and asked for by those whose it is."""
    actors = _actors()
    bureau = actors["qianjiang"]
    desk = Desk(clock=clock, bureau=bureau, campaign="", actors=actors, seconds=seconds)
    bare = {**problem, **{part: [] for part in ("parties", "slots", "fleets", "services")}}
    desk.campaign = desk.post("/campaigns/import", bare)["id"]
    for code in (*EMPLOYERS, COACHES, FEEDERS):
        desk.post(f"{desk.here}/participations", {"organisation": code})
    contact = {"role": ContactRole.DESK.value, "name": "许小暑", "phone": "11100000501"}
    desk.post(f"{desk.here}/contacts", contact)
    owner = employers_of(problem)
    for code in EMPLOYERS:
        _add(desk, code, "slots", [_slot(one) for one in problem["slots"] if owner[one["gate"]] == code])
    for code in (*EMPLOYERS, COACHES, FEEDERS):
        _add(desk, code, "fleets", [_fleet(one) for one in problem["fleets"] if _runs(one, owner) == code])
    _add(desk, COACHES, "services", [_service(one) for one in problem["services"]])
    requests_take_in(desk, problem["parties"])
    return desk


def requests_take_in(desk: Desk, parties: list[Document]) -> None:
    """People register and ask to travel; every tenth request is a draft first, and all are verified."""
    _register(desk, parties)
    rows = [request_of(party, desk.people[party["id"]], i) for i, party in enumerate(parties)]
    _all_went_in(desk.post(f"{desk.here}/requests/bulk", {"rows": rows}))
    drafts = [row["code"] for row in rows if row["state"] == "draft"]
    for action, codes in (("submit", drafts), ("verify", [row["code"] for row in rows])):
        if codes:
            moved = desk.post(f"{desk.here}/requests/moves", {"action": action, "requests": codes})
            assert moved["moved"] == len(codes)


def request_of(party: Document, members: Iterable[str], number: int = 1) -> Document:
    """A party of the transfer format as a departure request."""
    return {
        "code": party["id"],
        "size": party["size"],
        "wheelchairs": party["wheelchairs"],
        "ready_at": party["ready"],
        "due_at": party["due"],
        "unserved_cost": party["unserved_cost"],
        "members": list(members),
        "boarding": [{"at": one["at"], "access_s": one["access_s"]} for one in party["boarding"]],
        "choices": [{"slot": one["slot"], "cost": float(one["cost"])} for one in party["choices"]],
        "state": "draft" if number % 10 == 0 else "submitted",
    }


def phone_of(number: int) -> str:
    """The telephone of the worker of this number; every eighth has none."""
    return "" if number % 8 == 0 else f"111{number:08d}"


def _actors() -> dict[str, Actor]:
    kind = OrganisationKind
    made = {"qianjiang": (kind.BUREAU, "黔江区劳务办", Role.COORDINATOR, "许小暑")}
    made |= {code: (kind.EMPLOYER, f"{code}厂", Role.EMPLOYER, "鲁立冬") for code in EMPLOYERS}
    made |= {code: (kind.OPERATOR, f"{code}客运", Role.OPERATOR, "赵立秋") for code in (COACHES, FEEDERS)}
    return {
        code: _for_the_week(make_actor(make_organisation(what, code, name), role, person))
        for code, (what, name, role, person) in made.items()
    }


def _for_the_week(actor: Actor) -> Actor:
    """With a token that outlives the week."""
    _, secret = token_issue(membership=actor.membership, label="the week", lifetime=None)
    return replace(actor, secret=secret)


def employers_of(problem: Document) -> dict[str, str]:
    """The employer at each gate."""
    gates = sorted({slot["gate"] for slot in problem["slots"]})
    return {gate: EMPLOYERS[i % len(EMPLOYERS)] for i, gate in enumerate(gates)}


def _runs(fleet: Document, owner: dict[str, str]) -> str:
    """Who runs a fleet: an employer's own, long-distance coaches, or what feeds them."""
    if fleet["slots"] is not None:
        return owner[fleet["start"]]
    return COACHES if fleet["id"].startswith("coach") else FEEDERS


def _slot(one: Document) -> Document:
    return {"code": one["id"], **{name: one[name] for name in ("gate", "capacity", "min_headcount", "windows")}}


def _fleet(one: Document) -> Document:
    since, until = one["available"]
    kept = {name: one[name] for name in CARRIED if name != "code"}
    return {"code": one["id"], **kept, "available_from": since, "available_until": until, "only_slots": one["slots"]}


def _service(one: Document) -> Document:
    kept = {name: one[name] for name in TIMED}
    places = {"origin": one["from"], "destination": one["to"]}
    return {"code": one["id"], **kept, **places, "departs_at": one["depart"], "arrives_at": one["arrive"]}


def _add(desk: Desk, code: str, what: str, rows: list[Document]) -> None:
    if rows:
        _all_went_in(desk.post(f"{desk.here}/{what}/bulk", {"rows": rows}, who=desk.actors[code]))


def _register(desk: Desk, parties: list[Document]) -> None:
    """A worker for every seat that a party takes."""
    first = sum(map(len, desk.people.values()))
    rows = [
        {"name": f"工友{number}", "phone": phone_of(number)}
        for number in range(first, first + sum(party["size"] for party in parties))
    ]
    made = [one["id"] for one in _all_went_in(desk.post("/workers/bulk", {"rows": rows}))]
    desk.reachable |= {worker for worker, row in zip(made, rows, strict=True) if row["phone"]}
    ids = iter(made)
    desk.people |= {party["id"]: tuple(next(ids) for _ in range(party["size"])) for party in parties}


def _all_went_in(bulk: Document) -> list[Document]:
    assert bulk["refused"] == 0, [one for one in bulk["results"] if one["errors"]][:3]
    results: list[Document] = bulk["results"]
    return results
