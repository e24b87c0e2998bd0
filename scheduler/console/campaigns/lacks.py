"""What still misses in a campaign, in words, each with the page on which it is mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from scheduler.campaigns.models import Campaign
from scheduler.plans.glance import Lack, Lacking

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMend:
    """Something that misses: what, whether a run can start without, and where it is mended."""

    words: Words
    stops: bool
    url: str


PAGES: Mapping[Lack, tuple[str, str]] = {
    Lack.PLACES: ("place_new", ""),
    Lack.POINTS: ("places", "?point=none"),
    Lack.SLOTS: ("slot_new", ""),
    Lack.CARRIERS: ("fleet_new", ""),
    Lack.SEATS: ("carriers", "?sort=seats"),
    Lack.OPTIONS: ("carriers", "?offer=expired"),
    Lack.REQUESTS: ("uploads", ""),
    Lack.DRAFTS: ("requests", "?state=draft"),
    Lack.BOARDING: ("requests", "?boarding=none"),
    Lack.CHOICES: ("requests", "?choices=none"),
    Lack.UNWISHED: ("slots", "?filled=unwished"),
    Lack.CONTACTS: ("slots", "?contact=none"),
}
WORDS: Mapping[Lack, Words] = {
    Lack.PLACES: _("There is no place yet: add hubs, gates, depots and where people board."),
    Lack.SLOTS: _("There is no slot yet: nobody can be placed."),
    Lack.CARRIERS: _("There is no vehicle and no service yet: nobody can be carried."),
    Lack.REQUESTS: _("There is no request to be planned yet: import a sheet."),
    Lack.POINTS: ngettext_lazy(
        "%(n)d place has no coordinates: roads to it cannot be counted.",
        "%(n)d places have no coordinates: roads to them cannot be counted.",
        "n",
    ),
    Lack.SEATS: ngettext_lazy("%(n)d carrier has no seats.", "%(n)d carriers have no seats.", "n"),
    Lack.OPTIONS: ngettext_lazy(
        "%(n)d option has run out without having been booked: it is left out of what is planned.",
        "%(n)d options have run out without having been booked: they are left out of what is planned.",
        "n",
    ),
    Lack.DRAFTS: ngettext_lazy(
        "%(n)d request is a draft: it is not planned before it is handed in.",
        "%(n)d requests are drafts: they are not planned before they are handed in.",
        "n",
    ),
    Lack.BOARDING: ngettext_lazy("%(n)d request has nowhere to board.", "%(n)d requests have nowhere to board.", "n"),
    Lack.CHOICES: ngettext_lazy(
        "%(n)d request has no slot to choose from: it stays at home.",
        "%(n)d requests have no slot to choose from: they stay at home.",
        "n",
    ),
    Lack.UNWISHED: ngettext_lazy("In %(n)d slot nobody may be placed.", "In %(n)d slots nobody may be placed.", "n"),
    Lack.CONTACTS: ngettext_lazy(
        "At the gate of %(n)d slot nobody is named who receives people.",
        "At the gates of %(n)d slots nobody is named who receives people.",
        "n",
    ),
}


def to_mend(campaign: Campaign, lacking: Sequence[Lacking]) -> list[ToMend]:
    """What misses, what stops a run first."""
    found = [
        ToMend(
            words=WORDS[one.lack] % {"n": one.count} if one.count else WORDS[one.lack],
            stops=one.stops,
            url=reverse(PAGES[one.lack][0], args=[campaign.id]) + PAGES[one.lack][1],
        )
        for one in lacking
    ]
    return sorted(found, key=lambda one: not one.stops)
