"""Addresses of campaigns."""

from __future__ import annotations

from django.urls import path

from scheduler.console.campaigns import changing, ruling, views

urlpatterns = [
    path("campaigns", views.campaigns, name="campaigns"),
    path("campaigns/new", changing.campaign_new, name="campaign_new"),
    path("campaigns/import", changing.campaign_from_document, name="campaign_import"),
    path("campaigns/<uuid:campaign_id>", views.campaign, name="campaign"),
    path("campaigns/<uuid:campaign_id>/rules", ruling.campaign_rules, name="campaign_rules"),
    path("campaigns/<uuid:campaign_id>/roads", ruling.campaign_roads, name="campaign_roads"),
    path("campaigns/<uuid:campaign_id>/reach", ruling.campaign_reach, name="campaign_reach"),
    path("campaigns/<uuid:campaign_id>/matching", ruling.campaign_matching, name="campaign_matching"),
    path("campaigns/<uuid:campaign_id>/edit", ruling.campaign_edit, name="campaign_edit"),
    path("campaigns/<uuid:campaign_id>/people", changing.people_of_campaign, name="campaign_people"),
    path(
        "campaigns/<uuid:campaign_id>/contacts/<uuid:contact_id>",
        changing.contact_edit,
        name="campaign_contact",
    ),
    path(
        "campaigns/<uuid:campaign_id>/people/<uuid:participation_id>/end",
        changing.participation_end,
        name="participation_end",
    ),
]
