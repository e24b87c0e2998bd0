"""The trips of a township's people: who comes, said for them in one step, and the slips that they are handed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from scheduler import clock
from scheduler.answers.models import AnswerWay
from scheduler.answers.recording import trip_answer
from scheduler.answers.selectors import trip_list
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.language import language
from scheduler.console.navigation import TOWNS, campaign_page
from scheduler.console.refusals import words_of
from scheduler.console.screen import screen
from scheduler.console.tables import Column, Filter, table_of
from scheduler.console.towns.forms import SaidForm
from scheduler.console.views import back_of
from scheduler.errors import DomainError
from scheduler.papers.services import slips_pdf
from scheduler.people.models import DepartureRequest
from scheduler.people.selectors import request_head, requests_of_person
from scheduler.people.states import RequestState as S
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_find_published, plan_get_published
from scheduler.travel.leaving import pickups

COLUMNS = (
    Column(key="party", title=gettext_lazy("Party"), by=("position", "code")),
    Column(key="people", title=pgettext_lazy("persons", "People")),
    Column(key="say", title=gettext_lazy("What they told you")),
    Column(key="leaves", title=gettext_lazy("Picked up")),
    Column(key="state", title=gettext_lazy("State"), by=("state",)),
    Column(key="due", title=gettext_lazy("To be answered by"), by=("answer_by",)),
)
STATES = (S.PLANNED, S.TOLD, S.CONFIRMED, S.BOARDED, S.ARRIVED, S.SETTLED, S.WITHDRAWN, S.NO_SHOW, S.RETURNED)


def _narrow_answer(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    waiting = rows.filter(state__in=(S.PLANNED, S.TOLD))
    return waiting.filter(answer_by__lt=clock.now()) if value == "overdue" else waiting


FILTERS = (
    Filter(
        key="answer",
        title=gettext_lazy("Answer"),
        choices=(("open", gettext_lazy("None yet")), ("overdue", gettext_lazy("Overdue"))),
        narrow=_narrow_answer,
    ),
    Filter(
        key="state",
        title=gettext_lazy("State"),
        choices=[(state.value, state.label) for state in STATES],
        narrow=lambda rows, value: rows.filter(state=value),
    ),
)


@screen(roles=TOWNS)
def trips(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Every party that the plan in force takes: when it is picked up where, and what it says."""
    campaign = campaign_get(campaign_id=campaign_id)
    return _page(visit, campaign, plan_find_published(campaign=campaign))


@screen(roles=TOWNS, methods=("POST",))
def said(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Note what a party told staff, and go back to where that was asked."""
    form = SaidForm(visit.POST)
    if form.is_valid():
        party = request_head(request_id=form.cleaned_data["party"])
        _note(visit, party, says_yes=form.cleaned_data["says"] == "yes", reason=form.cleaned_data["reason"])
    else:
        messages.error(visit, " ".join(str(fault) for faults in form.errors.values() for fault in faults))
    return redirect(back_of(visit))


@screen(roles=TOWNS)
def slips(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The slips of all of the township's people, to be printed and cut."""
    plan = plan_get_published(campaign=campaign_get(campaign_id=campaign_id))
    name = f'inline; filename="slips-{plan.number}.pdf"'
    paper = slips_pdf(plan=plan, language=language())
    return HttpResponse(paper, content_type="application/pdf", headers={"Content-Disposition": name})


def _page(visit: Visit, campaign: Campaign, plan: Plan | None) -> HttpResponse:
    parties = trip_list(plan=plan) if plan else DepartureRequest.objects.none()
    table = table_of(visit, parties, columns=COLUMNS, filters=FILTERS, search=_search_in(campaign))
    rows = list(table.page)
    found = pickups(plan=plan, requests=[row.id for row in rows]) if plan else {}
    table.page.object_list = [{"party": row, "pickup": found.get(row.id)} for row in rows]
    return campaign_page(
        visit,
        "console/towns/trips.html",
        campaign=campaign,
        here="town_trips",
        plan=plan,
        table=table,
        now=clock.now(),
    )


def _search_in(campaign: Campaign) -> Any:
    def search(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        theirs = requests_of_person(campaign=campaign, words=words)
        return rows.filter(Q(code__icontains=words) | Q(id__in=theirs))

    return search


def _note(visit: Visit, party: DepartureRequest, *, says_yes: bool, reason: str) -> None:
    """Take it down in the name of who sits here, and say what came of it."""
    try:
        trip_answer(request=party.id, worker=None, says_yes=says_yes, way=AnswerWay.STAFF, by=visit.user, reason=reason)
    except DomainError as error:
        messages.error(visit, words_of(error))
    else:
        words = _("%(party)s comes: noted in your name.") if says_yes else _("%(party)s does not come: noted.")
        messages.success(visit, words % {"party": party.code})
