"""Calls, for the eyes of the bureau's coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from api.schemas.base import utc
from api.schemas.calls import CallOut, OutcomeName, TownOut

if TYPE_CHECKING:
    from scheduler.calls.models import Call
    from scheduler.calls.selectors import Town


def call_out(call: Call) -> CallOut:
    """Somebody to call."""
    return CallOut(
        id=call.id,
        campaign=call.campaign_id,
        town=call.town,
        name=str(call.name),
        phone=str(call.phone),
        sex=call.sex,
        birth_year=call.birth_year,
        employer=call.employer.code if call.employer else None,
        employer_name=call.employer_name,
        slots=call.slots,
        remark=call.remark,
        outcome=cast("OutcomeName", call.outcome),
        note=str(call.note),
        tries=call.tries,
        called_at=utc(call.called_at) if call.called_at else None,
        call_again_at=utc(call.call_again_at) if call.call_again_at else None,
        worker=call.worker_id,
        request=call.request_id,
        version=call.version,
        created_at=utc(call.created_at),
        updated_at=utc(call.updated_at),
    )


def town_out(town: Town) -> TownOut:
    """A town's calls in figures."""
    outcomes = {cast("OutcomeName", outcome): count for outcome, count in town.outcomes.items()}
    return TownOut(town=town.name, calls=town.calls, outcomes=outcomes, requests=town.requests)
