"""What a plan said and what came of it, as plain data: people, itineraries, duties, stops, services, costs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from django.utils.translation import override

from scheduler.campaigns.selectors import campaign_offers
from scheduler.papers.facts import Facts
from scheduler.papers.selectors import facts_of
from scheduler.papers.tables import Cell, wall_clock
from scheduler.papers.wording import LANGUAGES, Language
from scheduler.people.models import DepartureRequest
from scheduler.people.states import RequestState
from scheduler.plans.models import Plan
from scheduler.travel.models import TravelEvent
from scheduler.travel.progress import Halt, Progress, progress_of
from solvers.costing import duty_cost
from solvers.plan import AccessLeg, DutyLeg, Leg, ServiceLeg
from solvers.plan import Duty as PlannedDuty
from solvers.travel import road_of

Row = Sequence[Cell]
STATES_SEEN = (RequestState.BOARDED, RequestState.ARRIVED, RequestState.SETTLED)


@dataclass(frozen=True)
class Report:
    """A plan with what was seen of it, asked once; each method gives the rows of a sheet."""

    plan: Plan
    language: Language

    @cached_property
    def facts(self) -> Facts:
        """The plan with all names."""
        codes = DepartureRequest.objects.filter(itineraries__plan=self.plan).values_list("code", flat=True)
        return facts_of(plan=self.plan, parties=list(codes))

    @cached_property
    def requests(self) -> dict[str, DepartureRequest]:
        """The parties of the plan by their codes."""
        found = DepartureRequest.objects.filter(campaign_id=self.plan.campaign_id)
        return {request.code: request for request in found}

    @cached_property
    def progress(self) -> dict[str, Progress]:
        """How far each duty got, by its code."""
        seen: dict[str, list[TravelEvent]] = defaultdict(list)
        events = TravelEvent.objects.filter(campaign_id=self.plan.campaign_id).select_related("duty")
        for event in events:
            seen[event.duty.code].append(event)
        return {duty.id: progress_of(self._halts(duty), seen[duty.id]) for duty in self.facts.plan.duties}

    def _halts(self, duty: PlannedDuty) -> list[Halt]:
        return [Halt(board=self._sized(stop.board), alight=self._sized(stop.alight)) for stop in duty.stops]

    def _sized(self, parties: Sequence[str]) -> dict[UUID, int]:
        return {self.requests[party].id: self.requests[party].size for party in parties}

    # ---- sheets --------------------------------------------------------------------------------------

    def summary(self) -> Iterator[Row]:
        """Figures as planned and as they came."""
        words_of = Counter[str]()
        for itinerary in self.facts.plan.itineraries:
            request = self.requests[itinerary.party]
            words_of[request.state] += request.size
        travel = words_of.total()
        boarded, arrived = (sum(words_of[s] for s in STATES_SEEN[k:]) for k in (0, 1))
        counts = (
            (travel, None),
            (travel, boarded),
            (0, words_of[RequestState.NO_SHOW]),
            (travel, arrived),
            (travel, words_of[RequestState.SETTLED]),
            (len(self.facts.plan.duties), sum(p.has_begun for p in self.progress.values())),
        )
        money = (
            self._metres() / 1000,
            *(getattr(self.plan, f"cost_{kind}") for kind in ("duties", "services", "total")),
        )
        for planned, actual in counts:
            yield planned, actual, None if actual is None else actual - planned
        for figure in money:
            yield round(float(figure), 2), None, None

    def people(self) -> Iterator[Row]:
        """Everyone who travels."""
        words, slots = LANGUAGES[self.language], {slot.id: slot for slot in self.facts.problem.slots}
        for itinerary in self.facts.plan.itineraries:
            request, slot = self.requests[itinerary.party], slots[itinerary.slot]
            employer = self.facts.employers.get(slot.id)
            members = self.facts.people.get(itinerary.party, ())
            for k in range(request.size):
                person = members[k] if k < len(members) else None
                yield (
                    person.name if person else f"{itinerary.party} ({k + 1})",
                    words.sexes.get(person.sex, person.sex) if person and person.sex else None,
                    person.birth_year if person else None,
                    person.phone_end if person else None,
                    ", ".join(words.needs.get(need, need) for need in (person.needs if person else ())),
                    itinerary.party,
                    self._state(request),
                    slot.id,
                    employer.within(self.language) if employer else None,
                    self.facts.name(slot.gate).within(self.language),
                )

    def _state(self, request: DepartureRequest) -> str:
        with override("en" if self.language == "en" else "zh-hans"):
            return str(RequestState(request.state).label)

    def itineraries(self, walk: str) -> Iterator[Row]:
        """Every leg of everyone, with the actual arrival where it was seen."""
        for itinerary in self.facts.plan.itineraries:
            size, here = self.requests[itinerary.party].size, None
            for k, leg in enumerate(itinerary.legs, start=1):
                by, start, end, there, actual = self._leg(leg, walk)
                planned = self._local(end)
                yield (
                    itinerary.party, size, k, by, here and self.facts.name(here).within(self.language),
                    self.facts.name(there).within(self.language), self._local(start), planned, actual,
                    _minutes(planned, actual),
                )  # fmt: skip
                here = there

    def _leg(self, leg: Leg, walk: str) -> tuple[str, int, int, str, datetime | None]:
        if isinstance(leg, AccessLeg):
            return walk, leg.depart, leg.arrive, leg.to, None
        if isinstance(leg, ServiceLeg):
            service = next(s for s in self.facts.problem.services if s.id == leg.service)
            return (
                self.facts.name(leg.service).within(self.language),
                service.depart,
                service.arrive,
                service.destination,
                None,
            )
        return self._ride(leg)

    def _ride(self, leg: DutyLeg) -> tuple[str, int, int, str, datetime | None]:
        duty = next(d for d in self.facts.plan.duties if d.id == leg.duty)
        stop, seen = duty.stops[leg.to_stop], self.progress[leg.duty].stops[leg.to_stop].arrived_at
        name = f"{LANGUAGES[self.language].duty} {leg.duty}"
        return name, duty.stops[leg.from_stop].depart, stop.arrive, stop.at, self._moment(seen)

    def duties(self) -> Iterator[Row]:
        """Every duty, planned and actual."""
        problem = campaign_offers(self.plan.campaign)
        road, fleets = road_of(problem), {fleet.id: fleet for fleet in problem.fleets}
        for duty in self.facts.plan.duties:
            seen, operator = self.progress[duty.id], self.facts.operators.get(duty.fleet)
            ends, ended = self._local(duty.stops[-1].arrive), self._moment(seen.stops[-1].arrived_at)
            yield (
                duty.id,
                self.facts.name(duty.fleet).within(self.language),
                operator.within(self.language) if operator else None,
                fleets[duty.fleet].crews[duty.crew].drivers,
                round(sum(road.leg(a.at, b.at)[0] for a, b in pairwise(duty.stops)) / 1000, 1),
                round(duty_cost(problem, road, duty), 2),
                self._local(duty.stops[0].depart),
                ends,
                self._moment(seen.stops[0].departed_at),
                ended,
                _minutes(ends, ended),
                sum(self.requests[party].size for stop in duty.stops for party in stop.board),
                sum(stop.on for stop in seen.stops) if seen.has_begun else None,
            )

    def stops(self) -> Iterator[Row]:
        """Every stop of every duty, planned and actual."""
        for duty in self.facts.plan.duties:
            for k, (stop, seen) in enumerate(zip(duty.stops, self.progress[duty.id].stops, strict=True), start=1):
                planned, arrived = self._local(stop.arrive), self._moment(seen.arrived_at)
                yield (
                    duty.id, k, self.facts.name(stop.at).within(self.language), planned, arrived,
                    _minutes(planned, arrived), self._local(stop.depart), self._moment(seen.departed_at),
                    sum(self._sized(stop.board).values()), seen.on, sum(self._sized(stop.alight).values()), seen.off,
                )  # fmt: skip

    def services(self) -> Iterator[Row]:
        """Every service that carries somebody."""
        words = LANGUAGES[self.language]
        riders = Counter[str]()
        for itinerary in self.facts.plan.itineraries:
            for leg in itinerary.legs:
                if isinstance(leg, ServiceLeg):
                    riders[leg.service] += self.requests[itinerary.party].size
        for service in (s for s in self.facts.problem.services if s.id in riders):
            operator, people = self.facts.operators.get(service.id), riders[service.id]
            yield (
                service.id, self.facts.name(service.id).within(self.language),
                words.modes.get(service.mode, service.mode), operator.within(self.language) if operator else None,
                self._local(service.depart), self._local(service.arrive), service.seats, people,
                service.cost_fixed + service.cost_per_seat * people,
            )  # fmt: skip

    def unserved(self) -> Iterator[Row]:
        """Everyone who stays at home, and why."""
        for left in self.facts.plan.unserved:
            yield left.party, self.requests[left.party].size, left.reason.value, left.detail

    def _metres(self) -> int:
        road = road_of(self.facts.problem)
        return sum(road.leg(a.at, b.at)[0] for duty in self.facts.plan.duties for a, b in pairwise(duty.stops))

    def _local(self, moment: int) -> datetime:
        local = wall_clock(self.facts.local(moment))
        assert local is not None
        return local

    def _moment(self, at: datetime | None) -> datetime | None:
        return None if at is None else self._local(int(at.timestamp()))


def _minutes(planned: datetime, actual: datetime | None) -> int | None:
    """How much later than planned, in minutes."""
    return None if actual is None else round((actual - planned).total_seconds() / 60)
