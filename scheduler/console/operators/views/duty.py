"""One duty of a carrier: what it is, the answer to it, its papers, and its driver's link."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from scheduler.console.acting import Visit
from scheduler.console.navigation import CARRIERS, campaign_page
from scheduler.console.operators.forms import AnswerForm, RefusalForm
from scheduler.console.operators.wording import sentence
from scheduler.console.refusals import words_of
from scheduler.console.screen import screen
from scheduler.console.templatetags.reading import reading
from scheduler.errors import DomainError
from scheduler.exports.calendars import duty_calendar
from scheduler.manning.board import carried_duty_get, drives_of
from scheduler.manning.drivers import driver_list
from scheduler.manning.services import DriversRefused, duty_answer, sheet_send_again
from scheduler.papers.services import route_sheet_pdf
from scheduler.plans import work
from scheduler.plans.models import Duty, PlanState
from scheduler.travel.links import duty_link_find, duty_link_issue, duty_link_revoke


@screen(roles=CARRIERS, methods=("GET", "POST"))
def manning(visit: Visit, duty_id: UUID) -> HttpResponse:
    """Who drives it with what; POST accepts it, or refuses it with a reason."""
    carried = carried_duty_get(duty_id=duty_id, carrier=visit.membership.organisation)
    duty, said = carried.duty, carried.manning
    drivers = list(driver_list(operator=visit.membership.organisation).filter(retired_at__isnull=True))
    is_refusal = "reason" in visit.POST
    sent = visit.POST if visit.method == "POST" else None
    accept = AnswerForm(
        None if is_refusal else sent,
        crew=carried.crew,
        drivers=drivers,
        named=carried.codes,
        initial={"plate": said.plate if said else ""},
    )
    refuse = RefusalForm(sent if is_refusal else None)
    form: AnswerForm | RefusalForm = refuse if is_refusal else accept
    reasons: tuple[str, ...] = ()
    if form.is_valid():
        try:
            carrier = visit.membership.organisation
            duty_answer(duty=duty, carrier=carrier, answer=form.answer(), by=visit.user)
        except DriversRefused as error:
            reasons = tuple(sentence(one) for one in error.objections)
        except DomainError as error:
            _note(form, error)
        else:
            messages.success(visit, _("It is noted that you do not drive it.") if is_refusal else _accepted(form))
            return redirect("duty_manning", duty_id)
    context = {
        "carried": carried,
        "duty": duty,
        "drives": drives_of(duty=duty),
        "said": said,
        "accept": accept,
        "refuse": refuse,
        "reasons": reasons,
        "link": duty_link_find(duty=duty),
        "is_in_force": duty.plan.state == PlanState.PUBLISHED,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    template = "console/operators/duty.html"
    return campaign_page(visit, template, campaign=duty.plan.campaign, here="duties", status=status, **context)


@screen(roles=CARRIERS, methods=("POST",))
def link(visit: Visit, duty_id: UUID) -> HttpResponse:
    """Show the driver's link, send it, or let it open nothing any more."""
    duty = _duty(visit, duty_id)
    try:
        if "revoke" in visit.POST:
            duty_link_revoke(duty=duty)
            messages.success(visit, _("The link opens nothing any more. The next one will be another."))
        elif "send" in visit.POST:
            sent = sheet_send_again(duty=duty, carrier=visit.membership.organisation)
            told = ngettext("The link goes to %(n)s driver.", "The link goes to %(n)s drivers.", sent)
            messages.success(visit, told % {"n": sent})
        else:
            duty_link_issue(duty=duty)
    except DomainError as error:
        messages.error(visit, words_of(error))
    return redirect("duty_manning", duty_id)


@screen(roles=CARRIERS)
def route_sheet(visit: Visit, duty_id: UUID) -> HttpResponse:
    """What the driver holds, as PDF."""
    duty = _duty(visit, duty_id)
    body = route_sheet_pdf(plan=duty.plan, duty_code=duty.code, language=reading())
    return _file(body, "application/pdf", f"route-sheet-{duty.plan.number}-{duty.position}.pdf")


@screen(roles=CARRIERS)
def calendar(visit: Visit, duty_id: UUID) -> HttpResponse:
    """The duty for a calendar."""
    duty = _duty(visit, duty_id)
    return _file(duty_calendar(duty=duty, language=reading()), "text/calendar; charset=utf-8", f"{duty.code}.ics")


def _duty(visit: Visit, duty_id: UUID) -> Duty:
    """A duty of the carrier's own; as if there were none, else."""
    return work.duty_get(duty_id=duty_id, carrier=visit.membership.organisation)


def _accepted(form: AnswerForm | RefusalForm) -> str:
    named = len(form.answer().drivers)
    if not named:
        return _("The duty is yours. Name plate and drivers as soon as you know them.")
    told = ngettext(
        "The duty is yours; %(n)s driver gets the link.", "The duty is yours; %(n)s drivers get the link.", named
    )
    return told % {"n": named}


def _note(form: Form, error: DomainError) -> None:
    form.add_error(None, words_of(error))


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
