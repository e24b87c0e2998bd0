"""Campaigns, who takes part and whom to call, as they are shown."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, cast

from api.schemas.base import utc
from api.schemas.campaigns import (
    AccessRuleOut,
    AccessRulesOut,
    CampaignOut,
    CampaignSummary,
    ContactOut,
    ContactRole,
    ParticipationOut,
)
from api.shapes.organisations import organisation_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.campaigns import models


def local(campaign: models.Campaign, moment: datetime) -> datetime:
    """A moment on the campaign's clock."""
    return moment.astimezone(timezone(timedelta(seconds=campaign.utc_offset_s)))


def campaign_out(campaign: models.Campaign) -> CampaignOut:
    """A campaign."""
    return CampaignOut(
        id=campaign.id,
        name=campaign.name,
        title=campaign.title,
        title_en=campaign.title_en,
        currency=campaign.currency,
        horizon_start=local(campaign, campaign.horizon_start),
        horizon_end=local(campaign, campaign.horizon_end),
        bureau=organisation_out(campaign.bureau),
        travel=campaign.travel,
        rules=campaign.rules,
        unserved_cost_first=campaign.unserved_cost_first,
        unserved_cost_more=campaign.unserved_cost_more,
        priority_factor=campaign.priority_factor,
        meta=campaign.meta,
        version=campaign.version,
        created_at=utc(campaign.created_at),
        updated_at=utc(campaign.updated_at),
    )


def campaign_summary(campaign: models.Campaign) -> CampaignSummary:
    """A campaign in a list."""
    return CampaignSummary(
        id=campaign.id,
        name=campaign.name,
        title=campaign.title,
        title_en=campaign.title_en,
        currency=campaign.currency,
        horizon_start=local(campaign, campaign.horizon_start),
        horizon_end=local(campaign, campaign.horizon_end),
        created_at=utc(campaign.created_at),
    )


def participation_out(participation: models.Participation) -> ParticipationOut:
    """An organisation that takes part."""
    return ParticipationOut(
        id=participation.id,
        organisation=organisation_out(participation.organisation),
        created_at=utc(participation.created_at),
    )


def contact_out(contact: models.Contact) -> ContactOut:
    """Whom to call."""
    return ContactOut(
        id=contact.id,
        role=cast("ContactRole", contact.role),
        name=str(contact.name),
        phone=str(contact.phone),
        organisation_id=contact.organisation_id,
    )


def access_rules_out(rules: Iterable[models.AccessRule]) -> AccessRulesOut:
    """How far people go to board, and how fast."""
    return AccessRulesOut(
        rules=[
            AccessRuleOut(
                means=rule.means,
                place_kinds=rule.place_kinds,
                reach_m=rule.reach_m,
                kmh=rule.kmh,
                extra_s=rule.extra_s,
                detour=rule.detour,
                nearest=rule.nearest,
            )
            for rule in rules
        ]
    )
