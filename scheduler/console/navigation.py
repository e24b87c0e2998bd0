"""What stands above a campaign's pages, by role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.console.acting import Visit
from scheduler.organisations.roles import Role

OFFICE = frozenset({Role.COORDINATOR, Role.AUDITOR})
"""Who sees what a bureau knows; auditors change nothing."""
COORDINATORS = frozenset({Role.COORDINATOR})
"""Who changes it."""
TOWNS = frozenset({Role.TOWN})
REGISTRARS = COORDINATORS | TOWNS
"""Who enters people and speaks for them: a town's staff for their own town's."""
KNOWING = OFFICE | TOWNS
"""Who reads of people."""
SENDERS = frozenset({Role.COORDINATOR, Role.EMPLOYER, Role.OPERATOR, Role.TOWN})
"""Who sends sheets in: each role some kinds of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page of a campaign that is always at hand: the name of its address, its words, its key, and whose it is."""

    name: str
    title: str | Promise
    key: str = ""
    roles: frozenset[Role] = OFFICE


EMPLOYER = frozenset({Role.EMPLOYER})
HOSTS = COORDINATORS | EMPLOYER
"""Who says where people work, and who receives them there."""
CARRIERS = frozenset({Role.OPERATOR, Role.EMPLOYER})
"""Who runs vehicles: employers may send coaches of their own."""

PLACES: Sequence[Place] = (
    Place(name="campaign", title=_("Overview"), key="1", roles=frozenset(Role)),
    Place(name="town", title=_("To be done"), key="2", roles=TOWNS),
    Place(name="town_trips", title=_("Trips"), key="3", roles=TOWNS),
    Place(name="town_departures", title=_("Departures"), key="4", roles=TOWNS),
    Place(name="calls", title=_("Calls"), key="5", roles=TOWNS),
    Place(name="requests", title=_("Requests"), key="2"),
    Place(name="slots", title=_("Slots"), key="3"),
    Place(name="carriers", title=_("Carriers"), key="4"),
    Place(name="places", title=_("Places"), key="5"),
    Place(name="uploads", title=_("Sheets"), key="6", roles=SENDERS),
    Place(name="requests", title=_("Requests"), key="7", roles=TOWNS),
    Place(name="survey", title=_("Survey"), key="8", roles=TOWNS),
    Place(name="intakes", title=_("Who comes"), key="2", roles=EMPLOYER),
    Place(name="offers", title=_("Slots and jobs"), key="3", roles=EMPLOYER),
    Place(name="duties", title=_("Duties"), key="d", roles=CARRIERS),
    Place(name="drivers", title=_("Drivers"), key="v", roles=CARRIERS),
    Place(name="vehicles", title=_("Vehicles offered"), key="f", roles=CARRIERS),
    Place(name="runs", title=_("Runs"), key="7"),
    Place(name="plans", title=_("Plans"), key="8"),
    Place(name="replan", title=_("Re-planning"), key="9"),
    Place(name="today", title=_("Today"), key="0"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A page as it stands above the one that is open."""

    title: str | Promise
    url: str
    key: str
    is_here: bool


def campaign_page(
    visit: Visit, template: str, *, campaign: Campaign, here: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a campaign, in its local time, under the tabs of its role; ``here`` names the tab that is open."""
    tabs = [
        Tab(title=one.title, url=reverse(one.name, args=[campaign.id]), key=one.key, is_here=one.name == here)
        for one in PLACES
        if visit.role in one.roles
    ]
    with timezone.override(zone_of(campaign)):
        return render(visit, template, {"campaign": campaign, "tabs": tabs, **context}, status=status)


def zone_of(campaign: Campaign) -> tzinfo:
    """The campaign's local time, in which all of its times are shown."""
    return timezone.get_fixed_timezone(campaign.utc_offset_s // 60)
