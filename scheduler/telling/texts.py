"""Messages as text: a trip in one text message, an intake or a duty in a line of a mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from scheduler.papers.facts import Contact
from scheduler.papers.slip import Ride, Slip
from scheduler.papers.slip_wording import SLIP_LANGUAGES
from scheduler.papers.wording import LANGUAGES, Language, clock, day
from scheduler.telling.wording import MESSAGES

SEPARATOR: dict[Language, str] = {"zh": "；", "en": "; "}


def trip_text(slip: Slip) -> str:
    """A trip in a line: each thing to board with time and place, then the gate."""
    phrases = MESSAGES[slip.language]
    days = _Days(slip.language)
    parts = [_ride(ride, slip.language, days, changes=k > 0) for k, ride in enumerate(slip.rides)]
    if slip.on_foot:
        parts.append(phrases.walk.format(day=days(slip.leaves), time=clock(slip.leaves), place=slip.gate))
    gate = f"{slip.gate}({slip.employer})" if slip.employer else slip.gate
    parts.append(phrases.gate.format(day=days(slip.arrives), time=clock(slip.arrives), place=gate))
    return SEPARATOR[slip.language].join(" ".join(part.split()) for part in parts)


def trip_message(slip: Slip, *, name: str, url: str, otherwise: Iterable[str] = (), due: datetime | None = None) -> str:
    """What a worker is sent: anew, changed (``otherwise`` says in what), or as a reminder (``due`` says by when)."""
    phrases = MESSAGES[slip.language]
    values = {
        "name": name,
        "trip": trip_text(slip),
        "answer": phrases.answer.format(url=url, phone=phone_of(slip.contacts)),
    }
    if due is not None:
        return phrases.trip_reminder.format(**values, due=moment(due, slip.language))
    changed = phrases.and_.join(phrases.differs[one] for one in otherwise if one in phrases.differs)
    return phrases.trip_changed.format(**values, differs=changed) if changed else phrases.trip_new.format(**values)


def phone_of(contacts: Iterable[Contact]) -> str:
    """Whom to call: the bureau's desk, or whoever there is."""
    return next((one.phone for one in sorted(contacts, key=lambda contact: contact.role != "desk")), "")


def moment(at: datetime, language: Language) -> str:
    """A day and a time, for a sentence."""
    return f"{day(at, LANGUAGES[language])} {clock(at)}"


def _ride(ride: Ride, language: Language, days: _Days, *, changes: bool) -> str:
    phrases, slip_words = MESSAGES[language], SLIP_LANGUAGES[language]
    form = phrases.flight if ride.flies else phrases.change if changes else phrases.leg
    seat = " " + slip_words.seat.format(seats=ride.seat_text) if ride.seats else ""
    values = {"day": days(ride.be_there), "time": clock(ride.be_there), "place": ride.start, "what": ride.what}
    return form.format(**values, mark=f"{ride.mark} {ride.plate}".rstrip(), seat=seat)


class _Days:
    """Says a day once, and again only when it is another."""

    def __init__(self, language: Language) -> None:
        self.words, self.said = LANGUAGES[language], ""

    def __call__(self, at: datetime) -> str:
        now = day(at, self.words)
        said, self.said = self.said, now
        return "" if said == now else now
