"""What edits are and what they do, as lines to be read: from the documents that edits are kept as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scheduler.console.editing import sentences
from scheduler.editing.models import Edit
from scheduler.organisations.models import User

Document = Mapping[str, Any]
ITEMS: Mapping[str, str | Promise] = {
    "duties": _("Vehicles"),
    "services": _("Timed services"),
    "choices": _("Wishes not met"),
    "time": _("Travelling time"),
    "unserved": _("Left at home"),
}
"""Of which a plan's cost is made; only the first two are paid."""
OTHERWISE: Mapping[str, str | Promise] = {
    "slot": _("another slot"),
    "boarding": _("boards elsewhere"),
    "service": _("another service"),
    "vehicle": _("another vehicle"),
}
MOST = 40
"""Lines about others that are listed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence, and the thing that it is about, to be led to."""

    words: str
    kind: str = ""
    code: str = ""
    stop: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a part of the cost changes by."""

    title: str
    extra: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an edit does: to the money, to the rules, to the others."""

    extra: float
    items: tuple[Item, ...]
    worse: tuple[Line, ...]
    better: tuple[Line, ...]
    broken: int
    others: tuple[Line, ...] = field(repr=False)
    more: int
    km: str

    @property
    def money(self) -> str:
        """What it costs or saves, as a sentence."""
        return money_words(self.extra)


def money_words(extra: float) -> str:
    """What something costs or saves."""
    if abs(extra) < 0.5:
        return gettext("Costs nothing more")
    words = gettext("Costs %(money)s more") if extra > 0 else gettext("Saves %(money)s")
    return words % {"money": sentences.money(extra)}


def told(effect: Document, but: str = "") -> Told:
    """An effect's document, told; ``but`` is the party that the edit is about, not one of the others."""
    others = tuple(_others(effect, but))
    return Told(
        extra=effect["extra"]["total"],
        items=tuple(
            Item(title=str(title), extra=sentences.signed(effect["extra"][name]))
            for name, title in ITEMS.items()
            if abs(effect["extra"][name]) >= 0.5
        ),
        worse=tuple(_broken(one, one["more"]) for one in effect["worse"]),
        better=tuple(_broken(one, -one["more"]) for one in effect["better"]),
        broken=len(effect["violations"]),
        others=others[:MOST],
        more=max(len(others) - MOST, 0),
        km=sentences.signed((effect["km_after"] or 0) - (effect["km_before"] or 0)),
    )


def broken_lines(violations: Iterable[Document]) -> list[Line]:
    """The rules that a plan breaks, a sentence each."""
    return [_broken(one | {"thing": one["subject"]}, one["excess"]) for one in map(dict, violations)]


def _broken(one: Document, by: float) -> Line:
    kind, code = sentences.kind_and_code(one["thing"])
    words = sentences.rule_words(one["rule"], one["thing"], by, one["unit"])
    return Line(words=words, kind=kind, code=code, stop=sentences.stop_of(one["thing"]))


def _others(effect: Document, but: str) -> Iterable[Line]:
    parties = effect["parties"]
    for name, words in (("left", gettext("stays at home")), ("served", gettext("travels now"))):
        for code, people in parties[name].items():
            who = f"{sentences.thing_words('party', code)} ({sentences.amount(people, 'people')})"
            yield Line(words=f"{who}: {words}", kind="party", code=code)
    for change in sorted(parties["moved"], key=lambda one: one["party"] != but):
        yield _change(change)
    for change in sorted(parties["shifted"], key=lambda one: -abs(one["leaves_later_s"] or 0)):
        yield _change(change)
    for duty in effect["duties"]:
        yield _retimed(duty)


def _change(one: Document) -> Line:
    otherwise = [str(OTHERWISE[name]) for name in one["otherwise"] if name in OTHERWISE]
    times = [sentences.leaves_later(one["leaves_later_s"]), sentences.arrives_later(one["arrives_later_s"])]
    words = gettext(", ").join(filter(None, otherwise + times))
    return Line(words=f"{sentences.thing_words('party', one['party'])}: {words}", kind="party", code=one["party"])


