"""What organisations and campaigns are called, in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from scheduler.campaigns.models import Campaign
from scheduler.organisations.models import Organisation

register = template.Library()


@register.filter
def named(organisation: Organisation | None) -> str:
    """The name of an organisation; in English where it has an English one and that is spoken."""
    if organisation is None:
        return ""
    return (_is_english() and organisation.name_en) or organisation.name


@register.filter
def titled(campaign: Campaign) -> str:
    """The title of a campaign, or its name where it has none."""
    return (_is_english() and campaign.title_en) or campaign.title or campaign.name


def _is_english() -> bool:
    return get_language() == "en"
