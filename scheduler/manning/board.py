"""A carrier's duties at a glance: when, with how many, how many drivers they need, and what was said to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Sum

from scheduler import clock
from scheduler.answers.models import AskKind
from scheduler.answers.selectors import ask_list
from scheduler.fleet.models import Crew
from scheduler.manning.models import Manning, ManningState
from scheduler.manning.services import manning_list
from scheduler.organisations.models import Organisation
from scheduler.plans.models import Drive, Duty, Plan, Stop, StopAction
from scheduler.plans.work import duty_list


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedDuty:
    """A duty with what was said to it; ``wheel_s`` are the seconds at the wheel of each driver, in their order."""

    duty: Duty
    people: int
    wheel_s: tuple[int, ...]
    manning: Manning | None
    due_at: datetime | None

    @property
    def first(self) -> Stop:
        """Where it begins."""
        return self.duty.stops.all()[0]

    @property
    def last(self) -> Stop:
        """Where it ends."""
        return list(self.duty.stops.all())[-1]

    @property
    def named(self) -> list[str]:
        """The codes of the drivers who are named, in the order of the drives."""
        return [one.driver.code for one in self.manning.drivers.all()] if self.manning else []

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
    duties = list(duty_list(plan=plan, carrier=carrier))
    mannings = {manning.duty_id: manning for manning in manning_list(plan=plan)}
    due = {ask.duty_id: ask.due_at for ask in ask_list(campaign=plan.campaign, kind=AskKind.DUTY)}
    people, wheel = _people(plan, carrier), _wheel(plan, carrier)
    crews = _crews(carrier, plan)
    found = [
        CarriedDuty(
            duty=duty,
            people=people.get(duty.id, 0),
            wheel_s=tuple(wheel[duty.id, number] for number in range(crews.get((duty.fleet_id, duty.crew), 1))),
            manning=mannings.get(duty.id),
            due_at=due.get(duty.id),
        )
        for duty in duties
    ]
    return sorted(found, key=lambda one: (one.first.departs_at, one.duty.code))


def _people(plan: Plan, carrier: Organisation) -> dict[UUID, int]:
    """How many people board each duty."""
    boarding = StopAction.objects.filter(plan=plan, kind=StopAction.Kind.BOARD, stop__duty__fleet__operator=carrier)
    rows = boarding.order_by().values("stop__duty").annotate(people=Sum("request__size"))
    return dict(rows.values_list("stop__duty", "people"))


def _wheel(plan: Plan, carrier: Organisation) -> Mapping[tuple[UUID, int], int]:
    """Seconds at the wheel by duty and driver."""
    drives = Drive.objects.filter(plan=plan, duty__fleet__operator=carrier)
    rows = drives.order_by().values("duty_id", "driver").annotate(driven=Sum(F("ends_at") - F("starts_at")))
    found: dict[tuple[UUID, int], int] = defaultdict(int)
    for row in rows:
        found[row["duty_id"], row["driver"]] = int(row["driven"].total_seconds())
    return found


def _crews(carrier: Organisation, plan: Plan) -> dict[tuple[UUID, int], int]:
    """How many drivers a crew has, by fleet and its place among the fleet's crews."""
    crews = Crew.objects.filter(campaign_id=plan.campaign_id, fleet__operator=carrier)
    return {(crew.fleet_id, crew.position): crew.drivers for crew in crews}
