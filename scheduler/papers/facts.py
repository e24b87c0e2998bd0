"""What a paper is made from: a plan, its problem, and the names behind their ids.

Plain data without a database, so that a paper's content is the same for a sheet of A4 and for a telephone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from scheduler.papers.phrases import Phrases
from scheduler.papers.wording import LANGUAGES, Language
from solvers.plan import Plan
from solvers.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What something is called, in Chinese or as its owner writes it, and in English where that is known."""

    own: str
    english: str | None = None

    def within(self, language: Language) -> str:
        """The name in a language, or the owner's where there is no other."""
        return self.english if language == "en" and self.english else self.own

    def besides(self, language: Language) -> str | None:
        """The owner's name where `within` gives another: what people on the spot know."""
        return self.own if self.within(language) != self.own else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom to call; ``role`` is a key of `Phrases.roles` or a text of the bureau's own."""

    role: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of a party; of the phone number only its end."""

    name: str
    phone_end: str | None = None
    sex: str | None = None
    birth_year: int | None = None
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that papers of one plan say. Mappings are by the ids of the problem.

    ``gone`` are parties of the plan that have withdrawn since it was made, ``absent`` those that did not appear.
    """

    problem: Problem
    plan: Plan
    campaign: Name
    number: int
    published_at: datetime | None
    contacts: tuple[Contact, ...] = ()
    operators: Mapping[str, Name] = field(default_factory=dict)
    employers: Mapping[str, Name] = field(default_factory=dict)
    names: Mapping[str, Name] = field(default_factory=dict)
    people: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()

    def name(self, thing: str) -> Name:
        """The name of a place, fleet, service or party; its id where it has none."""
        return self.names.get(thing) or Name(own=thing)

    def service(self, service: str, language: Language) -> str:
        """A service by what carries people there and its name."""
        mode = next(s.mode for s in self.problem.services if s.id == service)
        return f"{LANGUAGES[language].modes.get(mode, mode)} {self.name(service).within(language)}"

    def marks(self, party: str, needs: Iterable[str], words: Phrases) -> tuple[str, ...]:
        """What to heed with a party: that it will not come, or has not come, then its needs."""
        gone = (words.withdrawn,) if party in self.gone else ()
        absent = (words.no_show,) if party in self.absent else ()
        return (*gone, *absent, *(words.needs.get(need, need) for need in needs))

    def local(self, moment: int) -> datetime:
        """A moment of the plan on the campaign's clock."""
        return datetime.fromtimestamp(moment, UTC).astimezone(timezone(timedelta(seconds=self.problem.utc_offset_s)))
