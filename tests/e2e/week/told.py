"""What everyone was told last, as the documents say: who is to get a message about a version, and who did."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import Delivery, Message, MessageState
from scheduler.telling.models import GivenSeats
from tests.e2e.week.desk import Desk
from tests.e2e.week.versions import Version, minute

TRIP, OFF, INTAKE, DUTIES = "trip", "off", "intake", "duties"
KINDS = {
    "trip_new": TRIP,
    "trip_changed": TRIP,
    "trip_cancelled": OFF,
    "intake_planned": INTAKE,
    "duties_planned": DUTIES,
}
SAID = ("slot", "boarding", "services", "vehicles", "minutes")
ENDED = {"withdrawn", "no_show", "returned"}
Part = dict[str, Any]


@dataclass
class Told:
    """What each party, employer and operator knows; ``owners`` says whose a fleet or slot is."""

    desk: Desk
    owners: dict[str, str]
    trips: dict[str, Part] = field(default_factory=dict)
    intakes: dict[str, Part] = field(default_factory=dict)
    duties: dict[str, Part] = field(default_factory=dict)
    messages: set[UUID] = field(default_factory=set)

    def check(self, now: Version) -> Counter[str]:
        """Whose part has changed got one message about it, and nobody else any; messages by what they say."""
        fresh = self._fresh()
        found = Counter((KINDS[row.template], str(row.recipient_id)) for row in fresh if row.template in KINDS)
        expected = self._trips_told(now) + self._offices_told(now)
        assert (found - expected, expected - found) == (Counter(), Counter())
        return Counter(row.template for row in fresh)

    def check_sent(self) -> None:
        """Whatever was to be sent by now was sent, once."""
        with acting_as_system():
            rows = list(Message.objects.filter(campaign_id=self.desk.campaign))
            tries = Counter(Delivery.objects.values_list("message_id", flat=True))
        assert {row.state for row in rows} == {MessageState.SENT}
        assert set(tries.values()) == {1}
        assert len(tries) == len(rows)

    def _fresh(self) -> list[Message]:
        with acting_as_system():
            rows = list(Message.objects.filter(campaign_id=self.desk.campaign).exclude(id__in=self.messages))
        self.messages |= {row.id for row in rows}
        return rows

    def _trips_told(self, now: Version) -> Counter[tuple[str, str]]:
        """Those of whose members with a telephone it is another trip, a first one, or none any more."""
        seats, states = _seats(now), self.desk.states()
        trips = {
            party: {name: trip[name] for name in SAID} | {"seats": [seats[duty, party] for duty, _ in trip["vehicles"]]}
            for party, trip in now.trips.items()
        }
        changed = {party for party, trip in trips.items() if self.trips.get(party) != trip}
        off = {party for party in self.trips if party not in trips and states[party] not in ENDED}
        self.trips = trips
        return Counter(
            (kind, worker)
            for kind, parties in ((TRIP, changed), (OFF, off))
            for party in parties
            for worker in self.desk.people[party]
            if worker in self.desk.reachable
        )

    def _offices_told(self, now: Version) -> Counter[tuple[str, str]]:
        """The employers whose people, and the operators whose duties, are not as they were."""
        intakes, duties = self._intakes(now), self._duties(now)
        changed = [(INTAKE, code) for code in _differing(self.intakes, intakes)]
        changed += [(DUTIES, code) for code in _differing(self.duties, duties)]
        self.intakes, self.duties = intakes, duties
        return Counter((kind, str(self.desk.actors[code].organisation.id)) for kind, code in changed)

    def _intakes(self, now: Version) -> dict[str, Part]:
        found: dict[str, Part] = defaultdict(dict)
        for one in now.plan["itineraries"]:
            trip, last = now.trips[one["party"]], one["legs"][-1]
            carrier = last.get("duty") or last.get("service")
            found[self.owners[one["slot"]]][one["party"]] = (one["slot"], trip["minutes"][-1], carrier)
        return dict(found)

    def _duties(self, now: Version) -> dict[str, Part]:
        sizes = {party["id"]: party["size"] for party in now.problem["parties"]}

        def _people(parties: list[str]) -> int:
            return sum(sizes[party] for party in parties)

        found: dict[str, Part] = defaultdict(dict)
        for duty in now.plan["duties"]:
            stops = [
                (
                    stop["at"],
                    minute(stop["start"]),
                    minute(stop["depart"]),
                    _people(stop["board"]),
                    _people(stop["alight"]),
                )
                for stop in duty["stops"]
            ]
            found[self.owners[duty["fleet"]]][duty["id"]] = (duty["fleet"], duty["vehicle"], duty["crew"], stops)
        return dict(found)


def _differing(before: dict[str, Part], now: dict[str, Part]) -> list[str]:
    return [code for code in sorted(before.keys() | now.keys()) if before.get(code, {}) != now.get(code, {})]


def _seats(now: Version) -> dict[tuple[str, str], list[int]]:
    with acting_as_system():
        rows = GivenSeats.objects.filter(plan_id=now.id).values_list("duty__code", "request__code", "numbers")
        return {(duty, party): list(numbers) for duty, party, numbers in rows}
