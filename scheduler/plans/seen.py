"""What there is to see of a plan, as plain data: duties, services, slots, trips and places, with loads and times."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import get_language

from scheduler.plans.figures import PlanFigures
from solvers.plan import Drive, Unserved
from solvers.problem import DriverHours


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the campaign's language and, where it has one, in English."""

    own: str
    english: str = ""

    def __str__(self) -> str:
        return self.english if self.english and (get_language() or "").startswith("en") else self.own


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place that the plan touches; ``people`` board or get off there."""

    code: str
    kind: str
    name: Name
    lon: float | None
    lat: float | None
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """A stop of a duty: the parties that board and alight, and how many people ride on from it."""

    at: str
    arrive: int
    start: int
    depart: int
    board: tuple[str, ...]
    alight: tuple[str, ...]
    on: int
    off: int
    load: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySeen:
    """A duty: who drives it when, what it costs by item, and how full it is."""

    code: str
    fleet: str
    carrier: str
    drivers: int
    people: int
    most: int
    room: int
    km: float
    leaves: int
    ends: int
    costs: tuple[tuple[str, float], ...]
    most_24h_s: int
    halts: tuple[Halt, ...]
    drives: tuple[Drive, ...]

    @property
    def cost(self) -> float:
        """Everything that it costs."""
        return sum(cost for _, cost in self.costs)

    @property
    def fill(self) -> float:
        """The share of its room that is taken where it is fullest."""
        return self.most / self.room if self.room else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSeen:
    """A service that carries somebody."""

    code: str
    mode: str
    origin: str
    destination: str
    leaves: int
    ends: int
    check_in_s: int
    people: int
    room: int
    cost: float
    parties: tuple[str, ...]

    @property
    def fill(self) -> float:
        """The share of its room that is taken."""
        return self.people / self.room if self.room else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSeen:
    """An intake slot, and how many the plan brings to it."""

    code: str
    gate: str
    employer: Name
    capacity: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ride:
    """A leg by a duty, from one of its stops to another, or by a service."""

    unit: str
    is_service: bool
    origin: str
    destination: str
    leaves: int
    arrives: int
    from_stop: int = 0
    to_stop: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """How a party travels; it waits whenever it is neither on its own way nor rides."""

    party: str
    size: int
    wheelchairs: int
    slot: str
    boards_at: str
    leaves: int
    arrives: int
    access_s: int
    rides: tuple[Ride, ...]

    @property
    def ride_s(self) -> int:
        """Time in vehicles."""
        return sum(ride.arrives - ride.leaves for ride in self.rides)

    @property
    def takes_s(self) -> int:
        """From door to gate."""
        return self.arrives - self.leaves

    @property
    def wait_s(self) -> int:
        """The rest of the time on the way."""
        return self.takes_s - self.access_s - self.ride_s


class By(StrEnum):
    """What people are grouped by."""

    DISTANCE = "distance"
    SEX = "sex"
    AGE = "age"
    NEED = "need"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People who have something in common; figures are None where the group is too small to be told of, and times
    where nobody of it travels."""

    by: By
    key: str
    people: int | None
    served: int | None
    ride_s: float | None
    wait_s: float | None

    @property
    def share(self) -> float | None:
        """The share that is served."""
        return None if not self.people or self.served is None else self.served / self.people


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All of a plan. ``names`` has fleets, services and places by their codes."""

    figures: PlanFigures
    slack_s: int | None
    law: DriverHours | None
    begins: int
    ends: int
    currency: str
    names: dict[str, Name]
    spots: tuple[Spot, ...]
    duties: tuple[DutySeen, ...]
    services: tuple[ServiceSeen, ...]
    slots: tuple[SlotSeen, ...]
    trips: tuple[Trip, ...]
    unserved: tuple[Unserved, ...]
    sizes: dict[str, int]
    groups: tuple[Group, ...]

    def name(self, code: str) -> str:
        """What something is called, in the reader's language; its code where it has no name."""
        return str(self.names[code]) if code in self.names else code
