"""Operators' answers to duties: accepted with a vehicle and drivers who may drive it, or refused with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from scheduler import clock
from scheduler.answers.recording import answer_note
from scheduler.campaigns.models import Campaign
from scheduler.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Reasons
from scheduler.manning.checking import Objection, crew_size, objections
from scheduler.manning.drivers import drivers_by_code
from scheduler.manning.models import Driver, Manning, ManningState, NamedDriver
from scheduler.manning.telling import drivers_tell, sheet_send
from scheduler.organisations.models import Organisation, User
from scheduler.organisations.tenancy import acting_as_system
from scheduler.plans.models import Duty, Plan, PlanState

log = structlog.get_logger(__name__)


class DriversRefused(Reasons):
    """A driver or vehicle cannot take the duty; each reason shows the sum or the duty that speaks against it."""

    code = "drivers_refused"
    title = gettext_noop("The drivers or the vehicle cannot take this duty")

    def __init__(self, *, objections: Sequence[Objection]) -> None:
        super().__init__(reasons=[str(one) for one in objections])
        self.objections = tuple(objections)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyAnswer:
    """What an operator says to a duty: its drivers by code, in the order of its drives."""

    state: str
    plate: str = ""
    drivers: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """What became of a row: done, or why not; ``error`` is that for who words it otherwise."""

    done: bool
    why: str = ""
    error: DomainError | None = field(default=None, compare=False)


def manning_get(*, duty: Duty) -> Manning:
    """What was said to a duty; raises NotFound where its operator has not been asked."""
    manning = Manning.objects.filter(duty=duty).prefetch_related("drivers__driver").first()
    if manning is None:
        raise NotFound(_("the operator of duty {code} has not been asked yet"), code=duty.code)
    return manning


def manning_list(*, plan: Plan) -> QuerySet[Manning]:
    """What operators said to the duties of a plan, as far as the asker may see them."""
    mannings = Manning.objects.filter(duty__plan=plan).select_related("duty")
    return mannings.prefetch_related("drivers__driver").order_by("duty__position")


def duty_answer(*, duty: Duty, carrier: Organisation | None, answer: DutyAnswer, by: User | None) -> Manning:
    """Record what the operator says to a duty; said again, the later answer holds.

    Parameters
    ----------
    carrier
        Who answers (None: the bureau, for whomever it spoke to by telephone).

    Raises
    ------
    Forbidden
        The duty is another operator's.
    Conflict
        Its plan is not the published one.
    Invalid
        A driver is not the operator's, their number is not the crew's, or something needed is missing.
    DriversRefused
        A driver would break a limit, or drives elsewhere at that time; or the vehicle does.
    """
    with acting_as_system(), transaction.atomic():
        duty = Duty.objects.select_related("plan__campaign", "fleet").get(id=duty.id)
        Campaign.objects.select_for_update(no_key=True).get(id=duty.campaign_id)  # two duties share a driver
        manning = Manning.objects.filter(duty=duty).first()
        _check_asked(duty, manning, carrier)
        assert manning is not None
        drivers = _drivers(duty, manning.operator_id, answer)
        told = manning.state == ManningState.ACCEPTED  # drivers of a duty that has changed are a proposal
        before = list(Driver.objects.filter(named__manning=manning)) if told else []
        _write(manning, answer, drivers, by)
        answer_note(duty=duty.id, says_yes=answer.state == ManningState.ACCEPTED, by=by, reason=answer.reason)
        drivers_tell(duty=duty, version=manning.version + 1, before=before, now=drivers)
        manning = manning_get(duty=duty)
    log.info("duty_answered", duty=str(duty.id), state=answer.state, drivers=len(drivers))
    return manning


def duties_answer(
    *, plan: Plan, rows: Sequence[tuple[str, DutyAnswer]], carrier: Organisation | None, by: User | None
) -> list[RowOutcome]:
    """Answer many duties by their codes, each by itself; what became of each row."""
    seen = {duty.code: duty for duty in Duty.objects.filter(plan=plan).select_related("fleet")}
    outcomes = []
    for code, answer in rows:
        try:
            if code not in seen:
                raise NotFound(_("plan {number} has no duty {code!r} that is yours"), number=plan.number, code=code)
            with transaction.atomic():
                duty_answer(duty=seen[code], carrier=carrier, answer=answer, by=by)
        except DomainError as error:
            outcomes.append(RowOutcome(done=False, why=error.detail, error=error))
        else:
            outcomes.append(RowOutcome(done=True))
    return outcomes


def sheet_send_again(*, duty: Duty, carrier: Organisation | None) -> int:
    """Send the drivers of a duty the link to its sheet once more; to how many.

    Raises
    ------
    Forbidden
        The duty is another operator's.
    Conflict
        Its plan is not the published one, or nobody is named.
    """
    with acting_as_system(), transaction.atomic():
        duty = Duty.objects.select_related("plan__campaign", "fleet").get(id=duty.id)
        manning = Manning.objects.filter(duty=duty).first()
        _check_asked(duty, manning, carrier)
        assert manning is not None
        drivers = list(Driver.objects.filter(named__manning=manning))
        if manning.state != ManningState.ACCEPTED or not drivers:
            raise Conflict(
                _("no driver is named for duty {code}: name one first, who is sent the link then"), code=duty.code
            )
        sheet_send(duty=duty, version=manning.version, drivers=drivers)
    return len(drivers)


def _check_asked(duty: Duty, manning: Manning | None, carrier: Organisation | None) -> None:
    if duty.plan.state != PlanState.PUBLISHED:
        raise Conflict(
            _("plan {number} is {state}: only duties of the published plan are answered"),
            number=duty.plan.number,
            state=PlanState(duty.plan.state),
        )
    if manning is None:
        raise Conflict(_("the operator of duty {code} has not been asked yet: the plan is being told"), code=duty.code)
    if carrier is not None and manning.operator_id != carrier.id:
        raise Forbidden(_("duty {code} is another operator's"), code=duty.code)


def _drivers(duty: Duty, operator: UUID, answer: DutyAnswer) -> list[Driver]:
    """The drivers named, if nothing speaks against them."""
    if answer.state != ManningState.ACCEPTED:
        if not answer.reason.strip():
            raise Invalid(_("reason is missing: say why the duty is refused"), where="reason")
        return []
    known = drivers_by_code(operator=operator, codes=answer.drivers)
    unknown = [code for code in answer.drivers if code not in known]
    if unknown:
        raise Invalid(_("no driver {unknown} drives for the operator"), unknown=", ".join(unknown), where="drivers")
    if len(set(answer.drivers)) < len(answer.drivers):
        raise Invalid(_("a driver is named twice"), where="drivers")
    size = crew_size(duty)
    if answer.drivers and len(answer.drivers) != size:
        raise Invalid(
            _("{drivers} drivers named: duty {code} is planned with {size}"),
            drivers=len(answer.drivers),
            code=duty.code,
            size=size,
            where="drivers",
        )
    drivers = [known[code] for code in answer.drivers]
    if found := objections(duty=duty, drivers=drivers, plate=answer.plate.strip()):
        raise DriversRefused(objections=found)
    return drivers


def _write(manning: Manning, answer: DutyAnswer, drivers: Sequence[Driver], by: User | None) -> None:
    now = clock.now()
    Manning.objects.filter(duty_id=manning.duty_id).update(
        state=answer.state,
        plate=answer.plate.strip(),
        reason=answer.reason.strip(),
        decided_by=by,
        decided_at=now,
        updated_at=now,
        version=F("version") + 1,
    )
    NamedDriver.objects.filter(manning=manning).delete()
    NamedDriver.objects.bulk_create(
        NamedDriver(manning=manning, campaign_id=manning.campaign_id, number=number, driver=driver)
        for number, driver in enumerate(drivers)
    )
