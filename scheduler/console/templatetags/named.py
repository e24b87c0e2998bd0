"""What things and campaigns are called, in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from scheduler.campaigns.models import Campaign

register = template.Library()


@register.filter
def named(thing: object) -> str:
    """The name of an organisation, place, job, fleet or service, else its code; in English where it has that."""
    if thing is None:
        return ""
    english = getattr(thing, "name_en", "") or getattr(thing, "title_en", "")
    own = getattr(thing, "name", "") or getattr(thing, "title", "") or getattr(thing, "code", "")
    return str((_is_english() and english) or own)


@register.filter
def titled(campaign: Campaign) -> str:
    """The title of a campaign, or its name where it has none."""
    return (_is_english() and campaign.title_en) or campaign.title or campaign.name


def _is_english() -> bool:
    return get_language() == "en"
