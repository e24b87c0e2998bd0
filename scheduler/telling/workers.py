"""Telling workers of a plan: whose trip is new or has changed is written to and asked, the others know theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from scheduler.answers.asking import ask, asks_withdraw
from scheduler.answers.recording import requests_settle
from scheduler.people.models import DepartureRequest
from scheduler.people.moves import requests_move
from scheduler.people.states import RequestState
from scheduler.people.whys import Why
from scheduler.telling.facts import What, differs, leaves_at
from scheduler.telling.models import Told
from scheduler.telling.people import travellers
from scheduler.telling.round import Round
from scheduler.telling.texts import phone_of
from scheduler.telling.trips import TripNews, TripTeller

ENDED = (RequestState.WITHDRAWN, RequestState.NO_SHOW, RequestState.RETURNED, RequestState.SETTLED)


def workers_tell(telling: Round) -> tuple[int, int]:
    """How many messages that makes, and how many people only staff can tell."""
    told, trips = telling.told(Told.Kind.TRIP), _trips(telling)
    fresh = {request: pair for request, pair in trips.items() if told.get(request) != pair[1]}
    off = _no_longer(told, trips)
    people = travellers(requests=[*fresh, *off])
    news = [
        TripNews(
            request=request,
            party=party,
            otherwise=differs(told[request], what) if request in told else (),
            travellers=tuple(people.get(request, ())),
        )
        for request, (party, what) in fresh.items()
    ]
    writer = TripTeller(telling.plan, list(fresh), telling.now)
    questions = [question for one in news for question in writer.questions(one)]
    links = writer.links(ask(campaign=telling.campaign, plan_number=telling.plan.number, questions=questions))
    drafts = [draft for one in news for draft in writer.drafts(one, links)]
    drafts += writer.cancellations(
        {one: people.get(one, []) for one in off},
        leave={one: leaves_at(told[one]) for one in off},
        contact=phone_of(telling.facts.contacts),
    )
    telling.post(drafts)
    asks_withdraw(requests=off)
    telling.remember(Told.Kind.TRIP, {request: what for request, (_, what) in fresh.items()}, gone=told.keys() - trips)
    _move(
        telling, fresh.keys(), Why.TOLD.kept(number=telling.plan.number), (RequestState.PLANNED, RequestState.CONFIRMED)
    )
    _keep(telling, trips.keys() - fresh)
    sizes = telling.teller.sizes
    return len(drafts), sum(sizes[one.party] for one in news if not one.reachable)


def _trips(telling: Round) -> dict[UUID, tuple[str, What]]:
    """The party and the trip of each request that travels by the plan."""
    ids = dict(telling.plan.itineraries.values_list("request__code", "request_id"))
    itineraries = (one for one in telling.facts.plan.itineraries if one.party not in telling.facts.gone)
    return {ids[one.party]: (one.party, telling.teller.trip(one)) for one in itineraries}


def _no_longer(told: Mapping[UUID, What], trips: Mapping[UUID, object]) -> list[UUID]:
    """Parties that were told of a trip, have none now, and did not end it themselves."""
    missing = DepartureRequest.objects.filter(id__in=[request for request in told if request not in trips])
    return list(missing.exclude(state__in=ENDED).values_list("id", flat=True))


def _keep(telling: Round, requests: Collection[UUID]) -> None:
    """Parties that know their trip already, by what they can see of it; what they said to it still holds."""
    _move(telling, requests, Why.UNCHANGED.kept(number=telling.plan.number), (RequestState.PLANNED,))
    requests_settle(campaign=telling.campaign, requests=requests, by=None)


def _move(telling: Round, requests: Collection[UUID], why: str, only_from: Collection[RequestState]) -> None:
    requests_move(
        campaign=telling.campaign, requests=requests, to=RequestState.TOLD, by=None, why=why, only_from=only_from
    )
