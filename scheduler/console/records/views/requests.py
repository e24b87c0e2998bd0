"""Departure requests: the table, and what is done to many at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, KNOWING, REGISTRARS, campaign_page
from scheduler.console.records.acted import Acted, boarded, foreseen, joined, moved, proposed
from scheduler.console.records.forms.requests import ActForm
from scheduler.console.records.lists.requests import requests_table
from scheduler.console.screen import screen
from scheduler.matching.selectors import proposals
from scheduler.matching.services import choices_propose
from scheduler.people.boarding import boarding_options_find
from scheduler.people.selectors import request_list
from scheduler.people.states import Action
from scheduler.people.unions import labelled_groups, parties_join
from scheduler.travel.by_hand import requests_act


@screen(roles=KNOWING)
def requests(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The departure requests of a campaign."""
    return _page(visit, campaign_get(campaign_id=campaign_id), ActForm())


@screen(roles=REGISTRARS, methods=("POST",))
def requests_move(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Hand in, verify, send back, withdraw, reopen or note as returned what is ticked, or all that the table finds."""
    campaign, form = campaign_get(campaign_id=campaign_id), ActForm(visit.POST)
    if not form.is_valid():
        return _page(visit, campaign, form, status=422)
    action, why = Action(form.cleaned_data["action"]), form.cleaned_data["why"]
    results = requests_act(campaign=campaign, codes=_ticked(visit, campaign), action=action, by=visit.user, why=why)
    return _page(visit, campaign, ActForm(), acted=moved(action, results))


@screen(roles=COORDINATORS, methods=("POST",))
def requests_propose(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Give the requests that are ticked, or all that the table finds, the slots that the rules propose."""
    campaign = campaign_get(campaign_id=campaign_id)
    asked = _asked(visit, campaign)
    results = choices_propose(campaign=campaign, requests=list(asked.values()))
    return _page(visit, campaign, ActForm(), acted=proposed(asked, results))


@screen(roles=COORDINATORS, methods=("POST",))
def requests_foresee(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Say what the rules would propose to the requests that are ticked, or to all that the table finds."""
    campaign = campaign_get(campaign_id=campaign_id)
    asked = _asked(visit, campaign)
    found = proposals(campaign=campaign, requests=list(asked.values()))
    return _page(visit, campaign, ActForm(), acted=foreseen(asked, found), ticked=visit.POST.getlist("ids"))


@screen(roles=REGISTRARS, methods=("POST",))
def requests_board(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Find, from their homes, where the requests that are ticked, or all that the table finds, can board."""
    campaign = campaign_get(campaign_id=campaign_id)
    asked = _asked(visit, campaign)
    found = boarding_options_find(campaign=campaign, requests=list(asked.values()))
    return _page(visit, campaign, ActForm(), acted=boarded(asked, found.without))


@screen(roles=REGISTRARS, methods=("POST",))
def requests_join(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Make one party of the requests that are ticked, or one each of all that bear the same word."""
    campaign = campaign_get(campaign_id=campaign_id)
    is_labelled = visit.POST.get("which") == "labelled"
    groups = labelled_groups(campaign=campaign) if is_labelled else [list(dict.fromkeys(visit.POST.getlist("ids")))]
    results = parties_join(campaign=campaign, groups=[group for group in groups if group], by=visit.user)
    meant = request_list(campaign=campaign, codes={one.part for group in results for one in group.refusals})
    nothing = _("No two open requests bear the same word.") if is_labelled else ""
    done = joined(results, dict(meant.values_list("code", "id")), nothing)
    ticked = [code for group in results if group.refusals for code in group.codes]
    return _page(visit, campaign, ActForm(), acted=done, ticked=ticked)


def _asked(visit: Visit, campaign: Campaign) -> dict[str, UUID]:
    """The ids, by their codes, of the requests that are meant."""
    rows = request_list(campaign=campaign, codes=_ticked(visit, campaign))
    return dict(rows.values_list("code", "id"))


def _ticked(visit: Visit, campaign: Campaign) -> list[str]:
    """The codes of the requests that are meant."""
    if visit.POST.get("everything"):
        return list(requests_table(visit, campaign).rows.values_list("code", flat=True))
    return visit.POST.getlist("ids")


def _page(
    visit: Visit,
    campaign: Campaign,
    form: ActForm,
    *,
    acted: Acted | None = None,
    ticked: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    return campaign_page(
        visit,
        "console/records/requests.html",
        campaign=campaign,
        here="requests",
        status=status,
        table=requests_table(visit, campaign),
        form=form,
        ticked=visit.POST.getlist("ids") if form.is_bound else ticked,
        acted=acted,
        may_change=visit.role in REGISTRARS,
        may_propose=visit.role in COORDINATORS,
    )
