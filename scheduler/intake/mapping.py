"""Intake slots <-> slots of the transfer format."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from scheduler.campaigns.models import Campaign
from scheduler.intake.models import IntakeSlot
from solvers.documents.times import moment, moment_text
from solvers.problem import Slot, Span


def windows_json(windows: Iterable[Span], utc_offset_s: int) -> list[list[str]]:
    """Windows as they are kept: ISO 8601 with the campaign's offset."""
    return [[moment_text(at, utc_offset_s) for at in window] for window in windows]


def windows_of(kept: Iterable[Iterable[str]]) -> tuple[Span, ...]:
    """Windows in seconds since the Unix epoch."""
    return tuple((moment(start), moment(end)) for start, end in kept)


def slot_row(campaign: Campaign, slot: Slot, position: int, places: dict[str, UUID]) -> IntakeSlot:
    """A new slot of a campaign; ``places`` gives the ids of the gates."""
    return IntakeSlot(
        campaign=campaign,
        code=slot.id,
        position=position,
        gate_id=places[slot.gate],
        capacity=slot.capacity,
        min_headcount=slot.min_headcount,
        windows=windows_json(slot.windows, campaign.utc_offset_s),
        meta=slot.meta,
    )


def slot_of(slot: IntakeSlot, places: dict[UUID, str]) -> Slot:
    """The slot that an intake slot is in the format; ``places`` gives the codes of the gates."""
    return Slot(
        id=slot.code,
        gate=places[slot.gate_id],
        capacity=slot.capacity,
        min_headcount=slot.min_headcount,
        windows=windows_of(slot.windows),
        meta=slot.meta,
    )
