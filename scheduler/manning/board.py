"""A carrier's duties at a glance: when, with how many, how many drivers they need, and what was said to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum

from scheduler import clock
from scheduler.answers.models import Ask
from scheduler.errors import NotFound
from scheduler.fleet.models import Crew
from scheduler.manning.models import Manning, ManningState, NamedDriver
from scheduler.organisations.models import Organisation
from scheduler.plans.models import Drive, Duty, Plan, Stop, StopAction


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedDuty:
    """A duty with its stops, or among others with the first and the last of them, how many ride it and drive it, and
    what was said to it (None: nobody was asked).
    """

    duty: Duty
    stops: Sequence[Stop]
    people: int
    crew: int
    manning: Manning | None
    named: Sequence[NamedDriver]
    due_at: datetime | None

    @property
    def first(self) -> Stop:
        """Where it begins."""
        return self.stops[0]

    @property
    def last(self) -> Stop:
        """Where it ends."""
        return self.stops[-1]

    @property
    def codes(self) -> list[str]:
        """The codes of the drivers who are named, in the order of the drives."""
        return [one.driver.code for one in self.named]

    @property
    def is_open(self) -> bool:
        """Whether it waits for the carrier's answer."""
        return self.manning is not None and self.manning.state == ManningState.ASKED

    @property
    def lacks(self) -> bool:
        """Whether it is accepted, but without plate or drivers."""
        accepted = self.manning is not None and self.manning.state == ManningState.ACCEPTED
        return accepted and not (self.manning and self.manning.plate and self.named)

    @property
    def is_overdue(self) -> bool:
        """Whether the answer is waited for in vain."""
        return self.is_open and self.due_at is not None and self.due_at <= clock.now()


def carried_duties(*, plan: Plan, carrier: Organisation) -> list[CarriedDuty]:
    """The duties of a carrier's vehicles in a plan, the first one first."""
    duties = _with_all(Duty.objects.filter(plan=plan, fleet__operator=carrier), stops=_ends())
    return sorted(map(_carried, duties), key=lambda one: (one.first.departs_at, one.duty.code))


def carried_duty_get(*, duty_id: UUID, carrier: Organisation) -> CarriedDuty:
    """One of them; raises NotFound where it is not the carrier's."""
    duty = _with_all(Duty.objects.filter(id=duty_id, fleet__operator=carrier), stops=_stops()).first()
    if duty is None:
        raise NotFound(f"no duty {duty_id}")
    return _carried(duty)


def drives_of(*, duty: Duty) -> QuerySet[Drive]:
    """Who is at the wheel when, in order."""
    return Drive.objects.filter(duty=duty).order_by("starts_at", "position")


def _ends() -> QuerySet[Stop]:
    """The first stop of each duty, and the last."""
    later = Stop.objects.filter(duty=OuterRef("duty"), position__gt=OuterRef("position"))
    return Stop.objects.filter(Q(position=0) | ~Exists(later))


def _stops() -> QuerySet[Stop]:
    """Every stop, with how many get on and off."""
    return Stop.objects.annotate(
        on=Sum("actions__request__size", filter=Q(actions__kind=StopAction.Kind.BOARD)),
        off=Sum("actions__request__size", filter=Q(actions__kind=StopAction.Kind.ALIGHT)),
    )


def _with_all(duties: QuerySet[Duty], *, stops: QuerySet[Stop]) -> QuerySet[Duty]:
    people = Sum("stops__actions__request__size", filter=Q(stops__actions__kind=StopAction.Kind.BOARD))
    crew = Crew.objects.filter(fleet=OuterRef("fleet"), position=OuterRef("crew")).values("drivers")
    due = Ask.objects.filter(duty=OuterRef("pk")).order_by().values("due_at")[:1]
    named = NamedDriver.objects.select_related("driver").order_by("number")
    return (
        duties.annotate(people=people, crew_drivers=Subquery(crew), due_at=Subquery(due))
        .select_related("fleet", "plan__campaign", "manning")
        .prefetch_related(
            Prefetch("stops", stops.select_related("place").order_by("position")), Prefetch("manning__drivers", named)
        )
    )


def _carried(duty: Duty) -> CarriedDuty:
    manning = duty.manning if hasattr(duty, "manning") else None
    return CarriedDuty(
        duty=duty,
        stops=list(duty.stops.all()),
        people=getattr(duty, "people", None) or 0,
        crew=getattr(duty, "crew_drivers", None) or 1,
        manning=manning,
        named=list(manning.drivers.all()) if manning else [],
        due_at=getattr(duty, "due_at", None),
    )
