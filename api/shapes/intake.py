"""Plants, gates, job posts, slots and intakes, as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from api.schemas.answers import NotTakenOut
from api.schemas.base import utc
from api.schemas.intake import (
    ArrivalOut,
    ConfirmationName,
    DecisionOut,
    GateOut,
    IntakeOut,
    JobPostOut,
    PartyOut,
    PersonOut,
    PlantOut,
    SlotOut,
)

if TYPE_CHECKING:
    from scheduler.answers.models import PersonDecision
    from scheduler.intake.models import Gate, IntakeConfirmation, IntakeSlot, JobPost, Plant
    from scheduler.plans.intakes import IntakeArrival, IntakeParty
    from scheduler.plans.models import Plan


def plant_out(plant: Plant) -> PlantOut:
    """A plant."""
    return PlantOut(
        id=plant.id,
        employer_id=plant.employer_id,
        code=plant.code,
        name=plant.name,
        name_en=plant.name_en,
        city=plant.city,
        address=plant.address,
        lon=plant.point.x if plant.point else None,
        lat=plant.point.y if plant.point else None,
        version=plant.version,
    )


def gate_out(gate: Gate) -> GateOut:
    """The gate of a plant in a campaign."""
    return GateOut(
        id=gate.id,
        place=gate.place.code,
        plant=gate.plant.code,
        contact_name=str(gate.contact_name),
        contact_phone=str(gate.contact_phone),
    )


def job_post_out(post: JobPost) -> JobPostOut:
    """A job that an employer posts."""
    return JobPostOut(
        id=post.id,
        employer_id=post.employer_id,
        code=post.code,
        plant=post.plant.code if post.plant else None,
        title=post.title,
        title_en=post.title_en,
        workshop=post.workshop,
        skills=post.skills,
        age_from=post.age_from,
        age_to=post.age_to,
        accepts_needs=post.accepts_needs,
        headcount=post.headcount,
        pay_from=post.pay_from,
        pay_to=post.pay_to,
        sends_vehicle=post.sends_vehicle,
        meta=post.meta,
        version=post.version,
    )


def slot_out(slot: IntakeSlot) -> SlotOut:
    """An intake slot."""
    return SlotOut(
        id=slot.id,
        code=slot.code,
        employer_id=slot.employer_id,
        gate=slot.gate.code,
        job_post=slot.job_post.code if slot.job_post else None,
        capacity=slot.capacity,
        min_headcount=slot.min_headcount,
        windows=[[datetime.fromisoformat(moment) for moment in window] for window in slot.windows],
        meta=slot.meta,
        version=slot.version,
    )


def intake_out(
    slot: IntakeSlot, plan: Plan, planned: int, said: IntakeConfirmation | None, not_taken: Sequence[PersonDecision]
) -> IntakeOut:
    """What a plan brings to a slot, and what the employer said to it."""
    return IntakeOut(
        slot_id=slot.id,
        slot=slot.code,
        gate=slot.gate.code,
        plan_id=plan.id,
        plan_number=plan.number,
        planned=planned,
        decision=decision_out(said, not_taken) if said else None,
    )


def decision_out(said: IntakeConfirmation, not_taken: Sequence[PersonDecision]) -> DecisionOut:
    """What an employer said."""
    return DecisionOut(
        state=cast("ConfirmationName", said.state),
        planned=said.planned,
        accepted=said.accepted,
        reason=said.reason,
        not_taken=[NotTakenOut(party=one.request.code, worker=one.worker_id, reason=one.reason) for one in not_taken],
        decided_at=utc(said.decided_at),
    )


def arrival_out(arrival: IntakeArrival) -> ArrivalOut:
    """Parties that come together."""
    return ArrivalOut(
        arrives_at=utc(arrival.arrives_at),
        duty=arrival.duty.code if arrival.duty else None,
        service=arrival.service.code if arrival.service else None,
        headcount=arrival.headcount,
        parties=[_party(party) for party in arrival.parties],
    )


def _party(party: IntakeParty) -> PartyOut:
    """Names, and no telephone numbers: those are on the intake list in part only."""
    return PartyOut(
        request=party.request.code,
        size=party.request.size,
        wheelchairs=party.request.wheelchairs,
        people=[
            PersonOut(
                worker_id=worker.id,
                name=str(worker.name),
                sex=worker.sex,
                birth_year=worker.birth_year,
                needs=worker.needs,
            )
            for worker in party.members
        ],
    )
