"""What the rules look at: parties with their people, and slots with the work behind them. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from scheduler.people.wishes import Wishes

NO_WISHES = Wishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A member of a party; ``age`` is that reached in the year of the departure. None is "not known"."""

    age: int | None = None
    skills: frozenset[str] | None = None
    needs: frozenset[str] = frozenset()
    wishes: Wishes = NO_WISHES
    consents: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Seeker:
    """A party that looks for a slot. Times are seconds since the epoch.

    ``people`` are those who are known, at most ``size``. ``together`` names the parties that go to one slot ("": none);
    ``bound`` is the slot that the party was promised already.
    """

    id: UUID
    code: str
    size: int
    wheelchairs: int
    ready: int
    due: int | None
    people: tuple[Person, ...]
    together: str = ""
    bound: UUID | None = None

    # Kept once counted: they are asked for with each slot.
    @cached_property
    def ages(self) -> tuple[int, ...]:
        """The ages that are known."""
        return tuple(person.age for person in self.people if person.age is not None)

    @cached_property
    def jobs(self) -> tuple[tuple[str, ...], ...]:
        """The work that each wishes for."""
        return tuple(person.wishes.jobs for person in self.people)

    @cached_property
    def places(self) -> tuple[tuple[str, ...], ...]:
        """Where each wishes to work."""
        return tuple(person.wishes.places for person in self.people)

    @cached_property
    def pays(self) -> tuple[float, ...]:
        """The pay that is wished for, by those who wish for one."""
        return tuple(person.wishes.pay_from for person in self.people if person.wishes.pay_from)

    @cached_property
    def avoided(self) -> frozenset[str]:
        """The employers to whom somebody does not go."""
        return frozenset(employer for person in self.people for employer in person.wishes.not_employers)

    @cached_property
    def needs(self) -> frozenset[str]:
        """What somebody of the party needs."""
        wheelchair = frozenset({"wheelchair"}) if self.wheelchairs else frozenset[str]()
        return wheelchair.union(*(person.needs for person in self.people))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A slot, with what is known of the work; windows are in seconds since the epoch.

    ``job`` and ``place`` are texts in which words of a wish are looked for, in small letters.
    """

    id: UUID
    code: str
    employer: str
    capacity: int
    windows: tuple[tuple[int, int], ...]
    title: str = ""
    title_en: str = ""
    job: str = ""
    city: str = ""
    place: str = ""
    skills: frozenset[str] = frozenset()
    age_from: int | None = None
    age_to: int | None = None
    accepts: frozenset[str] = frozenset()
    has_post: bool = False
    pay_from: float | None = None
    pay_to: float | None = None

    @property
    def best_pay(self) -> float | None:
        """The most that it pays a month (None: not said)."""
        return self.pay_from if self.pay_to is None else self.pay_to
