"""Who stays at home, by reason; and what would bring them along, in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scheduler import clock
from scheduler.console.board import words
from scheduler.plans.left import REASONS, left_key
from scheduler.plans.seen import Overview
from solvers.plan import WOULD_HELP, Unserved
from solvers.problem import Json

Change = Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One change, in words, and the parties that it would bring along, one at a time; ``saves``: the most of any."""

    sentence: str
    parties: tuple[str, ...]
    people: int
    saves: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Those who stay at home for one reason: ``remedies`` for some of them, and those whom none would bring along.

    ``without`` were looked at, and no single change that was tried would do; for ``unsought`` nobody looked.
    """

    key: str
    title: str | Promise
    meaning: str | Promise
    parties: int
    people: int
    remedies: tuple[Remedy, ...]
    without: tuple[Unserved, ...]
    unsought: tuple[Unserved, ...]


def reasons_of(seen: Overview) -> list[Reason]:
    """The reasons of a plan, that which keeps most people at home first."""
    groups: dict[str, list[Unserved]] = defaultdict(list)
    for left in seen.unserved:
        groups[key_of(left)].append(left)
    found = [_reason(key, members, seen) for key, members in groups.items()]
    return sorted(found, key=lambda one: -one.people)


def key_of(left: Unserved) -> str:
    """Why somebody stays at home, as a key of the words."""
    return left_key(left.reason.value, left.meta)


def was_sought(left: Unserved) -> bool:
    """Whether the planner had the time to look for what would bring somebody along."""
    return isinstance(left.meta, Mapping) and WOULD_HELP in left.meta


def sentences_of(left: Unserved, seen: Overview) -> list[str]:
    """What would bring one party along, the best first."""
    return [sentence(change, seen) for change in changes_of(left)]


def changes_of(left: Unserved) -> list[Change]:
    """What a plan says would help somebody."""
    told = left.meta.get(WOULD_HELP) if isinstance(left.meta, Mapping) else None
    return [one for one in told if isinstance(one, Mapping) and "kind" in one] if isinstance(told, Sequence) else []


def _reason(key: str, members: list[Unserved], seen: Overview) -> Reason:
    helped: dict[str, list[tuple[str, float | None]]] = defaultdict(list)
    without: dict[bool, list[Unserved]] = {True: [], False: []}
    for left in members:
        changes = changes_of(left)
        for change in changes:
            saves = change.get("saves")
            worth = float(saves) if isinstance(saves, int | float) else None
            helped[sentence(change, seen)].append((left.party, worth))
        if not changes:
            without[was_sought(left)].append(left)
    remedies = [_remedy(text, parties, seen) for text, parties in helped.items()]
    return Reason(
        key=key,
        title=REASONS.get(key, key),
        meaning=words.MEANINGS.get(key, ""),
        parties=len(members),
        people=sum(seen.sizes[left.party] for left in members),
        remedies=tuple(sorted(remedies, key=lambda one: -one.people)),
        without=tuple(without[True]),
        unsought=tuple(without[False]),
    )


def _remedy(text: str, parties: list[tuple[str, float | None]], seen: Overview) -> Remedy:
    return Remedy(
        sentence=text,
        parties=tuple(party for party, _ in parties),
        people=sum(seen.sizes[party] for party, _ in parties),
        saves=max((worth for _, worth in parties if worth is not None), default=None),
    )


def sentence(change: Change, seen: Overview) -> str:
    """One change in words."""
    kind, n = str(change["kind"]), round(_amount(change))
    said = {"n": n, "where": _where(change, seen)}
    match kind:
        case "money":
            money = {"money": words.number(_amount(change), 2), "currency": seen.currency}
            return _("A way that is cheaper by %(money)s %(currency)s.") % money
        case "seat":
            return ngettext("One more seat on %(where)s.", "%(n)d more seats on %(where)s.", n) % said
        case "wheelchair":
            return (
                ngettext("One more wheelchair space on %(where)s.", "%(n)d more wheelchair spaces on %(where)s.", n)
                % said
            )
        case "vehicle":
            return ngettext("One more vehicle: %(where)s.", "%(n)d more vehicles: %(where)s.", n) % said
        case "slot_place":
            return ngettext("One more place in %(where)s.", "%(n)d more places in %(where)s.", n) % said
        case "minimum":
            return _("A minimum that is lower by %(n)d: %(where)s.") % said
        case "ready":
            return _("Being ready %(time)s earlier.") % {"time": words.duration(60 * n)}
        case "due":
            return _("Being due %(time)s later.") % {"time": words.duration(60 * n)}
        case "window" if change.get("end") == "opens":
            return _("%(where)s, opening %(time)s earlier.") % {**said, "time": words.duration(60 * n)}
        case "window":
            return _("%(where)s, closing %(time)s later.") % {**said, "time": words.duration(60 * n)}
    return kind


def _amount(change: Change) -> float:
    """How much it takes, in units of its kind."""
    for key in ("amount", "seats", "spaces", "vehicles", "places", "people", "minutes"):
        value = change.get(key)
        if isinstance(value, int | float):
            return value
    return 1


def _where(change: Change, seen: Overview) -> str:
    """The duty, service, slot or fleet of a change, as people know it."""
    duty = next((one for one in seen.duties if one.code == change.get("duty")), None)
    if duty is not None:
        first = next(halt for halt in duty.halts if halt.load)
        place = {"code": duty.code, "place": seen.name(first.at), "when": _when(first.start)}
        return _("%(when)s vehicle %(code)s from %(place)s") % place
    service = next((one for one in seen.services if one.code == change.get("service")), None)
    if service is not None:
        said = {
            "mode": words.CARRIERS.get(service.mode, service.mode),
            "code": service.code,
            "place": seen.name(service.origin),
            "when": _when(service.leaves),
        }
        return _("%(when)s %(mode)s %(code)s from %(place)s") % said
    slot = next((one for one in seen.slots if one.code == change.get("slot")), None)
    if slot is not None:
        return _("slot %(code)s (%(employer)s)") % {
            "code": slot.code,
            "employer": str(slot.employer) or seen.name(slot.gate),
        }
    return seen.name(str(change.get("fleet") or change.get("service") or change.get("duty") or ""))


def _when(moment: int) -> str:
    """A weekday and a time of day, local."""
    return date_format(timezone.localtime(clock.moment(moment)), "l H:i")
