"""What other programs read of a plan: calendars, GeoJSON, GTFS, and the bureau's report."""

from __future__ import annotations

import json
from uuid import UUID

from ninja import Router

from api import answers
from api.answers import GEOJSON, ICS, XLSX, ZIP, Answer
from api.auth import OFFICE, Request
from api.endpoint import endpoint
from api.routers.duties import duty_of
from api.routers.intakes import READERS, published
from api.routers.plans import Language
from scheduler.exports.calendars import duty_calendar, gate_calendar
from scheduler.exports.geojson import plan_geojson
from scheduler.exports.gtfs import plan_gtfs
from scheduler.exports.workbook import plan_workbook
from scheduler.intake.selectors import slot_get
from scheduler.plans.selectors import plan_get

router = Router(tags=["exports"])


@endpoint(router, "GET", "/duties/{duty_id}/calendar", media_type=ICS)
def duty_calendar_get(request: Request, duty_id: UUID, language: Language = "zh") -> Answer:
    """A driver's duty as iCalendar: the whole of it, and each stop at which people board or alight."""
    duty = duty_of(request, duty_id)
    return answers.file(duty_calendar(duty=duty, language=language), media_type=ICS, name=f"duty-{duty.position}.ics")


@endpoint(router, "GET", "/slots/{slot_id}/calendar", media_type=ICS, roles=READERS)
def gate_calendar_get(request: Request, slot_id: UUID, language: Language = "zh") -> Answer:
    """Arrivals at the gate of a slot by the published plan, as iCalendar; people are counted, not named."""
    slot = slot_get(slot_id=slot_id)
    calendar = gate_calendar(plan=published(slot.campaign), gate=slot.gate, language=language)
    return answers.file(calendar, media_type=ICS, name="gate.ics")


@endpoint(router, "GET", "/plans/{plan_id}/geojson", media_type=GEOJSON, roles=OFFICE)
def plan_geojson_get(request: Request, plan_id: UUID) -> Answer:
    """A plan as GeoJSON: a line for each duty and service, a point for each place."""
    plan = plan_get(plan_id=plan_id)
    body = json.dumps(plan_geojson(plan=plan), ensure_ascii=False, separators=(",", ":")).encode()
    return answers.file(body, media_type=GEOJSON, name=f"plan-{plan.number}.geojson")


@endpoint(router, "GET", "/plans/{plan_id}/gtfs", media_type=ZIP, roles=OFFICE, conflicts=True)
def plan_gtfs_get(request: Request, plan_id: UUID) -> Answer:
    """The timetable of a plan as a GTFS feed."""
    plan = plan_get(plan_id=plan_id)
    return answers.file(plan_gtfs(plan=plan), media_type=ZIP, name=f"plan-{plan.number}-gtfs.zip")


@endpoint(router, "GET", "/plans/{plan_id}/report", media_type=XLSX, roles=OFFICE)
def plan_report(request: Request, plan_id: UUID, language: Language = "zh") -> Answer:
    """Everything that a bureau reports of a plan, as a workbook: what was planned, what came, and the difference."""
    plan = plan_get(plan_id=plan_id)
    return answers.file(plan_workbook(plan=plan, language=language), media_type=XLSX, name=f"report-{plan.number}.xlsx")
