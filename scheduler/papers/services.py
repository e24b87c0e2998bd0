"""Papers of a plan, ready to hand out.

Row-level security says who may have a paper: the duty or the intake slots must be visible to whoever asks. The
paper itself is then put together with the system's eyes, because it names what its reader's own rows do not
show: to which gate a rider on a feeder goes, or which flight the people at the gate came by.
"""

from __future__ import annotations

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import Organisation
from scheduler.organisations.tenancy import acting_as_system
from scheduler.papers.change_list import change_list_bytes, change_list_text
from scheduler.papers.intake_list import IntakeList, intake_list
from scheduler.papers.pdf import route_sheet_bytes
from scheduler.papers.route_sheet import RouteSheet, route_sheet
from scheduler.papers.selectors import facts_of
from scheduler.papers.wording import Language
from scheduler.papers.xlsx import intake_list_bytes
from scheduler.plans.changing import changes_between
from scheduler.plans.models import Duty, Itinerary, Plan, StopAction


def route_sheet_get(*, plan: Plan, duty_code: str, language: Language = "zh") -> RouteSheet:
    """What the driver of a duty must know.

    Raises
    ------
    NotFound
        The plan has no such duty that the asker may see.
    """
    duty = Duty.objects.select_related("fleet").filter(plan=plan, code=duty_code).first()
    if duty is None:
        raise NotFound(f"plan {plan.number} has no duty {duty_code!r}")
    with acting_as_system():
        aboard = StopAction.objects.filter(stop__duty=duty).values_list("request__code", flat=True).distinct()
        operators = [duty.fleet.operator_id] if duty.fleet.operator_id else []
        facts = facts_of(plan=plan, parties=list(aboard), organisation_ids=operators)
    return route_sheet(facts, duty_code=duty_code, language=language)


def route_sheet_pdf(*, plan: Plan, duty_code: str, language: Language = "zh") -> bytes:
    """The route sheet of a duty as PDF, A4; raises NotFound like `route_sheet_get`."""
    sheet = route_sheet_get(plan=plan, duty_code=duty_code, language=language)
    return route_sheet_bytes(sheet, printed_at=clock.now().astimezone(sheet.stops[0].arrive.tzinfo))


def intake_list_get(*, plan: Plan, employer: Organisation, language: Language = "zh") -> IntakeList:
    """Whom an employer takes in by a plan.

    Raises
    ------
    NotFound
        The employer has no intake slot in the plan's campaign that the asker may see.
    """
    slots = IntakeSlot.objects.filter(campaign_id=plan.campaign_id, employer=employer)
    codes = tuple(slots.order_by("position", "code").values_list("code", flat=True))
    if not codes:
        raise NotFound(f"{employer.code} has no intake slot in the campaign of plan {plan.number}")
    with acting_as_system():
        coming = Itinerary.objects.filter(plan=plan, slot__code__in=codes).values_list("request__code", flat=True)
        facts = facts_of(plan=plan, parties=list(coming), organisation_ids=[employer.id])
    name = employer.name_en if language == "en" and employer.name_en else employer.name
    return intake_list(facts, employer=name, slots=codes, language=language)


def intake_list_xlsx(*, plan: Plan, employer: Organisation, language: Language = "zh") -> bytes:
    """An employer's intake list as a workbook; raises NotFound like `intake_list_get`."""
    return intake_list_bytes(intake_list_get(plan=plan, employer=employer, language=language))


def change_list_xlsx(*, before: Plan, plan: Plan, language: Language = "zh") -> bytes:
    """What a plan does otherwise than another, as a workbook."""
    document = changes_between(before=before, plan=plan)
    title = f"{plan.campaign.title or plan.campaign.name} · {before.number} → {plan.number}"
    return change_list_bytes(document, title=title, language=language)


def change_list_csv(*, before: Plan, plan: Plan, language: Language = "zh") -> bytes:
    """The parties of that as CSV."""
    return change_list_text(changes_between(before=before, plan=plan), language=language)
