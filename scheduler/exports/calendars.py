"""iCalendar (RFC 5545): a duty for its driver, arrivals for a gate. People are counted, never named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from icalendar import Calendar, Event

from scheduler.errors import NotFound
from scheduler.exports.timetable import Halt, Run, runs_of
from scheduler.papers.phrases import Phrases
from scheduler.papers.wording import LANGUAGES, Language
from scheduler.places.models import Place
from scheduler.plans.models import Duty, Plan


def duty_calendar(*, duty: Duty, language: Language = "zh") -> bytes:
    """A driver's duty: the whole of it, and each stop at which people board or alight."""
    words = LANGUAGES[language]
    run = next(run for run in runs_of(duty.plan) if run.id == duty.id)
    whole = _event(
        f"duty-{duty.id}",
        run.halts[0].depart,
        run.halts[-1].arrive,
        f"{words.duty} {run.code} · {run.name}",
        place=run.halts[0],
        plan=duty.plan,
    )
    stops = (
        _event(f"stop-{duty.id}-{k}", halt.arrive, halt.depart, _what(halt, words), place=halt, plan=duty.plan)
        for k, halt in enumerate(run.halts)
        if halt.boards or halt.alights
    )
    return _calendar([whole, *stops], f"{words.duty} {run.code}")


def gate_calendar(*, plan: Plan, gate: Place, language: Language = "zh") -> bytes:
    """Arrivals at a gate: when, by what, how many.

    Raises
    ------
    NotFound
        The plan brings nobody there.
    """
    words = LANGUAGES[language]
    arrivals = [
        _event(
            f"gate-{gate.id}-{run.id}-{k}",
            halt.arrive,
            halt.depart,
            f"{_what(halt, words)} · {_called(run, words)}",
            place=halt,
            plan=plan,
        )
        for run in runs_of(plan)
        for k, halt in enumerate(run.halts)
        if halt.place_id == gate.id and halt.alights
    ]
    if not arrivals:
        raise NotFound(f"plan {plan.number} brings nobody to {gate.code!r} by a vehicle or a service")
    return _calendar(arrivals, f"{words.gate} {gate.name or gate.code}")


def _what(halt: Halt, words: Phrases) -> str:
    acts = ((words.set_down, halt.alights), (words.pick_up, halt.boards))
    return f"{halt.name}: " + ", ".join(f"{act} {words.persons.format(n=n)}" for act, n in acts if n)


def _called(run: Run, words: Phrases) -> str:
    return f"{words.duty} {run.code}" if run.kind == "coach" else f"{words.modes.get(run.kind, run.kind)} {run.name}"


def _event(uid: str, start: datetime, end: datetime, summary: str, *, place: Halt, plan: Plan) -> Event:
    """An event; that of a later plan takes its place, since it has the same id and a higher sequence."""
    event = Event()
    event.add("uid", f"{uid}@menlu")
    event.add("dtstamp", plan.published_at or plan.created_at)
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", max(end, start).astimezone(UTC))
    event.add("summary", summary)
    event.add("location", place.name)
    event.add("sequence", plan.number)
    if place.spot:
        event.add("geo", (place.spot[1], place.spot[0]))
    return event


def _calendar(events: Iterable[Event], name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Menlu//labour transfer//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())
