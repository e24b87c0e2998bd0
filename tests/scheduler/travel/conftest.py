"""A published plan on the road: van d1 takes p1 and p2 to the flight, shuttle d2 from there to the gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import pytest
import time_machine

from scheduler import clock
from scheduler.fleet.models import Fleet
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.plans.models import Duty, Plan
from scheduler.travel.events import Seen, Verdict, events_record
from scheduler.travel.models import Alert, EventKind
from scheduler.travel.selectors import UnderWay, duty_under_way
from tests.api.stage import published_plan
from tests.builders import at
from tests.cast import Cast


def moment(text: str) -> datetime:
    """``05:10`` on the first day of the known instances."""
    return clock.moment(at(text))


def seen(kind: str, when: str, stop: int | None = None, request: UUID | None = None, **more: object) -> Seen:
    """An entry with an id of its own."""
    return Seen(id=uuid4(), kind=EventKind(kind), at=moment(when), stop=stop, request=request, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """The known plan with its parties, ready to leave."""

    cast: Cast
    plan: Plan
    van: Duty
    shuttle: Duty
    slot: IntakeSlot
    p1: UUID
    p2: UUID

    def tell(self, duty: Duty, *events: Seen, now: str | None = None) -> tuple[Verdict, ...]:
        """The driver tells what was seen, at the last moment seen."""
        last = moment(now) if now else max(event.at for event in events)
        with time_machine.travel(last, tick=False), self.cast.driver.acting():
            return events_record(duty=duty, events=events, by=self.cast.driver.user, device="phone-1")

    def way(self, duty: Duty, now: str) -> UnderWay:
        with time_machine.travel(moment(now), tick=False), self.cast.driver.acting():
            return duty_under_way(duty=duty)

    def states(self) -> dict[str, str]:
        with acting_as_system():
            found = DepartureRequest.objects.filter(id__in=[self.p1, self.p2])
            return dict(found.values_list("code", "state"))

    def alerts(self) -> Sequence[Alert]:
        """The open ones."""
        with acting_as_system():
            return list(Alert.objects.filter(closed_at__isnull=True).order_by("raised_at", "kind"))


@pytest.fixture
def road(cast: Cast) -> Road:
    plan = published_plan(cast.campaign, cast.coordinator)
    with acting_as_system():
        Fleet.objects.filter(campaign=cast.campaign, code="shuttle").update(operator=cast.employer.organisation)
        duties = {d.code: d for d in Duty.objects.filter(plan=plan).select_related("plan__campaign", "fleet")}
        requests = dict(DepartureRequest.objects.filter(campaign=cast.campaign).values_list("code", "id"))
        slot = IntakeSlot.objects.select_related("campaign").get(campaign=cast.campaign, code="s1")
    return Road(
        cast=cast,
        plan=plan,
        van=duties["d1"],
        shuttle=duties["d2"],
        slot=slot,
        p1=requests["p1"],
        p2=requests["p2"],
    )
