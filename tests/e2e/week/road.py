"""On the road and at the gates: drivers tick what happens, some of it twice and late, and employers receive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from scheduler.intake.models import IntakeSlot
from scheduler.people.models import DepartureRequest
from tests.e2e.week.desk import Desk
from tests.e2e.week.scene import COACHES, FEEDERS
from tests.e2e.week.versions import Version

Document = dict[str, Any]
SENT_AT_ONCE = 500


@dataclass
class Road:
    """Everything that is seen on the road; ``missing`` are parties that do not come to their stop."""

    desk: Desk
    owners: dict[str, str]
    """Who runs each fleet, by its code."""
    missing: set[str] = field(default_factory=set)
    random: Random = field(default_factory=lambda: Random(7))
    ticked: set[str] = field(default_factory=set)
    received: set[str] = field(default_factory=set)

    def go_on(self, version: Version, until: datetime) -> int:
        """Tick everything that the plan has until a moment and was not ticked before; how many entries that makes."""
        requests, duties = self.desk.ids(DepartureRequest), self._duties(version)
        count = 0
        for duty in version.plan["duties"]:
            seen = [one for one in _seen(duty, until, requests, self.missing) if one["id"] not in self.ticked]
            if seen:
                self._tell(duties[duty["id"]], self.owners[duty["fleet"]], seen)
                count += len(seen)
        self._receive(version, until, requests)
        return count

    def expected(self, version: Version, since: str, until: str) -> str:
        """A party whose journey is to begin on a vehicle between two moments; the last one of them."""
        first = {
            one["party"]: leg
            for one in version.plan["itineraries"]
            for leg in one["legs"][1:2]
            if leg["mode"] == "duty"
        }
        stops = {duty["id"]: duty["stops"] for duty in version.plan["duties"]}
        begins = {party: str(stops[leg["duty"]][leg["from_stop"]]["start"]) for party, leg in first.items()}
        return max((party for party, at in begins.items() if since < at <= until), key=lambda party: begins[party])

    def _duties(self, version: Version) -> dict[str, str]:
        return {one["code"]: one["id"] for one in self.desk.all(f"/plans/{version.id}/duties")}

    def _tell(self, duty: str, owner: str, seen: list[Document]) -> None:
        """The telephone had no network: it sends in any order, and once more because it got no answer."""
        who = self.desk.actors[owner]
        mixed = self.random.sample(seen, len(seen))
        body = {"events": mixed, "device": "phone-1"}
        first = self.desk.post(f"/duties/{duty}/events", body, who=who)["results"]
        assert {one["outcome"] for one in first} == {"kept"}, [one for one in first if one["outcome"] != "kept"][:3]
        again = self.desk.post(f"/duties/{duty}/events", {"events": seen, "device": "phone-2"}, who=who)["results"]
        assert {one["outcome"] for one in again} == {"known"}
        self.ticked |= {one["id"] for one in seen}

    def _receive(self, version: Version, until: datetime, requests: dict[str, str]) -> None:
        """Whoever has come to a gate is received there by name."""
        slots, states = self.desk.ids(IntakeSlot), self.desk.states()
        come = defaultdict[str, list[str]](list)
        for party, trip in version.trips.items():
            there = datetime.fromisoformat(trip["arrives"]) <= until
            if there and party not in self.received and states[party] not in ("no_show", "withdrawn", "returned"):
                come[trip["slot"]].append(party)
        for slot, parties in come.items():
            named = [{"id": str(uuid5(NAMESPACE_URL, f"{slot} {one}")), "request": requests[one]} for one in parties]
            who = self.desk.actors[self.owners[slot]]
            body = {"at": until.isoformat(), "received": named}
            said = self.desk.post(f"/slots/{slots[slot]}/receptions", body, who=who)
            assert said["missing"] == []
            self.received |= set(parties)


def _seen(duty: Document, until: datetime, requests: dict[str, str], missing: set[str]) -> Iterator[Document]:
    """What happens on a duty until a moment."""
    last = len(duty["stops"]) - 1
    for k, stop in enumerate(duty["stops"]):
        happens = [] if k == 0 else [("arrive", stop["arrive"], None)]
        happens += [("alight", stop["start"], party) for party in stop["alight"] if party not in missing]
        happens += [("no_show" if p in missing else "board", stop["start"], p) for p in stop["board"]]
        happens += [] if k == last else [("depart", stop["depart"], None)]
        for kind, at, party in happens:
            if datetime.fromisoformat(at) <= until:
                key = f"{duty['fleet']} {duty['vehicle']} {k} {kind} {party}"
                entry = {"id": str(uuid5(NAMESPACE_URL, key)), "kind": kind, "at": at, "stop": k}
                yield entry | ({"request": requests[party]} if party else {})


def owners_of(problem: Document, employers: dict[str, str]) -> dict[str, str]:
    """Who runs each fleet and takes in at each slot; ``employers`` are by gate."""
    fleets = {
        one["id"]: employers[one["start"]] if one["slots"] else COACHES if one["id"].startswith("coach") else FEEDERS
        for one in problem["fleets"]
    }
    return fleets | {one["id"]: employers[one["gate"]] for one in problem["slots"]}
