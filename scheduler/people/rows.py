"""The rows that hang on a departure request: who travels, where they can board, which slots they wish."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from scheduler.people.models import BoardingOption, Choice, DepartureRequest, Member


def member_rows(request: DepartureRequest, workers: Sequence[UUID], *, after: int = 0) -> list[Member]:
    """Workers as members of a party, behind those ``after`` whom it has."""
    return [
        Member(campaign_id=request.campaign_id, request=request, worker_id=worker, position=i)
        for i, worker in enumerate(workers, start=after)
    ]


def choice_rows(
    request: DepartureRequest, choices: Sequence[tuple[str, float]], slots: Mapping[str, UUID]
) -> list[Choice]:
    """Codes of slots with their costs as choices."""
    return [
        Choice(campaign_id=request.campaign_id, request=request, slot_id=slots[slot], cost=cost, position=i)
        for i, (slot, cost) in enumerate(choices)
    ]


def boarding_rows(
    request: DepartureRequest, boarding: Sequence[tuple[str, int]], places: Mapping[str, UUID]
) -> list[BoardingOption]:
    """Codes of places with seconds from home as boarding options."""
    return [
        BoardingOption(
            campaign_id=request.campaign_id, request=request, place_id=places[at], access_s=access_s, position=i
        )
        for i, (at, access_s) in enumerate(boarding)
    ]
