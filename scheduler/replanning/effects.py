"""What an event does to its campaign's data, through the services that own them.

Each effect runs in the caller's transaction and says what it changed, and how that was before.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import gettext_lazy

from scheduler import clock
from scheduler.campaigns.models import Campaign, CampaignRow
from scheduler.campaigns.taking import row_update
from scheduler.errors import Conflict, Invalid
from scheduler.fleet.models import Fleet, Service
from scheduler.fleet.services import fleet_update, service_update
from scheduler.intake.models import IntakeSlot
from scheduler.intake.services import slot_update
from scheduler.people.models import BoardingOption, DepartureRequest
from scheduler.people.services import request_withdraw, requests_add
from scheduler.people.states import PLANNABLE_STATES, RequestState
from scheduler.places.models import Place
from scheduler.plans.models import Duty, LostVehicle, Plan, PlanState
from scheduler.replanning.happenings import (
    DutyLate,
    Happening,
    LateRequest,
    NoShow,
    PlaceClosed,
    RoadClosed,
    RoadOpened,
    ServiceCancelled,
    ServiceLate,
    SlotCut,
    VehicleLost,
    Withdrawal,
)
from scheduler.replanning.roads import road_close, road_open

Effect = dict[str, Any]
Row = TypeVar("Row", bound=CampaignRow)
SHUT = {"seats": 0, "wheelchair_spaces": 0, "min_load": 0}
"""A service that does not run: nobody fits on it."""


@singledispatch
def take_effect(happening: Happening, campaign: Campaign) -> Effect:
    """Change the campaign's data as the event says.

    Raises
    ------
    Invalid
        It names something that the campaign does not have, or a value is out of range.
    Conflict
        It cannot happen as things are.
    """
    raise TypeError(f"{type(happening).__name__} is no happening")


@take_effect.register
def _(happening: Withdrawal, campaign: Campaign) -> Effect:
    request = _named(DepartureRequest, campaign, happening.party, "party")
    if request.state not in PLANNABLE_STATES:
        raise Conflict(
            gettext_lazy("party {code} is {state}: only who has yet to travel can withdraw"),
            code=request.code,
            state=RequestState(request.state),
        )
    before = request.state
    request_withdraw(request=request, version=None)
    return {"state": before}


@take_effect.register
def _(happening: LateRequest, campaign: Campaign) -> Effect:
    request = requests_add(campaign=campaign, requests=[happening.request]).only()
    return {"request": str(request.id)}


@take_effect.register
def _(happening: SlotCut, campaign: Campaign) -> Effect:
    slot = _named(IntakeSlot, campaign, happening.slot, "slot")
    if happening.capacity >= slot.capacity:
        raise Invalid(
            gettext_lazy("capacity is {capacity}: slot {code} takes {now}, a cut leaves fewer"),
            capacity=happening.capacity,
            code=slot.code,
            now=slot.capacity,
            where="capacity",
        )
    return _cut(slot, happening.capacity)


@take_effect.register
def _(happening: VehicleLost, campaign: Campaign) -> Effect:
    fleet = _named(Fleet, campaign, happening.fleet, "fleet")
    vehicles = fleet.count + LostVehicle.objects.filter(fleet=fleet, lost_at__gte=_planned_at(campaign)).count()
    number = _which(fleet, vehicles, happening.vehicle)
    fleet_update(fleet=fleet, version=None, changes={"count": fleet.count - 1})
    LostVehicle.objects.create(campaign=campaign, fleet=fleet, vehicle=number)
    return {"count": fleet.count + 1, "vehicle": number}


@take_effect.register
def _(happening: ServiceLate, campaign: Campaign) -> Effect:
    service = _named(Service, campaign, happening.service, "service")
    if happening.arrives_at < happening.departs_at:
        raise Invalid(
            gettext_lazy("{arrives_at} comes before {departs_at}"),
            arrives_at=happening.arrives_at,
            departs_at=happening.departs_at,
            where="arrives_at",
        )
    before = {"departs_at": service.departs_at.isoformat(), "arrives_at": service.arrives_at.isoformat()}
    times = {"departs_at": happening.departs_at, "arrives_at": happening.arrives_at}
    service_update(service=service, version=None, changes=times)
    return before


@take_effect.register
def _(happening: ServiceCancelled, campaign: Campaign) -> Effect:
    return _cancel(_named(Service, campaign, happening.service, "service"))


@take_effect.register
def _(happening: RoadClosed, campaign: Campaign) -> Effect:
    return road_close(campaign, happening)


@take_effect.register
def _(happening: RoadOpened, campaign: Campaign) -> Effect:
    return road_open(campaign, happening)


@take_effect.register
def _(happening: PlaceClosed, campaign: Campaign) -> Effect:
    place = _named(Place, campaign, happening.place, "place")
    if Fleet.objects.filter(Q(start=place) | Q(end=place), count__gt=0, campaign=campaign).exists():
        raise Conflict(
            gettext_lazy("vehicles begin or end their duties at {code}: say which vehicles are lost instead"),
            code=place.code,
        )
    options = BoardingOption.objects.filter(place=place)
    parties = sorted(options.values_list("request__code", flat=True))
    options.delete()
    slots = IntakeSlot.objects.filter(gate=place, capacity__gt=0)
    services = Service.objects.filter(Q(origin=place) | Q(destination=place), seats__gt=0)
    return {
        "parties": parties,
        "slots": {slot.code: _cut(slot, 0) for slot in slots},
        "services": {service.code: _cancel(service) for service in services},
    }


@take_effect.register
def _(happening: DutyLate | NoShow, campaign: Campaign) -> Effect:
    return {}  # what was seen has moved states and times already


def _named(model: type[Row], campaign: Campaign, code: str, what: str) -> Row:
    row = model._default_manager.filter(campaign=campaign, code=code).first()
    if row is None:
        raise Invalid(gettext_lazy("the campaign has no {what} {code!r}"), what=what, code=code, where=what)
    return row


def _cut(slot: IntakeSlot, capacity: int) -> Effect:
    before = {"capacity": slot.capacity, "min_headcount": slot.min_headcount}
    least = min(slot.min_headcount, capacity)
    slot_update(slot=slot, version=None, changes={"capacity": capacity, "min_headcount": least})
    return before


def _cancel(service: Service) -> Effect:
    before = {name: getattr(service, name) for name in SHUT}
    row_update(service, version=None, changes=SHUT)
    return before


def _planned_at(campaign: Campaign) -> Any:
    """When the plan in force was made, whose numbers vehicles have."""
    plan = Plan.objects.filter(campaign=campaign, state=PlanState.PUBLISHED).first()
    return plan.created_at if plan else clock.now()


def _which(fleet: Fleet, vehicles: int, wanted: int | None) -> int:
    """The number of the vehicle that is lost, of ``vehicles`` that the published plan counts."""
    there = _there(fleet, vehicles)
    if not there:
        raise Conflict(gettext_lazy("fleet {code} has no vehicle left"), code=fleet.code)
    if wanted is not None and wanted not in there:
        raise Invalid(
            gettext_lazy("fleet {code} has no vehicle {wanted}; it has {there}"),
            code=fleet.code,
            wanted=wanted,
            there=_words(there),
            where="vehicle",
        )
    duties = Duty.objects.filter(plan__campaign=fleet.campaign_id, plan__state=PlanState.PUBLISHED, fleet=fleet)
    leaves = {duty.vehicle: duty.stops.order_by("position").first() for duty in duties}
    number = wanted if wanted is not None else max(there, key=lambda n: (n not in leaves, _leaving(leaves.get(n)), n))
    stop = leaves.get(number)
    if stop is not None and stop.departs_at <= clock.now():
        raise Conflict(
            gettext_lazy(
                "vehicle {number} of {code} is on the road since {at}: "
                "who is aboard cannot be planned anew from home; send another vehicle to them"
            ),
            number=number,
            code=fleet.code,
            at=stop.departs_at.isoformat(),
        )
    return number


def _there(fleet: Fleet, vehicles: int) -> list[int]:
    lost = LostVehicle.objects.filter(fleet=fleet, lost_at__gte=_planned_at(fleet.campaign))
    gone = set(lost.values_list("vehicle", flat=True))
    return [number for number in range(vehicles) if number not in gone]


def _leaving(stop: Any) -> float:
    return 0.0 if stop is None else float(stop.departs_at.timestamp())


def _words(numbers: list[int]) -> str:
    return f"{numbers[0]} to {numbers[-1]}" if len(numbers) == numbers[-1] - numbers[0] + 1 else str(numbers)
