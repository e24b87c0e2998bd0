"""Departure requests <-> parties of the transfer format."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Q

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.people.models import BoardingOption, Choice, DepartureRequest
from scheduler.people.states import PLANNABLE_STATES
from solvers import problem as transfer
from solvers.problem import Party


def request_row(campaign: Campaign, party: Party, position: int) -> DepartureRequest:
    """A new request of a campaign, without its options and choices."""
    return DepartureRequest(
        campaign=campaign,
        code=party.id,
        position=position,
        size=party.size,
        wheelchairs=party.wheelchairs,
        ready_at=clock.moment(party.ready),
        due_at=None if party.due is None else clock.moment(party.due),
        unserved_cost=party.unserved_cost,
        meta=party.meta,
    )


def boarding_rows(request: DepartureRequest, party: Party, places: dict[str, UUID]) -> Iterator[BoardingOption]:
    """The boarding options of a party; ``places`` gives the ids of the places."""
    for i, boarding in enumerate(party.boarding):
        yield BoardingOption(
            campaign_id=request.campaign_id,
            request=request,
            place_id=places[boarding.at],
            access_s=boarding.access_s,
            position=i,
            meta=boarding.meta,
        )


def choice_rows(request: DepartureRequest, party: Party, slots: dict[str, UUID]) -> Iterator[Choice]:
    """The choices of a party; ``slots`` gives the ids of the slots."""
    for i, choice in enumerate(party.choices):
        yield Choice(
            campaign_id=request.campaign_id,
            request=request,
            slot_id=slots[choice.slot],
            cost=choice.cost,
            position=i,
            meta=choice.meta,
        )


def parties_of(
    campaign: Campaign,
    places: dict[UUID, str],
    slots: dict[UUID, str],
    codes: Collection[str] | None = None,
    *,
    begun: Collection[str] = (),
) -> tuple[Party, ...]:
    """The parties that a plan of the campaign has to account for, or those of the codes in whatever state, in order.

    ``places`` and ``slots`` give the codes; ``begun`` are those of parties under way that are among them.
    """
    boarding: dict[UUID, list[transfer.Boarding]] = {}
    options = BoardingOption.objects.filter(campaign=campaign).order_by("request_id", "position", "id")
    for request, place, access_s, meta in options.values_list("request_id", "place_id", "access_s", "meta"):
        option = transfer.Boarding(at=places[place], access_s=access_s, meta=meta)
        boarding.setdefault(request, []).append(option)
    choices: dict[UUID, list[transfer.Choice]] = {}
    chosen = Choice.objects.filter(campaign=campaign).order_by("request_id", "position", "id")
    for request, slot, cost, meta in chosen.values_list("request_id", "slot_id", "cost", "meta"):
        choices.setdefault(request, []).append(transfer.Choice(slot=slots[slot], cost=cost, meta=meta))
    columns = ("id", "code", "size", "wheelchairs", "ready_at", "due_at", "unserved_cost", "meta")
    planned = Q(state__in=PLANNABLE_STATES) | Q(code__in=begun)
    requests = DepartureRequest.objects.filter(planned if codes is None else Q(code__in=codes), campaign=campaign)
    return tuple(
        Party(
            id=code,
            size=size,
            wheelchairs=wheelchairs,
            ready=clock.seconds(ready_at),
            due=None if due_at is None else clock.seconds(due_at),
            boarding=tuple(boarding.get(request, ())),
            choices=tuple(choices.get(request, ())),
            unserved_cost=unserved_cost,
            meta=meta,
        )
        for request, code, size, wheelchairs, ready_at, due_at, unserved_cost, meta in requests.order_by(
            "position", "code"
        ).values_list(*columns)
    )


def rider_of(request: DepartureRequest) -> Party:
    """The party that a request is, without where it might board or go instead."""
    return Party(
        id=request.code,
        size=request.size,
        wheelchairs=request.wheelchairs,
        ready=clock.seconds(request.ready_at),
        due=clock.seconds(request.due_at) if request.due_at else None,
        boarding=(),
        choices=(),
        unserved_cost=request.unserved_cost,
    )