def _retimed(one: Document) -> Line:
    if one["is_new"]:
        words = gettext("is new")
    elif one["is_gone"]:
        words = gettext("is not needed any more")
    else:
        times = [sentences.leaves_later(one["leaves_later_s"]), _ends_later(one["ends_later_s"])]
        words = gettext(", ").join(filter(None, times)) or gettext("is otherwise on its way")
    return Line(words=f"{sentences.thing_words('duty', one['duty'])}: {words}", kind="duty", code=one["duty"])


def _ends_later(seconds: int | None) -> str:
    if not seconds:
        return ""
    words = gettext("ends %(span)s later") if seconds > 0 else gettext("ends %(span)s earlier")
    return words % {"span": sentences.span(seconds)}


def edit_words(payload: Document) -> str:
    """What an edit was, as a sentence."""
    party = sentences.thing_words("party", payload.get("party", ""))
    duty = sentences.thing_words("duty", payload.get("duty", ""))
    filled = {"party": party, "duty": duty} | {name: value for name, value in payload.items() if name not in _TOLD}
    match payload["kind"]:
        case "move_party":
            return gettext("%(party)s: moved to %(there)s") % {"party": party, "there": there_words(payload)}
        case "leave_out":
            return gettext("%(party)s: left at home") % filled
        case "swap_vehicle":
            return gettext("%(duty)s: done by a vehicle of %(fleet)s") % filled
        case "swap_crew":
            return gettext("%(duty)s: another crew") % filled
        case "add_stop":
            return gettext("%(duty)s: a stop at %(at)s") % filled
        case "drop_stop":
            return gettext("%(duty)s: stop %(stop)s dropped") % filled
        case "reorder_stops":
            return gettext("%(duty)s: stops in another order") % filled
    words = gettext("%(duty)s: %(span)s later") if payload["by_s"] > 0 else gettext("%(duty)s: %(span)s earlier")
    return words % {"duty": duty, "span": sentences.span(payload["by_s"])}


_TOLD = ("party", "duty", "kind")


def there_words(payload: Document) -> str:
    """Where a party was moved to: all that the edit names."""
    rides = [payload.get("before"), payload.get("after")]
    things = [
        *(("duty", ride["duty"]) for ride in rides if ride and ride.get("duty")),
        *(("service", name) for name in [payload.get("service")] if name),
        *(("slot", name) for name in [payload.get("slot")] if name),
    ]
    words = [sentences.thing_words(kind, code) for kind, code in things]
    words += [gettext("another vehicle of %(fleet)s") % ride for ride in rides if ride and ride.get("fleet")]
    words += [payload["boarding"]] if payload.get("boarding") and not words else []
    return gettext(", ").join(words) or gettext("its gate, on foot")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An edit in the draft's history."""

    number: int
    words: str
    state: str
    who: str
    at: Any
    turned_by: str
    turned_at: Any
    money: str
    broken: int
    is_last: bool


def name_of(user: User | None) -> str:
    """Who did something: the name, or the address of somebody who gave none."""
    return (user.name or user.email) if user else ""


def steps(edits: Iterable[Edit]) -> list[Step]:
    """The history of a draft, the latest first."""
    listed = list(edits)
    done = [one.number for one in listed if one.state == "done"]
    return [
        Step(
            number=one.number,
            words=edit_words(one.payload),
            state=one.state,
            who=name_of(one.made_by),
            at=one.made_at,
            turned_by=name_of(one.turned_by),
            turned_at=one.turned_at,
            money=money_words(one.effect["extra"]["total"]),
            broken=len(one.effect["violations"]),
            is_last=bool(done) and one.number == done[-1],
        )
        for one in reversed(listed)
    ]
