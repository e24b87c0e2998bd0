"""Why parties stay at home, in words: the planner's reasons, and what people did."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from scheduler.plans.models import Plan, Unserved
from solvers.plan import LEFT_OUT, LeftOut
from solvers.problem import Json

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASONS: dict[str, str | _StrPromise] = {
    "no_choice": _("No slot would take them"),
    "slot_capacity": _("Their slots are full"),
    "slot_minimum": _("Too few for the slot to open"),
    "no_seat": _("No seat"),
    "time": _("They cannot be there in time"),
    "cost": _("Carrying them costs more than it is worth"),
    "search": _("The search ended before a way was found"),
    "by_hand": _("Left out by hand"),
    "came_later": _("Came after the plan was made"),
    "stop_dropped": _("Their stop was dropped"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Why a party stays at home, and what a person ``said`` who left it out."""

    why: str | _StrPromise
    said: str = ""


CAME_LATER = Left(why=REASONS["came_later"])


def left_key(reason: str, meta: Json) -> str:
    """A key of :data:`REASONS` for an unserved entry: the planner's reason, or what a person did."""
    told = meta.get(LEFT_OUT) if isinstance(meta, Mapping) else None
    return LeftOut.BY_HAND.value if told == LeftOut.SAID else str(told or reason)


def left_told(reason: str, detail: str | None, meta: Json) -> Left:
    """An unserved entry in words; sentences of programs are not told, for they are in one language."""
    is_said = isinstance(meta, Mapping) and meta.get(LEFT_OUT) == LeftOut.SAID.value
    return Left(why=REASONS.get(left_key(reason, meta), reason), said=(detail or "") if is_said else "")


def left_of(*, plan: Plan, parties: Collection[str]) -> dict[str, Left]:
    """Why a plan leaves those of the parties at home that it does."""
    rows = Unserved.objects.filter(plan=plan, request__code__in=parties)
    return {
        party: left_told(reason, detail, meta)
        for party, reason, detail, meta in rows.values_list("request__code", "reason", "detail", "meta")
    }
