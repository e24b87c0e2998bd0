"""The tables under map and timeline: duties, services, people, and who stays at home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduler.console.board import words
from scheduler.console.board.staying import sentences_of
from scheduler.console.navigation import zone_of
from scheduler.console.tables import Column, table_of_list
from scheduler.people.selectors import names_of
from scheduler.plans.left import Left, left_told
from scheduler.plans.models import Plan
from scheduler.plans.seen import DutySeen, Overview, ServiceSeen
from solvers.plan import Unserved

ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table; ``kind`` and ``code`` say what a click on it selects."""

    kind: str
    code: str
    text: str = ""
    origin: str = ""
    destination: str = ""
    carrier: str | Promise = ""
    leaves: int = 0
    ends: int = 0
    people: int = 0
    room: int = 0
    fill: float = 0.0
    km: float = 0.0
    cost: float = 0.0
    takes_s: int = 0
    wait_s: int = 0
    by: str = ""
    names: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A table: its key in the address, its columns."""

    key: str
    title: str | Promise
    columns: Sequence[Column]


_RUN = (
    Column(key="from", title=_("Where from"), by=("origin",)),
    Column(key="to", title=_("Where to"), by=("destination",)),
    Column(key="leaves", title=_("Leaves"), by=("leaves",)),
    Column(key="ends", title=_("Ends"), by=("ends",)),
    Column(key="people", title=_("People"), by=("people",), kind="number"),
    Column(key="fill", title=_("Fill"), by=("fill",), kind="number"),
)
_COST = Column(key="cost", title=_("Cost"), by=("cost",), kind="number")
TABS = (
    Tab(
        key="duties",
        title=_("Duties"),
        columns=(
            Column(key="code", title=_("Duty"), by=("code",)),
            Column(key="fleet", title=_("Vehicle"), by=("text",)),
            *_RUN,
            Column(key="km", title=_("km"), by=("km",), kind="number"),
            _COST,
        ),
    ),
    Tab(
        key="services",
        title=_("Flights, trains"),
        columns=(
            Column(key="code", title=_("Code"), by=("code",)),
            Column(key="name", title=_("Name"), by=("text",)),
            *_RUN,
            _COST,
        ),
    ),
    Tab(
        key="people",
        title=pgettext_lazy("persons", "People"),
        columns=(
            Column(key="code", title=_("Party"), by=("code",)),
            Column(key="names", title=_("Names")),
            Column(key="people", title=_("People"), by=("people",), kind="number"),
            Column(key="from", title=_("Where from"), by=("origin",)),
            Column(key="slot", title=_("Slot"), by=("destination",)),
            Column(key="leaves", title=_("Leaves"), by=("leaves",)),
            Column(key="arrives", title=_("Arrives"), by=("ends",)),
            Column(key="takes", title=_("Takes"), by=("takes_s",), kind="number"),
            Column(key="wait", title=_("Waits"), by=("wait_s",), kind="number"),
            Column(key="by", title=pgettext_lazy("vehicles", "By"), by=("by",)),
        ),
    ),
    Tab(
        key="slots",
        title=_("Slots"),
        columns=(
            Column(key="code", title=_("Slot"), by=("code",)),
            Column(key="employer", title=_("Employer"), by=("text",)),
            Column(key="gate", title=_("Gate"), by=("destination",)),
            Column(key="people", title=_("People"), by=("people",), kind="number"),
            Column(key="room", title=_("Capacity"), by=("room",), kind="number"),
            Column(key="fill", title=_("Filled"), by=("fill",), kind="number"),
        ),
    ),
    Tab(
        key="unserved",
        title=_("At home"),
        columns=(
            Column(key="code", title=_("Party"), by=("code",)),
            Column(key="names", title=_("Names")),
            Column(key="people", title=_("People"), by=("people",), kind="number"),
            Column(key="reason", title=_("Reason"), by=("text",)),
            Column(key="helps", title=_("What would change it")),
        ),
    ),
)


def table_in(request: HttpRequest, plan: Plan, seen: Overview) -> dict[str, Any]:
    """The table that the address asks for, the tabs around it, and the people's names where they can be seen."""
    tab = next((one for one in TABS if one.key == request.GET.get("tab")), TABS[0])
    with timezone.override(zone_of(plan.campaign)):
        rows = _ROWS[tab.key](seen)
    is_of_people = tab.key in ("people", "unserved")
    searched = is_of_people and bool(request.GET.get("q", "").strip())
    names: Mapping[str, tuple[str, ...]] = names_of(campaign=plan.campaign) if searched else {}
    if names:
        rows = [replace(row, names=names.get(row.code, ())) for row in rows]
    table = table_of_list(request, rows, columns=tab.columns, search=_fits, size=ROWS)
    shown = list(table.page.object_list)
    if is_of_people and not names:
        names = names_of(campaign=plan.campaign, codes=[row.code for row in shown])
        shown = [replace(row, names=names.get(row.code, ())) for row in shown]
    table.page.object_list = shown
    query = request.GET.copy()
    for key in ("tab", "page", "sort", "q"):
        query.pop(key, None)
    counts = (len(seen.duties), len(seen.services), len(seen.trips), len(seen.slots), len(seen.unserved))
    return {
        "table": table,
        "tab": tab,
        "board_tabs": list(zip(TABS, counts, strict=True)),
        "row_template": f"console/board/rows/{tab.key}.html",
        "selection_query": query.urlencode(),
    }


