"""What a township has to do now: whom to ask, whom to call, whose request to check."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from scheduler import clock
from scheduler.answers.selectors import trip_list
from scheduler.calls.selectors import calls_open
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import TOWNS, campaign_page
from scheduler.console.screen import screen
from scheduler.people.selectors import people_by_state
from scheduler.people.states import RequestState as S
from scheduler.plans.selectors import plan_find_published

SHOWN = 30
"""So many of each are shown; the rest stands on its own page."""
UNANSWERED = (S.PLANNED, S.TOLD)


@screen(roles=TOWNS)
def town(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The day's work of a township, the most urgent first."""
    campaign = campaign_get(campaign_id=campaign_id)
    plan = plan_find_published(campaign=campaign)
    people = people_by_state(campaign=campaign)
    waiting = list(trip_list(plan=plan).filter(state__in=UNANSWERED)[: SHOWN + 1]) if plan else []
    calls = list(calls_open(campaign=campaign)[: SHOWN + 1])
    return campaign_page(
        visit,
        "console/towns/town.html",
        campaign=campaign,
        here="town",
        plan=plan,
        now=clock.now(),
        waiting=waiting[:SHOWN],
        more_waiting=len(waiting) > SHOWN,
        calls=calls[:SHOWN],
        more_calls=len(calls) > SHOWN,
        asking=sum(people.values()) - people[S.DRAFT] - people[S.WITHDRAWN],
        unchecked=people[S.DRAFT] + people[S.SUBMITTED],
        unanswered=sum(people[state] for state in UNANSWERED),
        confirmed=people[S.CONFIRMED],
        aboard=people[S.BOARDED],
        arrived=people[S.ARRIVED] + people[S.SETTLED],
    )
