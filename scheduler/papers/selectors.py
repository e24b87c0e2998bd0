"""Gathers what papers say from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import QuerySet

from scheduler.campaigns.models import Campaign, Contact, ContactRole
from scheduler.campaigns.selectors import campaign_offers
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.papers import facts
from scheduler.papers.facts import Facts, Name, Person
from scheduler.people.mapping import rider_of
from scheduler.people.models import DepartureRequest, Member
from scheduler.people.states import RequestState
from scheduler.places.models import Place
from scheduler.plans.models import Plan
from scheduler.plans.riding import Riding
from scheduler.plans.selectors import plan_data
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Problem

PHONE_END = 4
"""Digits of a telephone number that a paper carries: enough to tell people apart, too few to call them."""

GONE = (RequestState.WITHDRAWN, RequestState.RETURNED)
"""Parties of a plan that do not come any more: its papers still have to name them."""


def facts_of(*, plan: Plan, parties: Collection[str], organisation_ids: Collection[UUID] = ()) -> Facts:
    """What papers of ``plan`` say; only the members of ``parties`` are named.

    Contacts are the bureau's own and those of the organisations given.
    """
    of_campaign, solved = {"campaign": plan.campaign}, plan_data(plan=plan)
    carried = [itinerary.party for itinerary in solved.itineraries]
    requests = DepartureRequest.objects.filter(**of_campaign, code__in=carried).order_by("position", "code")
    offers = [rows.objects.filter(**of_campaign).select_related("operator") for rows in (Fleet, Service)]
    return _facts(
        plan=plan,
        problem=replace(campaign_offers(plan.campaign), parties=tuple(map(rider_of, requests))),
        solved=solved,
        requests=requests,
        slots=IntakeSlot.objects.filter(**of_campaign).select_related("employer"),
        places=Place.objects.filter(**of_campaign).only("code", "name", "name_en"),
        offers=[row for rows in offers for row in rows],
        people=_people(Member.objects.filter(**of_campaign, request__code__in=parties)),
        contacts=_contacts(plan.campaign, organisation_ids),
    )


def facts_of_riding(riding: Riding) -> Facts:
    """What the papers of one duty say: the same of those who ride it, whose members are all named."""
    operator = riding.duty.fleet.operator_id
    return _facts(
        plan=riding.duty.plan,
        problem=riding.problem,
        solved=riding.plan,
        requests=riding.requests,
        slots=riding.slots,
        places=riding.places,
        offers=[*riding.fleets, *riding.services],
        people=_people(Member.objects.filter(request__in=riding.requests)),
        contacts=_contacts(riding.duty.plan.campaign, [operator] if operator else []),
    )


def _facts(
    *,
    plan: Plan,
    problem: Problem,
    solved: SolvedPlan,
    requests: Iterable[DepartureRequest],
    slots: Iterable[IntakeSlot],
    places: Iterable[Place],
    offers: Collection[Fleet | Service],
    people: dict[str, tuple[Person, ...]],
    contacts: tuple[facts.Contact, ...],
) -> Facts:
    campaign = plan.campaign
    return Facts(
        problem=problem,
        plan=solved,
        gone=frozenset(request.code for request in requests if request.state in GONE),
        absent=frozenset(request.code for request in requests if request.state == RequestState.NO_SHOW),
        campaign=_name(campaign.title or campaign.name, campaign.title_en),
        number=plan.number,
        published_at=plan.published_at,
        contacts=contacts,
        operators={row.code: _name(row.operator.name, row.operator.name_en) for row in offers if row.operator},
        employers={row.code: _name(row.employer.name, row.employer.name_en) for row in slots if row.employer},
        names={row.code: _name(row.name, row.name_en) for row in (*places, *offers) if row.name},
        people=people,
    )


def _contacts(campaign: Campaign, organisation_ids: Collection[UUID]) -> tuple[facts.Contact, ...]:
    wanted = Contact.objects.filter(campaign=campaign).exclude(role=ContactRole.ORGANISATION)
    theirs = Contact.objects.filter(campaign=campaign, organisation_id__in=organisation_ids)
    return tuple(
        facts.Contact(role=row.role, name=str(row.name), phone=str(row.phone)) for row in (wanted | theirs).distinct()
    )


def _people(members: QuerySet[Member]) -> dict[str, tuple[Person, ...]]:
    people: dict[str, list[Person]] = defaultdict(list)
    for member in members.select_related("request", "worker").order_by("request", "position"):
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
    return {party: tuple(named) for party, named in people.items()}


def _name(own: str, english: str) -> Name:
    return Name(own=own, english=english or None)
