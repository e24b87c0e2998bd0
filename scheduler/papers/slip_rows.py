"""Slips from the rows of a plan: of a few parties or of all, without reading the rest of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from scheduler.campaigns.models import Campaign, Contact, ContactRole
from scheduler.fleet.models import Fleet, Service
from scheduler.manning.models import ManningState
from scheduler.organisations.models import Organisation
from scheduler.organisations.tenancy import acting_as_system
from scheduler.papers import facts
from scheduler.papers.seats import Seats
from scheduler.papers.slip import Ride, Slip
from scheduler.papers.slip_wording import SLIP_LANGUAGES
from scheduler.papers.wording import LANGUAGES, Language
from scheduler.people.codes import boarding_code
from scheduler.people.models import DepartureRequest, Member
from scheduler.people.states import RequestState
from scheduler.places.models import Place, PlaceKind
from scheduler.plans.models import Duty, Itinerary, Leg, Plan, Stop
from scheduler.telling.seats import seats_by_ride

GONE = (RequestState.WITHDRAWN, RequestState.NO_SHOW, RequestState.RETURNED)
"""Whoever does not travel any more has no slip."""


def slips(*, plan: Plan, language: Language, requests: Collection[UUID] | None = None) -> dict[UUID, Slip]:
    """The slips of a plan's parties (None: of all), with nobody's name on them, by departure request."""
    writer = _Writer(plan.campaign, plan, language, seats_by_ride(plan=plan, requests=requests))
    return {one.request_id: writer.slip(one) for one in _itineraries(plan, requests)}


def cards(*, plan: Plan, language: Language, town: str | None = None) -> tuple[Slip, ...]:
    """A card for everyone known by name, one for a party where nobody is; by town (``town``: that one), then party."""
    rows = DepartureRequest.objects.filter(itineraries__plan=plan)
    chosen = rows if town is None else rows.filter(town=town)
    requests = list(chosen.order_by("town", "position", "code").values_list("id", flat=True))
    members = _members(requests)
    with acting_as_system():  # whoever may see a request may have its slip, whatever carries it
        found = slips(plan=plan, language=language, requests=requests)
    return tuple(
        card for request in requests if request in found for card in _cards(found[request], members.get(request, []))
    )


def _cards(slip: Slip, members: list[Member]) -> list[Slip]:
    words = LANGUAGES[slip.language]
    return [
        replace(
            slip.seated(k),
            name=str(member.worker.name),
            needs=tuple(words.needs.get(need, need) for need, wanted in member.worker.needs.items() if wanted),
        )
        for k, member in enumerate(members)
    ] or [slip]


def _members(requests: Collection[UUID]) -> Mapping[UUID, list[Member]]:
    found: dict[UUID, list[Member]] = defaultdict(list)
    rows = Member.objects.filter(request_id__in=requests).select_related("worker")
    for member in rows.order_by("request_id", "position"):
        found[member.request_id].append(member)
    return found


def _itineraries(plan: Plan, requests: Collection[UUID] | None) -> QuerySet[Itinerary]:
    legs = Leg.objects.order_by("position").select_related(
        "place",
        "from_stop__place",
        "from_stop__duty__fleet",
        "from_stop__duty__manning",
        "to_stop__place",
        "service__origin",
        "service__destination",
    )
    rows = Itinerary.objects.filter(plan=plan).exclude(request__state__in=GONE)
    chosen = rows if requests is None else rows.filter(request_id__in=requests)
    related = chosen.select_related("request", "slot__gate", "slot__employer")
    return related.prefetch_related(Prefetch("legs", queryset=legs)).order_by("position")


class _Writer:
    """Writes slips in one language; what they all share is looked up once."""

    def __init__(
        self, campaign: Campaign, plan: Plan, language: Language, seats: Mapping[tuple[UUID, UUID], Seats]
    ) -> None:
        self.language, self.plan, self.seats = language, plan, seats
        self.words, self.slip_words = LANGUAGES[language], SLIP_LANGUAGES[language]
        self.zone = timezone(timedelta(seconds=campaign.utc_offset_s))
        self.campaign = self._either(campaign.title or campaign.name, campaign.title_en)
        self.contacts = _contacts(campaign)

    def slip(self, itinerary: Itinerary) -> Slip:
        """The slip of one party."""
        access, *onward = itinerary.legs.all()
        if access.departs_at is None or access.arrives_at is None:
            raise ValueError(f"itinerary {itinerary.id} begins with no way from home")
        rides = tuple(self._ride(itinerary, leg) for leg in onward if leg.mode != Leg.Mode.ACCESS)
        slot, flies = itinerary.slot, any(ride.flies for ride in rides)
        return Slip(
            language=self.language,
            campaign=self.campaign,
            plan_number=self.plan.number,
            party=itinerary.request.code,
            boarding_code=boarding_code(itinerary.request_id),
            people=itinerary.request.size,
            name=None,
            needs=(),
            leaves=self._local(access.departs_at),
            rides=rides,
            gate=self._place(slot.gate),
            employer=self._name(slot.employer) if slot.employer else None,
            arrives=rides[-1].arrives if rides else self._local(access.arrives_at),
            bring=(*self.slip_words.bring, *(self.slip_words.bring_by_air if flies else ())),
            contacts=self.contacts,
        )

    def _ride(self, itinerary: Itinerary, leg: Leg) -> Ride:
        if leg.service is not None:
            return self._by_service(leg.service)
        if leg.from_stop is None or leg.to_stop is None:
            raise ValueError(f"leg {leg.id} has neither a service nor stops")
        ride = self._by_duty(leg.from_stop, leg.to_stop, itinerary.request_id)
        return ride if leg.position <= 1 else replace(ride, start=self._named(leg.from_stop.place))

    def _by_duty(self, board: Stop, alight: Stop, request: UUID) -> Ride:
        return Ride(
            mark=board.duty.code,
            what=self._name(board.duty.fleet),
            start=self._place(board.place),
            be_there=self._local(board.starts_at),
            departs=self._local(board.departs_at),
            arrives=self._local(alight.starts_at),
            seats=self.seats.get((board.duty_id, request), ()),
            mode="coach",
            plate=_plate(board.duty),
        )

    def _by_service(self, service: Service) -> Ride:
        mode = self.words.modes.get(service.mode, service.mode)
        return Ride(
            mark=service.code,
            what=f"{mode} {self._name(service)}",
            start=self._place(service.origin),
            be_there=self._local(service.departs_at - timedelta(seconds=service.check_in_s)),
            departs=self._local(service.departs_at),
            arrives=self._local(service.arrives_at),
            seats=(),
            mode=service.mode,
        )

    def _place(self, place: Place) -> str:
        """The name of a place; a home is called by what happens there, for the address is the reader's own."""
        if place.kind == PlaceKind.HOME:
            return self.words.at_the_door
        return self._named(place)

    def _named(self, place: Place) -> str:
        return self._either(place.name or place.code, place.name_en)

    def _name(self, thing: Fleet | Service | Organisation) -> str:
        return self._either(thing.name or thing.code, thing.name_en)

    def _either(self, own: str, english: str) -> str:
        return english if self.language == "en" and english else own

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)


def _plate(duty: Duty) -> str:
    """The plate of the vehicle that its operator has said it will send ("": it has not)."""
    manning = getattr(duty, "manning", None)
    return manning.plate if manning is not None and manning.state == ManningState.ACCEPTED else ""


def _contacts(campaign: Campaign) -> tuple[facts.Contact, ...]:
    rows = Contact.objects.filter(campaign=campaign).exclude(role=ContactRole.ORGANISATION).order_by("created_at", "id")
    return tuple(facts.Contact(role=row.role, name=str(row.name), phone=str(row.phone)) for row in rows)
