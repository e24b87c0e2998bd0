"""Papers of a plan, ready to hand out.

Row-level security says who may have a paper: the duty or the intake slots must be visible to whoever asks. The
paper itself is then put together with the system's eyes, because it names what its reader's own rows do not
show: to which gate a rider on a feeder goes, or which flight the people at the gate came by.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.fleet.models import Service
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import Organisation
from scheduler.organisations.tenancy import acting_as_system
from scheduler.papers.change_list import change_list_bytes, change_list_text
from scheduler.papers.handover import handover
from scheduler.papers.intake_list import IntakeList, intake_list
from scheduler.papers.manifest import Manifest, manifest
from scheduler.papers.pdf import handover_bytes, manifest_bytes, route_sheet_bytes
from scheduler.papers.route_sheet import RouteSheet, route_sheet
from scheduler.papers.selectors import facts_of, facts_of_riding
from scheduler.papers.slip_pdf import slips_bytes
from scheduler.papers.slip_rows import cards
from scheduler.papers.wording import Language
from scheduler.papers.xlsx import intake_list_bytes, manifest_workbook
from scheduler.places.models import Place
from scheduler.plans.changing import changes_between
from scheduler.plans.models import Duty, Itinerary, Leg, Plan, PlanState
from scheduler.plans.riding import Riding, riding_of
from scheduler.telling.seats import seats_told
from scheduler.travel.links import duty_link_issue


def route_sheet_get(*, plan: Plan, duty_code: str, language: Language = "zh") -> RouteSheet:
    """What the driver of a duty must know.

    Raises
    ------
    NotFound
        The plan has no such duty that the asker may see.
    """
    duty = plan.duties.select_related("fleet").filter(code=duty_code).first()
    if duty is None:
        raise NotFound(f"plan {plan.number} has no duty {duty_code!r}")
    with acting_as_system():
        return route_sheet_of(riding=riding_of(duty), language=language)


def route_sheet_of(*, riding: Riding, language: Language) -> RouteSheet:
    """The same, of a duty that was read for somebody who may see it; asked with the system's eyes."""
    facts, told = facts_of_riding(riding), seats_told(duty=riding.duty)
    return route_sheet(facts, duty_code=riding.duty.code, language=language, told=told)


def route_sheet_pdf(*, plan: Plan, duty_code: str, language: Language = "zh") -> bytes:
    """The route sheet of a duty as PDF, A4, with the driver's link on it; raises NotFound like `route_sheet_get`."""
    sheet = route_sheet_get(plan=plan, duty_code=duty_code, language=language)
    duty = Duty.objects.select_related("plan__campaign").get(plan=plan, code=duty_code)
    link = duty_link_issue(duty=duty).url if plan.state == PlanState.PUBLISHED else None
    return route_sheet_bytes(sheet, link=link, printed_at=_now(sheet.stops[0].arrive))


def manifest_get(*, plan: Plan, service: Service, language: Language = "zh") -> Manifest:
    """Who flies, or rides, on a service by a plan, for a caller who may see the service.

    Raises
    ------
    NotFound
        The plan has nobody on it that the asker may see.
    """
    _check_same(plan, service, "service")
    with acting_as_system():
        riding = Leg.objects.filter(plan=plan, service=service).values_list("itinerary__request__code", flat=True)
        facts = facts_of(plan=plan, parties=list(riding), organisation_ids=_some(service.operator_id))
    return manifest(facts, service=service.code, language=language)


def manifest_pdf(*, plan: Plan, service: Service, language: Language = "zh") -> bytes:
    """A service's manifest as PDF, A4; raises NotFound like `manifest_get`."""
    listing = manifest_get(plan=plan, service=service, language=language)
    return manifest_bytes(listing, printed_at=_now(listing.departs_at))


def manifest_xlsx(*, plan: Plan, service: Service, language: Language = "zh") -> bytes:
    """A service's manifest as a workbook; raises NotFound like `manifest_get`."""
    return manifest_workbook(manifest_get(plan=plan, service=service, language=language))


def handover_pdf(*, plan: Plan, place: Place | None = None, language: Language = "zh") -> bytes:
    """Who is handed over where by a plan, everywhere or at one place, as PDF, A4, to be counted out and in.

    Raises
    ------
    NotFound
        Nobody changes there.
    """
    if place:
        _check_same(plan, place, "place")
    with acting_as_system():
        facts = facts_of(plan=plan, parties=[])
    sheet = handover(facts, place=place.code if place else None, language=language)
    return handover_bytes(sheet, printed_at=_now(sheet.changes[0].at))


def _now(like: datetime) -> datetime:
    """The present moment on the clock of another."""
    return clock.now().astimezone(like.tzinfo)


def _check_same(plan: Plan, thing: Service | Place, what: str) -> None:
    if thing.campaign_id != plan.campaign_id:
        raise NotFound(f"the campaign of plan {plan.number} has no {what} {thing.id}")


def _some(organisation: UUID | None) -> list[UUID]:
    return [organisation] if organisation else []


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


def slips_pdf(*, plan: Plan, language: Language = "zh", town: str | None = None) -> bytes:
    """Everyone's slip as cards on A4, of one town if one is named.

    Raises
    ------
    NotFound
        Nobody travels by the plan, or nobody of the town.
    """
    found = cards(plan=plan, language=language, town=town)
    if not found:
        raise NotFound(f"nobody{f' of {town}' if town else ''} travels by plan {plan.number}")
    return slips_bytes(found, language=language)


def change_list_xlsx(*, before: Plan, plan: Plan, language: Language = "zh") -> bytes:
    """What a plan does otherwise than another, as a workbook."""
    document = changes_between(before=before, plan=plan)
    title = f"{plan.campaign.title or plan.campaign.name} · {before.number} → {plan.number}"
    return change_list_bytes(document, title=title, language=language)


def change_list_csv(*, before: Plan, plan: Plan, language: Language = "zh") -> bytes:
    """The parties of that as CSV."""
    return change_list_text(changes_between(before=before, plan=plan), language=language)
