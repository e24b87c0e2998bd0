"""Addresses of a township's pages."""

from __future__ import annotations

from django.urls import path

from scheduler.console.towns.views import departures, survey, town, trips

urlpatterns = [
    path("campaigns/<uuid:campaign_id>/town", town.town, name="town"),
    path("campaigns/<uuid:campaign_id>/town/trips", trips.trips, name="town_trips"),
    path("campaigns/<uuid:campaign_id>/town/said", trips.said, name="town_said"),
    path("campaigns/<uuid:campaign_id>/town/slips.pdf", trips.slips, name="town_slips"),
    path("campaigns/<uuid:campaign_id>/town/departures", departures.departures, name="town_departures"),
    path("campaigns/<uuid:campaign_id>/survey", survey.people, name="survey"),
    path("campaigns/<uuid:campaign_id>/survey/new", survey.person_new, name="survey_new"),
    path("campaigns/<uuid:campaign_id>/survey/<uuid:worker_id>", survey.person, name="survey_person"),
]