def _fits(row: Row, asked: str) -> bool:
    wanted = asked.casefold()
    texts = (row.code, row.text, row.origin, row.destination, row.by, *row.names)
    return any(wanted in text.casefold() for text in texts)


def _duty_rows(seen: Overview) -> list[Row]:
    return [_duty_row(one, seen) for one in seen.duties]


def _duty_row(one: DutySeen, seen: Overview) -> Row:
    busy = [halt for halt in one.halts if halt.on or halt.off]
    first, last = seen.name(busy[0].at), seen.name(busy[-1].at)
    return replace(_run("duty", one), text=seen.name(one.fleet), km=one.km, origin=first, destination=last)


def _service_rows(seen: Overview) -> list[Row]:
    return [
        replace(
            _run("service", one),
            text=seen.name(one.code),
            origin=seen.name(one.origin),
            destination=seen.name(one.destination),
        )
        for one in seen.services
    ]


def _run(kind: str, one: DutySeen | ServiceSeen) -> Row:
    carrier = one.carrier if isinstance(one, DutySeen) else one.mode
    return Row(
        kind=kind,
        code=one.code,
        carrier=words.CARRIERS.get(carrier, carrier),
        leaves=one.leaves,
        ends=one.ends,
        people=one.people,
        room=one.room,
        fill=one.fill,
        cost=one.cost,
    )


def _trip_rows(seen: Overview) -> list[Row]:
    employers = {slot.code: str(slot.employer) for slot in seen.slots}
    return [
        Row(
            kind="party",
            code=trip.party,
            people=trip.size,
            origin=seen.name(trip.boards_at),
            destination=employers[trip.slot] or trip.slot,
            leaves=trip.leaves,
            ends=trip.arrives,
            takes_s=trip.takes_s,
            wait_s=trip.wait_s,
            by=" → ".join(ride.unit for ride in trip.rides),
        )
        for trip in seen.trips
    ]


def _slot_rows(seen: Overview) -> list[Row]:
    return [
        Row(
            kind="slot",
            code=slot.code,
            text=str(slot.employer),
            destination=seen.name(slot.gate),
            people=slot.people,
            room=slot.capacity,
            fill=slot.people / slot.capacity if slot.capacity else 0.0,
        )
        for slot in seen.slots
    ]


def _left_rows(seen: Overview) -> list[Row]:
    return [_left_row(left, left_told(left.reason.value, left.detail, left.meta), seen) for left in seen.unserved]


def _left_row(left: Unserved, told: Left, seen: Overview) -> Row:
    return Row(
        kind="party",
        code=left.party,
        people=seen.sizes.get(left.party, 0),
        text=str(told.why),
        by=told.said or next(iter(sentences_of(left, seen)), ""),
    )


_ROWS = {
    "duties": _duty_rows,
    "services": _service_rows,
    "people": _trip_rows,
    "slots": _slot_rows,
    "unserved": _left_rows,
}
