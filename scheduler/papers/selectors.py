"""Gathers what papers say from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from scheduler.campaigns.models import Campaign, Contact, ContactRole
from scheduler.campaigns.selectors import campaign_offers
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.papers import facts
from scheduler.papers.facts import Facts, Name, Person
from scheduler.people.mapping import riders_of
from scheduler.people.models import DepartureRequest, Member
from scheduler.people.states import RequestState
from scheduler.places.models import Place
from scheduler.plans.mapping import around
from scheduler.plans.models import Duty, Plan
from scheduler.plans.selectors import plan_data

PHONE_END = 4
"""Digits of a telephone number that a paper carries: enough to tell people apart, too few to call them."""

GONE = (RequestState.WITHDRAWN, RequestState.RETURNED)
"""Parties of a plan that do not come any more: its papers still have to name them."""


def facts_of(
    *, plan: Plan, parties: Collection[str], organisation_ids: Collection[UUID] = (), duty: Duty | None = None
) -> Facts:
    """What papers of ``plan`` say, or those of one ``duty`` of it; only the members of ``parties`` are named.

    Contacts are the bureau's own and those of the organisations given.
    """
    campaign, solved = plan.campaign, around(plan, duty) if duty else plan_data(plan=plan)
    problem, carried = campaign_offers(campaign), {itinerary.party for itinerary in solved.itineraries}
    parties_in = DepartureRequest.objects.filter(campaign=campaign, code__in=carried).values_list("code", flat=True)
    return Facts(
        problem=replace(problem, parties=riders_of(campaign, carried)),
        plan=solved,
        gone=frozenset(parties_in.filter(state__in=GONE)),
        absent=frozenset(parties_in.filter(state=RequestState.NO_SHOW)),
        campaign=_name(campaign.title or campaign.name, campaign.title_en),
        number=plan.number,
        published_at=plan.published_at,
        contacts=_contacts(campaign, organisation_ids),
        operators={
            **_organisations(Fleet.objects.filter(campaign=campaign), "operator"),
            **_organisations(Service.objects.filter(campaign=campaign), "operator"),
        },
        employers=_organisations(IntakeSlot.objects.filter(campaign=campaign), "employer"),
        names=_names(campaign),
        people=_people(campaign, parties),
    )


def _contacts(campaign: Campaign, organisation_ids: Collection[UUID]) -> tuple[facts.Contact, ...]:
    wanted = Contact.objects.filter(campaign=campaign).exclude(role=ContactRole.ORGANISATION)
    theirs = Contact.objects.filter(campaign=campaign, organisation_id__in=organisation_ids)
    return tuple(
        facts.Contact(role=row.role, name=str(row.name), phone=str(row.phone)) for row in (wanted | theirs).distinct()
    )


def _names(campaign: Campaign) -> dict[str, Name]:
    """Names of places, fleets and services by their codes; those that have none are left out."""
    names: dict[str, Name] = {}
    for model in (Place, Fleet, Service):
        rows = model.objects.filter(campaign=campaign).values_list("code", "name", "name_en")
        names |= {code: _name(own, english) for code, own, english in rows if own}
    return names


def _people(campaign: Campaign, parties: Collection[str]) -> dict[str, tuple[Person, ...]]:
    people: dict[str, list[Person]] = defaultdict(list)
    rows = Member.objects.filter(campaign=campaign, request__code__in=parties)
    for member in rows.select_related("request", "worker").order_by("request", "position"):
        worker = member.worker
        people[member.request.code].append(
            Person(
                name=str(worker.name),
                phone_end=str(worker.phone)[-PHONE_END:] or None,
                sex=worker.sex or None,
                birth_year=worker.birth_year,
                needs=tuple(need for need, wanted in worker.needs.items() if wanted),
            )
        )
    return {party: tuple(members) for party, members in people.items()}


def _organisations(rows: QuerySet[Any], whose: str) -> dict[str, Name]:
    """Whose each of some rows is, by their codes; those that are nobody's are left out."""
    owned = rows.filter(**{f"{whose}__isnull": False})
    return {
        code: _name(own, english)
        for code, own, english in owned.values_list("code", f"{whose}__name", f"{whose}__name_en")
    }


def _name(own: str, english: str) -> Name:
    return Name(own=own, english=english or None)
