"""What is in danger or missing on a duty, as its progress tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from scheduler import clock
from scheduler.travel.case import Case, Risk
from scheduler.travel.models import AlertKind, EventKind
from scheduler.travel.progress import Progress, Tick
from solvers.problem import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """Something that has to be looked at; ``subject`` is the same each time that it is found."""

    kind: AlertKind
    subject: str
    payload: Mapping[str, Json]


def duty_alarms(case: Case, progress: Progress, *, now: datetime) -> list[Alarm]:
    """Everything about a duty that has to be looked at."""
    return [
        *_connections(case, progress, now),
        *_no_shows(case, progress),
        *_counts(case, progress),
        *(
            Alarm(
                kind=AlertKind.INCIDENT, subject=str(event.id), payload={"duty": case.row.code, "event": str(event.id)}
            )
            for event in progress.incidents
        ),
    ]


def _connections(case: Case, progress: Progress, now: datetime) -> Iterator[Alarm]:
    """One alarm for whatever does not wait for its passengers at a stop; a new plan has to answer it."""
    absent = {
        request for stop in progress.stops for request, tick in stop.board.items() if tick.kind == EventKind.NO_SHOW
    }
    found: dict[tuple[int, str, str], list[Risk]] = defaultdict(list)
    for risk in case.risks(case.expected(progress, now=now)):
        if case.riders[risk.deadline.party] not in absent:
            found[risk.deadline.stop, risk.deadline.kind.value, risk.deadline.awaits].append(risk)
    for (stop, kind, awaits), risks in found.items():
        parties = sorted(risk.deadline.party for risk in risks)
        ready = clock.moment(max(risk.expected for risk in risks)).isoformat()
        yield Alarm(
            kind=AlertKind.CONNECTION,
            subject=f"{case.row.code} stop {stop} {kind} {awaits}",
            payload={
                "duty": case.row.code,
                "stop": stop,
                "place": case.duty.stops[stop].at,
                "awaits": kind,
                "of": awaits,
                "latest": clock.moment(min(risk.deadline.latest for risk in risks)).isoformat(),
                "expected": ready,
                "late_s": max(risk.late_s for risk in risks),
                "parties": parties,
                "people": sum(case.sizes[case.riders[party]] for party in parties),
                "replan": {"kind": "late", "duty": case.row.code, "stop": stop, "expected": ready, "parties": parties},
            },
        )


def _no_shows(case: Case, progress: Progress) -> Iterator[Alarm]:
    codes = {request: code for code, request in case.riders.items()}
    for k, stop in enumerate(progress.stops):
        for request, tick in stop.board.items():
            missing = case.sizes.get(request, 0) - tick.people
            if missing > 0:
                party = codes[request]
                yield Alarm(
                    kind=AlertKind.NO_SHOW,
                    subject=f"{case.row.code} stop {k} {party}",
                    payload={
                        "duty": case.row.code,
                        "stop": k,
                        "place": case.duty.stops[k].at,
                        "parties": [party],
                        "people": missing,
                        "replan": {"kind": "no_show", "party": party, "people": missing},
                    },
                )


def _counts(case: Case, progress: Progress) -> Iterator[Alarm]:
    """A count that is short, and people whom nobody ticked at a stop that others were ticked at and that is over."""
    for k, (halt, stop) in enumerate(zip(case.halts, progress.stops, strict=True)):
        over = stop.departed_at is not None
        for way, sizes, ticks, count in (
            ("on", halt.board, stop.board, stop.count_on),
            ("off", halt.alight, stop.alight, stop.count_off),
        ):
            expected, there = _expected(case, progress, way, sizes, ticks), _there(ticks, count)
            if there is not None and there != expected and (count or over):
                yield Alarm(
                    kind=AlertKind.COUNT,
                    subject=f"{case.row.code} stop {k} {way}",
                    payload={
                        "duty": case.row.code,
                        "stop": k,
                        "place": case.duty.stops[k].at,
                        "way": way,
                        "expected": expected,
                        "counted": there,
                    },
                )


def _expected(case: Case, progress: Progress, way: str, sizes: Mapping[UUID, int], ticks: Mapping[UUID, Tick]) -> int:
    """How many should get on or off, as far as is known: without those who did not appear."""
    coming = {request: 0 if request in case.away else size for request, size in sizes.items()}
    if way == "on":
        return sum(ticks[request].people if request in ticks else coming[request] for request in sizes)
    boarded = {request: tick.people for stop in progress.stops for request, tick in stop.board.items()}
    return sum(boarded.get(request, coming[request]) for request in sizes)


def _there(ticks: Mapping[UUID, Tick], count: Tick | None) -> int | None:
    """How many got on or off (None: nobody has looked)."""
    if count is None and not ticks:
        return None
    return max(sum(tick.people for tick in ticks.values()), count.people if count else 0)
