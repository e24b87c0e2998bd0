"""What people wish for, as it is kept in the ``wishes`` of a worker or a departure request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from solvers.problem import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Which work somebody wants; whatever is empty or None is all the same to them.

    ``jobs`` and ``places`` are words, such as "焊工" or "Rizhao"; ``pay_from`` is a month's, in the campaign's
    currency; ``earliest_on`` the first day of leaving. ``not_employers`` are codes of employers to whom they do not go.
    """

    jobs: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    pay_from: float | None = None
    earliest_on: date | None = None
    not_employers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is wished for."""
        return self != Wishes()


def wishes_of(kept: Mapping[str, Json]) -> Wishes:
    """The wishes in a kept object; what is not of its kind there counts as not said."""
    pay, earliest = kept.get("pay_from"), kept.get("earliest_on")
    return Wishes(
        jobs=_words(kept.get("jobs")),
        places=_words(kept.get("places")),
        pay_from=float(pay) if isinstance(pay, int | float) and not isinstance(pay, bool) else None,
        earliest_on=_day(earliest) if isinstance(earliest, str) else None,
        not_employers=_words(kept.get("not_employers")),
    )


def _words(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        return ()
    return tuple(word.strip() for word in value if isinstance(word, str) and word.strip())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
