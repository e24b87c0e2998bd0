"""Asking operators whether they drive the duties of a new plan; what they said to one that stays still holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from scheduler.answers.asking import Question
from scheduler.answers.models import AskKind
from scheduler.links.models import Purpose
from scheduler.links.services import link_move
from scheduler.manning.models import Manning, ManningState, NamedDriver
from scheduler.manning.telling import drivers_tell
from scheduler.plans.models import Duty, Plan, Stop


def duties_ask(*, plan: Plan, before: Plan | None, changed: Collection[UUID]) -> list[Question]:
    """A question for each duty that is new or ``changed``, or was not answered; the others keep their answers.

    Plate and drivers of a changed duty stay as a proposal, until the operator answers again.
    """
    mannings = Manning.objects.filter(duty__plan=before).select_related("duty__plan__campaign")
    earlier = {manning.duty.code: manning for manning in mannings.prefetch_related("drivers__driver")}
    questions = []
    _drop(plan, earlier, changed)
    duties = Duty.objects.filter(plan=plan, fleet__operator__isnull=False).select_related("fleet").order_by("position")
    for duty in duties:
        manning = _carried(duty, earlier.get(duty.code), keeps=duty.id not in changed)
        if manning.state == ManningState.ASKED:
            first = Stop.objects.filter(duty=duty).order_by("position").values_list("departs_at", flat=True)[0]
            questions.append(
                Question(kind=AskKind.DUTY, begins=first, duty=duty.id, organisation=duty.fleet.operator_id)
            )
    return questions


def _drop(plan: Plan, earlier: Mapping[str, Manning], changed: Collection[UUID]) -> None:
    """Drivers of a duty that has gone, or is another now, do not drive it as they were told."""
    codes = dict(Duty.objects.filter(plan=plan).values_list("code", "id"))
    for code, manning in earlier.items():
        if manning.state != ManningState.ACCEPTED:
            continue
        if code in codes and codes[code] not in changed:
            link_move(purpose=Purpose.DRIVE, subject=manning.duty_id, to=codes[code])
        else:
            drivers = [one.driver for one in manning.drivers.all()]
            drivers_tell(duty=manning.duty, version=manning.version + 1, before=drivers, now=[])


def _carried(duty: Duty, earlier: Manning | None, *, keeps: bool) -> Manning:
    assert duty.fleet.operator_id is not None
    manning = Manning(duty=duty, campaign_id=duty.campaign_id, operator_id=duty.fleet.operator_id)
    if earlier is not None:
        manning.plate = earlier.plate
        if keeps:
            manning.state, manning.reason = earlier.state, earlier.reason
            manning.decided_by_id, manning.decided_at = earlier.decided_by_id, earlier.decided_at
    manning.save(force_insert=True)
    if earlier is not None:
        NamedDriver.objects.bulk_create(
            NamedDriver(manning=manning, campaign_id=duty.campaign_id, number=one.number, driver_id=one.driver_id)
            for one in earlier.drivers.all()
        )
    return manning
