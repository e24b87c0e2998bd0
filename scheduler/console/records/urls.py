"""Addresses of records."""

from __future__ import annotations

from django.urls import path

from scheduler.console.records.views import calls, carriers, carriers_edit, places, request, requests, slots, uploads

urlpatterns = [
    path("campaigns/<uuid:campaign_id>/requests", requests.requests, name="requests"),
    path("campaigns/<uuid:campaign_id>/requests/move", requests.requests_move, name="requests_move"),
    path("campaigns/<uuid:campaign_id>/requests/propose", requests.requests_propose, name="requests_propose"),
    path("campaigns/<uuid:campaign_id>/requests/board", requests.requests_board, name="requests_board"),
    path("campaigns/<uuid:campaign_id>/requests/new", request.request_new, name="request_new"),
    path("requests/<uuid:request_id>", request.request, name="request"),
    path("requests/<uuid:request_id>/move", request.request_move, name="request_move"),
    path("requests/<uuid:request_id>/ruled-out", request.request_ruled_out, name="request_ruled_out"),
    path("requests/<uuid:request_id>/edit", request.request_edit, name="request_edit"),
    path("campaigns/<uuid:campaign_id>/slots", slots.slots, name="slots"),
    path("campaigns/<uuid:campaign_id>/slots/new", slots.slot_new, name="slot_new"),
    path("slots/<uuid:slot_id>", slots.slot, name="slot"),
    path("slots/<uuid:slot_id>/edit", slots.slot_edit, name="slot_edit"),
    path("slots/<uuid:slot_id>/remove", slots.slot_remove, name="slot_remove"),
    path("campaigns/<uuid:campaign_id>/carriers", carriers.carriers, name="carriers"),
    path("campaigns/<uuid:campaign_id>/fleets/new", carriers_edit.fleet_new, name="fleet_new"),
    path("fleets/<uuid:fleet_id>", carriers.fleet, name="fleet"),
    path("fleets/<uuid:fleet_id>/edit", carriers_edit.fleet_edit, name="fleet_edit"),
    path("fleets/<uuid:fleet_id>/option", carriers.fleet_option, name="fleet_option"),
    path("fleets/<uuid:fleet_id>/remove", carriers.fleet_remove, name="fleet_remove"),
    path("campaigns/<uuid:campaign_id>/services", carriers.services, name="services"),
    path("campaigns/<uuid:campaign_id>/services/new", carriers_edit.service_new, name="service_new"),
    path("services/<uuid:service_id>", carriers.service, name="service"),
    path("services/<uuid:service_id>/edit", carriers_edit.service_edit, name="service_edit"),
    path("services/<uuid:service_id>/option", carriers.service_option, name="service_option"),
    path("services/<uuid:service_id>/remove", carriers.service_remove, name="service_remove"),
    path("campaigns/<uuid:campaign_id>/places", places.places, name="places"),
    path("campaigns/<uuid:campaign_id>/places.json", places.spots_json, name="spots"),
    path("campaigns/<uuid:campaign_id>/places/new", places.place_new, name="place_new"),
    path("places/<uuid:place_id>", places.place, name="place"),
    path("places/<uuid:place_id>/edit", places.place_edit, name="place_edit"),
    path("places/<uuid:place_id>/gate", places.place_gate, name="place_gate"),
    path("places/<uuid:place_id>/remove", places.place_remove, name="place_remove"),
    path("campaigns/<uuid:campaign_id>/uploads", uploads.uploads, name="uploads"),
    path(
        "campaigns/<uuid:campaign_id>/sheet-template/<str:kind>-<str:spoken>.<str:form>",
        uploads.sheet_template,
        name="sheet_template",
    ),
    path("uploads/<uuid:upload_id>", uploads.upload, name="upload"),
    path("uploads/<uuid:upload_id>/faults.xlsx", uploads.upload_faults, name="upload_faults"),
    path("uploads/<uuid:upload_id>/take-in", uploads.upload_rows_take_in, name="upload_take_in"),
    path("uploads/<uuid:upload_id>/forget", uploads.upload_forget, name="upload_forget"),
    path("campaigns/<uuid:campaign_id>/calls", calls.calls, name="calls"),
    path("calls/<uuid:call_id>", calls.call, name="call"),
    path("calls/<uuid:call_id>/request", calls.request_of_call, name="call_request"),
]
