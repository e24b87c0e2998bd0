"""What the judge finds, how long and how much, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

MINUS = "\N{MINUS SIGN}"

SENTENCES: Mapping[str, str | Promise] = {
    "problem": _("The plan is made for another campaign."),
    "everyone": _("%(thing)s is not accounted for exactly once."),
    "word": _("%(thing)s has a word that nobody knows."),
    "choice": _("%(thing)s is placed in a slot that it has not chosen."),
    "access": _("%(thing)s boards at a place that it cannot get to."),
    "ride": _("%(thing)s rides something that the plan does not have."),
    "chain": _("%(thing)s does not continue from where it arrived, or does not end at the gate."),
    "access_time": _("The way of %(thing)s from home differs by %(by)s from the time it takes."),
    "ready": _("%(thing)s leaves home %(by)s before it is ready."),
    "connection": _("%(thing)s misses its connection by %(by)s."),
    "check_in": _("%(thing)s is %(by)s late for check-in."),
    "fleet_slots": _("%(thing)s rides a vehicle that is kept for other slots."),
    "window": _("%(thing)s arrives %(by)s outside the hours in which its slot takes people in."),
    "due": _("%(thing)s arrives %(by)s too late."),
    "journey": _("%(thing)s travels %(by)s longer than is allowed."),
    "horizon": _("%(thing)s lies %(by)s outside the campaign's days."),
    "vehicle": _("%(thing)s is of a vehicle that the fleet does not have, or that has another duty."),
    "crew": _("%(thing)s has a crew that its fleet does not have."),
    "empty": _("%(thing)s carries nobody."),
    "place": _("%(thing)s stops twice at one place, or at a place that the campaign does not have."),
    "ends": _("%(thing)s does not begin and end where its fleet does."),
    "available": _("%(thing)s lies %(by)s outside the time for which its vehicle is available."),
    "manifest": _("At a stop of %(thing)s others board or alight than the journeys say (%(by)s)."),
    "order": _("At a stop of %(thing)s arrival and departure are out of order by %(by)s."),
    "hours": _("%(thing)s stops %(by)s outside the hours of a place."),
    "dwell": _("%(thing)s stops %(by)s too short for those who board and alight."),
    "seats": _("%(thing)s has %(by)s too many for its seats."),
    "wheelchairs": _("%(thing)s is short of %(by)s for wheelchairs."),
    "drives": _("Drives of %(thing)s overlap, or leave their leg, by %(by)s."),
    "drive_time": _("%(thing)s drives a leg %(by)s too short or too long."),
    "swap": _("%(thing)s is short of %(by)s for changing drivers."),
    "min_drivers": _("%(thing)s is short of %(by)s for so long a way."),
    "continuous": _("A driver of %(thing)s drives %(by)s too long without a break."),
    "night": _("A driver of %(thing)s drives %(by)s too long by night without a break."),
    "drive_24h": _("A driver of %(thing)s drives %(by)s too long within 24 hours."),
    "drive_7d": _("A driver of %(thing)s drives %(by)s too long within seven days."),
    "night_stop": _("%(thing)s drives %(by)s in the hours of the night stop."),
    "min_load": _("%(thing)s is short of %(by)s to reach its least load."),
    "group": _("More than one of %(thing)s is used, and only one can be."),
    "capacity": _("%(thing)s is given %(by)s too many."),
    "min_headcount": _("%(thing)s is short of %(by)s to reach its least number."),
    "cost": _("The plan states another cost than it has."),
    "bound": _("The plan states a bound above its cost."),
}
"""By rule; ``by`` is the excess in words, ``thing`` what breaks it."""

_THINGS: Mapping[str, str | Promise] = {
    "duty": _("Duty %(code)s"),
    "party": _("Party %(code)s"),
    "slot": _("Slot %(code)s"),
    "service": _("Service %(code)s"),
    "group": _("the services of group %(code)s"),
}
_WITHIN = re.compile(r" (stop|leg) (\d+)$")


def thing_words(kind: str, code: str) -> str:
    """A thing of a plan, named."""
    words = _THINGS.get(kind)
    return str(words) % {"code": code} if words else f"{kind} {code}".strip()


def kind_and_code(subject: str) -> tuple[str, str]:
    """What the judge's subject is about, without the stop or leg."""
    kind, _space, code = _WITHIN.sub("", subject).partition(" ")
    return kind, code


def stop_of(subject: str) -> int | None:
    """The stop that the subject is about, or the one at which its leg begins."""
    found = _WITHIN.search(subject)
    return int(found[2]) if found and subject.startswith("duty ") else None


def rule_words(rule: str, subject: str, excess: float, unit: str) -> str:
    """A broken rule as a sentence."""
    words = SENTENCES.get(rule)
    thing = thing_words(*kind_and_code(subject))
    return str(words) % {"thing": thing, "by": amount(excess, unit)} if words else f"{thing}: {rule}"


def amount(excess: float, unit: str) -> str:
    """By how much, in words."""
    if unit == "s":
        return span(round(excess))
    if unit == "money":
        return money(excess)
    n = round(excess)
    match unit:
        case "people":
            return ngettext("%(n)s person", "%(n)s people", n) % {"n": n}
        case "parties":
            return ngettext("%(n)s party", "%(n)s parties", n) % {"n": n}
        case "spaces":
            return ngettext("%(n)s space", "%(n)s spaces", n) % {"n": n}
        case "drivers":
            return ngettext("%(n)s driver", "%(n)s drivers", n) % {"n": n}
    return ngettext("%(n)s time", "%(n)s times", n) % {"n": n}


def span(seconds: int) -> str:
    """A length of time, to the minute from a minute on."""
    seconds = abs(seconds)
    if seconds < 60:
        return gettext("%(n)s s") % {"n": seconds}
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return gettext("%(n)s min") % {"n": minutes}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": f"{minutes:02d}"}


def money(value: float) -> str:
    """Money, rounded to whole units, with separators."""
    return f"{abs(value):,.0f}"


def signed(value: float) -> str:
    """By how much more or less; nothing has no sign."""
    return f"{'+' if value > 0 else MINUS}{money(value)}" if round(value) else "0"


def leaves_later(seconds: int | None) -> str:
    """By how much something leaves later or earlier; nothing where it does not."""
    if not seconds:
        return ""
    words = gettext("leaves %(span)s later") if seconds > 0 else gettext("leaves %(span)s earlier")
    return words % {"span": span(seconds)}


def arrives_later(seconds: int | None) -> str:
    """By how much something arrives later or earlier; nothing where it does not."""
    if not seconds:
        return ""
    words = gettext("arrives %(span)s later") if seconds > 0 else gettext("arrives %(span)s earlier")
    return words % {"span": span(seconds)}
