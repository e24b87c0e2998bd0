"""What telephones and the page's server say to each other, short: a page has to be small."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from scheduler import clock
from scheduler.travel.events import NOTE_LENGTH, Seen, Verdict, seen_of
from scheduler.travel.models import EventKind
from scheduler.travel.progress import StopProgress, Tick
from scheduler.travel.selectors import UnderWay
from solvers.problem import Json

ENTRIES = 500
"""At most so many at once; a telephone sends the rest afterwards."""


class Entry(BaseModel):
    """Something that was seen."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    kind: EventKind
    at: AwareDatetime
    stop: int | None = Field(default=None, ge=0, le=10_000)
    request: UUID | None = None
    people: int | None = Field(default=None, ge=0, le=10_000)
    undoes: UUID | None = None
    note: str = Field(default="", max_length=NOTE_LENGTH)

    def seen(self) -> Seen:
        """The entry as the service takes it."""
        return seen_of(self.model_dump())


class Spot(BaseModel):
    """Where the telephone is."""

    model_config = ConfigDict(extra="forbid")

    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)


class Report(BaseModel):
    """What a telephone has to tell: its own clock, what was seen, and, if its holder allows it, where it is."""

    model_config = ConfigDict(extra="forbid")

    device: str = Field(pattern=r"^[0-9a-f-]{8,36}$")
    sent_at: AwareDatetime
    events: list[Entry] = Field(max_length=ENTRIES)
    spot: Spot | None = None


def verdict_out(verdict: Verdict) -> dict[str, Json]:
    """What became of an entry."""
    return {"id": str(verdict.id), "outcome": verdict.outcome.value, "reason": str(verdict.reason)}


def state_out(way: UnderWay, riders: dict[UUID, int]) -> dict[str, Json]:
    """A duty as it stands; ``riders`` numbers its parties."""
    progress, law = way.progress, way.case.problem.utc_offset_s
    open_break = next((begin for begin, end in progress.breaks if end is None), None)
    return {
        "plan": way.case.row.plan.number,
        "aboard": progress.aboard,
        "ended": progress.has_ended,
        "break": _moment(open_break),
        "stops": [
            {
                "arrived": _tick(stop.arrived),
                "left": _tick(stop.departed),
                "expected": [_clock(there.arrive, law), _clock(there.depart, law)],
                "late_min": max(0, round((there.arrive - planned.arrive) / 60)),
                "on": _ticks(stop.board, riders),
                "off": _ticks(stop.alight, riders),
                "counts": _counts(stop),
            }
            for stop, there, planned in zip(progress.stops, way.expected.stops, way.case.duty.stops, strict=True)
        ],
    }


def _counts(stop: StopProgress) -> list[Json]:
    return [count.people if count else None for count in (stop.count_on, stop.count_off)]


def _ticks(ticks: dict[UUID, Tick], riders: dict[UUID, int]) -> dict[str, Json]:
    return {
        str(riders[request]): [tick.kind.value, tick.people, str(tick.event)]
        for request, tick in ticks.items()
        if request in riders
    }


def _tick(tick: Tick | None) -> Json:
    return [_moment(tick.at), str(tick.event)] if tick else None


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _clock(seconds: int, offset_s: int) -> str:
    return f"{clock.moment(seconds) + timedelta(seconds=offset_s):%H:%M}"
