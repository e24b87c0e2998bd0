"""What does not wait for the vehicle of a route sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.papers.facts import Facts
from scheduler.papers.wording import LANGUAGES, Language
from solvers.deadlines import Awaited, deadlines
from solvers.deadlines import Deadline as Limit
from solvers.plan import Duty

LOOSE_S = 4 * 3600
"""A gate that stays open for longer than this after the planned arrival presses nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Something at stop ``stop`` that does not wait: ``text`` says what, ``planned`` when this duty is done."""

    stop: int
    text: str
    latest: datetime
    planned: datetime

    @property
    def spare_s(self) -> int:
        """Seconds that the duty may be late."""
        return int((self.latest - self.planned).total_seconds())


def deadlines_of(facts: Facts, duty: Duty, language: Language) -> tuple[Deadline, ...]:
    """The earliest deadline of each kind at each stop, without gates that stay open for hours."""
    tightest: dict[tuple[int, str], Deadline] = {}
    for limit in deadlines(facts.problem, facts.plan, duty):
        planned = limit.met_at(duty.stops[limit.stop])
        if limit.kind == Awaited.GATE and limit.latest - planned > LOOSE_S:
            continue
        text, latest = _awaited(facts, limit, language), facts.local(limit.latest)
        found = tightest.get((limit.stop, text))
        if found is None or latest < found.latest:
            tightest[limit.stop, text] = Deadline(
                stop=limit.stop + 1, text=text, latest=latest, planned=facts.local(planned)
            )
    return tuple(sorted(tightest.values(), key=lambda d: (d.stop, d.latest)))


def _awaited(facts: Facts, limit: Limit, language: Language) -> str:
    """What does not wait, in a phrase."""
    words = LANGUAGES[language]
    if limit.kind == Awaited.SERVICE:
        return words.check_in_closes.format(service=facts.service(limit.awaits, language))
    return words.connects.format(duty=limit.awaits) if limit.kind == Awaited.DUTY else words.gate_closes
