"""A carrier's duties, and answering many of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import ngettext

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import CARRIERS, campaign_page
from scheduler.console.operators.forms import driver_choices
from scheduler.console.operators.wording import words
from scheduler.console.screen import screen
from scheduler.manning.board import CarriedDuty, carried_duties
from scheduler.manning.drivers import driver_list
from scheduler.manning.models import ManningState
from scheduler.manning.services import DutyAnswer, RowOutcome, duties_answer
from scheduler.plans.selectors import plan_find_published, plan_get_published


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A duty as the table shows it: with what was typed, or is known, and why it was refused just now."""

    carried: CarriedDuty
    plate: str
    named: tuple[str, ...]
    why: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether what stands there is not what is known."""
        known = self.carried.manning.plate if self.carried.manning else ""
        return bool(self.why) or self.plate != known


@screen(roles=CARRIERS)
def duties(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Every duty of the carrier's vehicles in the plan in force."""
    return _page(visit, campaign_get(campaign_id=campaign_id), sent=None, outcomes={})


@screen(roles=CARRIERS, methods=("POST",))
def name_many(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Accept the duties that were ticked, each with its plate and drivers; what was refused stays as typed."""
    campaign, sent = campaign_get(campaign_id=campaign_id), visit.POST
    plan = plan_get_published(campaign=campaign)
    codes = sent.getlist("ids")
    said = duties_answer(
        plan=plan,
        rows=[(code, _answer(sent, code)) for code in codes],
        carrier=visit.membership.organisation,
        by=visit.user,
    )
    outcomes = dict(zip(codes, said, strict=True))
    done = sum(one.done for one in said)
    if done:
        messages.success(visit, ngettext("%(n)s duty is accepted.", "%(n)s duties are accepted.", done) % {"n": done})
    if done < len(said):
        left = len(said) - done
        told = ngettext("%(n)s row was refused: see why in it.", "%(n)s rows were refused: see why in each.", left)
        messages.error(visit, told % {"n": left})
        return _page(visit, campaign, sent=sent, outcomes=outcomes)
    return redirect("duties", campaign_id)


def _answer(sent: QueryDict, code: str) -> DutyAnswer:
    drivers = tuple(filter(None, sent.getlist(f"drivers:{code}")))
    return DutyAnswer(state=ManningState.ACCEPTED, plate=sent.get(f"plate:{code}", ""), drivers=drivers)


def _page(visit: Visit, campaign: Campaign, *, sent: QueryDict | None, outcomes: dict[str, RowOutcome]) -> HttpResponse:
    plan, carrier = plan_find_published(campaign=campaign), visit.membership.organisation
    carried = carried_duties(plan=plan, carrier=carrier) if plan else []
    rows = [_row(one, sent, outcomes.get(one.duty.code)) for one in carried]
    rows.sort(key=lambda row: (not row.carried.is_open, not row.carried.lacks))
    context = {
        "plan": plan,
        "rows": rows,
        "refused": sum(bool(row.why) for row in rows),
        "open": sum(one.is_open for one in carried),
        "lacking": sum(one.lacks for one in carried),
        "choices": driver_choices(list(driver_list(operator=carrier).filter(retired_at__isnull=True))),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent is not None else HTTPStatus.OK
    template = "console/operators/duties.html"
    return campaign_page(visit, template, campaign=campaign, here="duties", status=status, **context)


def _row(carried: CarriedDuty, sent: QueryDict | None, outcome: RowOutcome | None) -> Row:
    code, crew = carried.duty.code, carried.crew
    plate, named = carried.manning.plate if carried.manning else "", carried.codes
    if sent is not None and not (outcome and outcome.done):
        plate, named = sent.get(f"plate:{code}", plate), sent.getlist(f"drivers:{code}") or named
    filled = (*named, *[""] * crew)[:crew]
    return Row(
        carried=carried, plate=plate, named=tuple(filled), why=words(outcome.error) if outcome and outcome.error else ""
    )
