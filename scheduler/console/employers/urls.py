"""Addresses of an employer's screens."""

from __future__ import annotations

from django.urls import path

from scheduler.console.employers.views import files, gate, intakes, offers

urlpatterns = [
    path("campaigns/<uuid:campaign_id>/intakes", intakes.intakes, name="intakes"),
    path("campaigns/<uuid:campaign_id>/intakes/confirm", intakes.confirm, name="intakes_confirm"),
    path("campaigns/<uuid:campaign_id>/intake-list.xlsx", files.intake_workbook, name="intake_workbook"),
    path("slots/<uuid:slot_id>/intake", intakes.intake, name="intake"),
    path("slots/<uuid:slot_id>/answer", intakes.answer, name="intake_answer"),
    path("slots/<uuid:slot_id>/hours", intakes.hours, name="intake_hours"),
    path("slots/<uuid:slot_id>/gate", gate.gate, name="gate"),
    path("slots/<uuid:slot_id>/gate/receive", gate.take_in, name="gate_receive"),
    path("slots/<uuid:slot_id>/arrivals.ics", files.arrivals_calendar, name="gate_calendar"),
    path("slots/<uuid:slot_id>/subscription", files.subscribe, name="gate_subscription"),
    path("calendar/<str:token>", files.subscription, name="calendar"),
    path("campaigns/<uuid:campaign_id>/offers", offers.offers, name="offers"),
    path("campaigns/<uuid:campaign_id>/offers/slot", offers.slot_new, name="offer_slot"),
    path("campaigns/<uuid:campaign_id>/offers/job", offers.job_new, name="offer_job"),
    path("slots/<uuid:slot_id>/offer", offers.slot_change, name="offer_slot_change"),
    path("slots/<uuid:slot_id>/offer/withdraw", offers.slot_withdraw, name="offer_slot_withdraw"),
]
