"""Addresses of a carrier's screens."""

from __future__ import annotations

from django.urls import path

from scheduler.console.operators.views import drivers, duties, duty, fleets

urlpatterns = [
    path("campaigns/<uuid:campaign_id>/duties", duties.duties, name="duties"),
    path("campaigns/<uuid:campaign_id>/duties/name", duties.name_many, name="duties_name"),
    path("duties/<uuid:duty_id>/manning", duty.manning, name="duty_manning"),
    path("duties/<uuid:duty_id>/route-sheet", duty.route_sheet, name="duty_sheet"),
    path("duties/<uuid:duty_id>/calendar.ics", duty.calendar, name="duty_calendar"),
    path("duties/<uuid:duty_id>/link", duty.link, name="duty_link"),
    path("campaigns/<uuid:campaign_id>/drivers", drivers.drivers, name="drivers"),
    path("campaigns/<uuid:campaign_id>/drivers/new", drivers.driver_new, name="driver_new"),
    path("campaigns/<uuid:campaign_id>/drivers/<uuid:driver_id>", drivers.driver, name="driver"),
    path("campaigns/<uuid:campaign_id>/drivers/<uuid:driver_id>/days", drivers.days, name="driver_days"),
    path("campaigns/<uuid:campaign_id>/vehicles", fleets.fleets, name="vehicles"),
    path("campaigns/<uuid:campaign_id>/vehicles/new", fleets.fleet_new, name="vehicle_new"),
    path("campaigns/<uuid:campaign_id>/vehicles/<uuid:fleet_id>", fleets.fleet_change, name="vehicle"),
    path("campaigns/<uuid:campaign_id>/services/<uuid:service_id>/option", fleets.service_hold, name="service_hold"),
]
