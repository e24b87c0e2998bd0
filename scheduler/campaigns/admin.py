"""Campaigns, to be looked at by the system's staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from scheduler.campaigns.models import Campaign, Participation

if TYPE_CHECKING:
    CampaignAdminBase = admin.ModelAdmin[Campaign]
    ParticipationAdminBase = admin.ModelAdmin[Participation]
else:
    CampaignAdminBase = ParticipationAdminBase = admin.ModelAdmin


@admin.register(Campaign)
class CampaignAdmin(CampaignAdminBase):
    """Whose, when, how large is for the bureau to change."""

    list_display = ("name", "bureau", "horizon_start", "horizon_end", "created_at")
    list_select_related = ("bureau",)
    search_fields = ("name", "title")
    fields = ("name", "bureau", "currency", "horizon_start", "horizon_end", "version", "created_at", "updated_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Campaigns are made by their bureau."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        """Campaigns are changed by their bureau."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Campaign | None = None) -> bool:
        """Nor removed."""
        return False


@admin.register(Participation)
class ParticipationAdmin(ParticipationAdminBase):
    """Who takes part in what."""

    list_display = ("campaign", "organisation", "created_at")
    list_select_related = ("campaign", "organisation")
    autocomplete_fields = ("campaign", "organisation")
