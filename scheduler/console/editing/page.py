"""What the editor shows: the figures, what keeps the draft from being published, its duties, who stays at home."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import F
from django.utils.translation import gettext_lazy

from scheduler.console.acting import Visit
from scheduler.console.editing.sentences import signed
from scheduler.console.editing.telling import Line, broken_lines
from scheduler.editing import around
from scheduler.editing.board import DutyLine, StopLine, duty_lines, stop_lines
from scheduler.editing.models import Edit, EditState, Lock
from scheduler.editing.selectors import OpenDraft, lock_list
from scheduler.errors import NotFound
from scheduler.organisations.roles import Role
from scheduler.plans.models import Duty, Plan

DUTIES = 40
AT_HOME = 30
OPEN = 12
"""Duties that are kept open at most."""


Locked = dict[str, dict[str, Lock]]
"""What is locked, by kind and code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A duty: its head, and its stops where it is open."""

    head: DutyLine
    stops: tuple[StopLine, ...] | None
    is_locked: bool
    is_broken: bool
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of the draft, and by how much the last edit and all edits changed it."""

    value: float
    by_last: float | None
    by_all: float

    @property
    def shown(self) -> str:
        """The figure, its thousands apart."""
        return f"{self.value:,.0f}"

    @property
    def last_shown(self) -> str:
        """What the last edit made of it."""
        return signed(self.by_last or 0)

    @property
    def all_shown(self) -> str:
        """What all edits made of it."""
        return signed(self.by_all)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the page is asked to show."""

    words: str = ""
    page: str = "1"
    open: tuple[str, ...] = ()

    def opening(self, codes: Collection[str]) -> Asked:
        """The same, with more duties open."""
        return replace(self, open=tuple(dict.fromkeys((*codes, *self.open)))[:OPEN])


def asked_of(visit: Visit) -> Asked:
    """What is shown now, by the address or by the form that came."""
    given = visit.POST if visit.method == "POST" else visit.GET
    return Asked(
        words=given.get("q", "").strip(), page=given.get("page", "1"), open=tuple(given.getlist("open"))[:OPEN]
    )


def locks_of(plan: Plan) -> Locked:
    """What is locked, by kind and code."""
    locks: Locked = {"party": {}, "duty": {}, "service": {}, "slot": {}}
    for lock in lock_list(plan=plan):
        locks[lock.kind][lock.code] = lock
    return locks


def with_lock(inspector: dict[str, Any], locks: Locked) -> dict[str, Any]:
    """What is looked at, with the lock that is on it."""
    return inspector | {"lock": locks.get(inspector.get("kind", ""), {}).get(inspector.get("code", ""))}


def can_edit(visit: Visit) -> bool:
    """Auditors look, and change nothing."""
    return visit.role == Role.COORDINATOR


def editor(visit: Visit, draft: OpenDraft, asked: Asked, *, touched: Collection[str] = ()) -> dict[str, Any]:
    """All that the editor shows; ``touched`` are duties that have just been changed."""
    plan, asked = draft.plan, asked.opening(touched)
    found = around.look_for(plan=plan, words=asked.words) if asked.words else None
    edits = edit_heads(plan)
    locks, broken = locks_of(plan), broken_lines(draft.broken)
    page = Paginator(duty_lines(plan=plan, only=found.duties if found else None), DUTIES).get_page(asked.page)
    home = around.at_home(plan=plan, only=found.requests if found else None, limit=AT_HOME + 1)
    return {
        "asked": asked,
        "can_edit": can_edit(visit),
        "locks": locks,
        "page": page,
        "cards": _cards(plan, page, asked, locks, broken, touched),
        "home": home[:AT_HOME],
        "home_goes_on": len(home) > AT_HOME,
        "broken": broken,
        "edits": edits,
        "can_undo": any(one["state"] == EditState.DONE for one in edits),
        "can_redo": any(one["state"] == EditState.UNDONE for one in edits),
        "figures": _figures(draft, edits),
    }


def one_card(draft: OpenDraft, code: str, asked: Asked, locks: Locked) -> Card:
    """The card of one duty.

    Raises
    ------
    NotFound
        The draft has no such duty.
    """
    plan = draft.plan
    heads = duty_lines(plan=plan, only=Duty.objects.filter(plan=plan, code=code).values_list("id", flat=True))
    if not heads:
        raise NotFound(gettext_lazy("the draft has no duty {code} any more"), code=code)
    return _cards(plan, heads, asked, locks, broken_lines(draft.broken), ())[0]


def moment(seconds: int | None) -> datetime | None:
    """A moment of the planner's, to be shown."""
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


def edit_heads(plan: Plan) -> list[dict[str, Any]]:
    """The edits with what the figures need of them."""
    parts = {name: F(f"effect__{path}") for name, path in HEADS.items()}
    rows = Edit.objects.filter(plan=plan).order_by("number").annotate(**parts)
    return list(rows.values("number", "state", *HEADS))


HEADS = {
    "violations": "violations",
    "extra": "extra__total",
    "served": "parties__served",
    "left": "parties__left",
}


def _figures(draft: OpenDraft, edits: list[dict[str, Any]]) -> dict[str, Figure]:
    """Cost, people who travel, rules broken: each with what the last edit and all edits made of it."""
    done = [one for one in edits if one["state"] == EditState.DONE]
    broken = [len(draft.violations), *(len(one["violations"]) for one in done)]
    costs = [float(one["extra"]) for one in done]
    people = [sum(one["served"].values()) - sum(one["left"].values()) for one in done]
    return {
        "cost": _figure(draft.plan.cost_total, costs),
        "served": _figure(draft.people, people),
        "broken": _figure(broken[-1], [after - before for before, after in pairwise(broken)]),
    }


def _figure(value: float, changes: list[Any]) -> Figure:
    return Figure(value=value, by_last=changes[-1] if changes else None, by_all=sum(changes))


def _cards(
    plan: Plan, page: Iterable[DutyLine], asked: Asked, locks: Locked, broken: list[Line], touched: Collection[str]
) -> list[Card]:
    heads = list(page)
    wrong = {line.code for line in broken if line.kind == "duty"}
    shown = [head.id for head in heads if head.code in asked.open]
    stops: dict[UUID, list[StopLine]] = stop_lines(plan=plan, duties=shown) if shown else {}
    return [
        Card(
            head=head,
            stops=tuple(stops[head.id]) if head.id in stops else None,
            is_locked=head.code in locks["duty"],
            is_broken=head.code in wrong,
            is_new=head.code in touched,
        )
        for head in heads
    ]
