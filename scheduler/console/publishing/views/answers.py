"""Who has answered to a published plan, who is late, and noting for them what they told staff."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler import clock
from scheduler.answers.recording import TripSaid, trips_answer
from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.publishing.forms.answers import DutyForm, IntakeForm, SaidForm
from scheduler.console.publishing.words import ANSWERS
from scheduler.console.refusals import words_of
from scheduler.console.screen import screen
from scheduler.console.tables import Column, Filter, table_of, table_of_list
from scheduler.errors import DomainError, Forbidden
from scheduler.intake.selectors import slot_get
from scheduler.manning.models import Manning, ManningState
from scheduler.manning.services import duty_answer
from scheduler.plans.confirmations import intake_confirm
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_get
from scheduler.plans.work import duty_get
from scheduler.telling.standing import (
    NO,
    OPEN,
    OVERDUE,
    YES,
    IntakeAnswer,
    duty_answers,
    intake_answers,
    trip_answers,
)

SLOTS = 50
"""On a page: each has a form."""
TOLD_OF = 5
"""So many refused rows are told of at once."""


def _narrow_trips(rows: Any, value: str) -> Any:
    is_open = Q(answered_at__isnull=True)
    wanted = {
        OPEN: is_open,
        OVERDUE: is_open & Q(due_at__lt=clock.now()),
        YES: Q(says_yes=True),
        NO: Q(says_yes=False),
        "staff": is_open & Q(worker__isnull=True),
    }
    return rows.filter(wanted[value])


def _narrow_duties(rows: Any, value: str) -> Any:
    states = {YES: ManningState.ACCEPTED, NO: ManningState.REFUSED}
    asked = rows.filter(state=states.get(value, ManningState.ASKED))
    return asked.filter(due_at__lt=clock.now()) if value == OVERDUE else asked


CHOICES = [(value, ANSWERS[value][0]) for value in (OVERDUE, OPEN, YES, NO)]
TRIPS = (
    Column(key="party", title=gettext_lazy("Party"), by=("request__code",)),
    Column(key="who", title=gettext_lazy("Who")),
    Column(key="town", title=gettext_lazy("Town"), by=("request__town", "request__code")),
    Column(key="answer", title=gettext_lazy("Answer"), by=("answered_at",)),
    Column(key="due", title=gettext_lazy("To be answered by"), by=("due_at",)),
    Column(key="how", title=gettext_lazy("How and by whom")),
)
TRIP_FILTERS = (
    Filter(
        key="answer",
        title=gettext_lazy("Answer"),
        choices=[*CHOICES, ("staff", gettext_lazy("No telephone: staff tell them"))],
        narrow=_narrow_trips,
    ),
)
INTAKES = (
    Column(key="slot", title=gettext_lazy("Slot"), by=("slot.code",)),
    Column(key="employer", title=gettext_lazy("Employer"), by=("slot.employer.name", "slot.code")),
    Column(key="people", title=gettext_lazy("People"), by=("people",), kind="number"),
    Column(key="answer", title=gettext_lazy("Answer")),
    Column(key="accepted", title=gettext_lazy("People taken in"), kind="number"),
    Column(key="due", title=gettext_lazy("To be answered by")),
    Column(key="how", title=gettext_lazy("How and by whom")),
    Column(key="say", title=""),
)
DUTIES = (
    Column(key="duty", title=gettext_lazy("Duty"), by=("duty__code",)),
    Column(key="operator", title=gettext_lazy("Operator"), by=("operator__name", "duty__position")),
    Column(key="answer", title=gettext_lazy("Answer"), by=("state", "due_at")),
    Column(key="due", title=gettext_lazy("To be answered by"), by=("due_at",)),
    Column(key="crew", title=gettext_lazy("Plate and drivers")),
    Column(key="say", title=""),
)
DUTY_FILTERS = (Filter(key="answer", title=gettext_lazy("Answer"), choices=CHOICES, narrow=_narrow_duties),)


@screen(roles=OFFICE, methods=("GET", "POST"))
def workers(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Who was asked whether they travel; a POST notes what the ticked ones told staff."""
    plan = plan_get(plan_id=plan_id)
    form = SaidForm(visit.POST if visit.method == "POST" else None)
    if visit.method == "POST":
        _check_coordinates(visit)
        if form.is_valid():
            return _note_trips(visit, plan, form)
    rows = trip_answers(plan=plan)
    table = table_of(
        visit,
        rows,
        columns=TRIPS,
        filters=TRIP_FILTERS,
        search=lambda found, words: found.filter(Q(request__code__icontains=words) | Q(request__town__icontains=words)),
    )
    for one in table.page:
        late = one.answered_at is None and one.due_at < clock.now()
        one.words, one.tone = ANSWERS[OVERDUE if late else {True: YES, False: NO, None: OPEN}[one.says_yes]]
    ticked = set(visit.POST.getlist("ids"))
    return _page(visit, plan, "workers", status=422 if form.is_bound else 200, table=table, form=form, ticked=ticked)


@screen(roles=OFFICE)
def employers(visit: Visit, plan_id: UUID) -> HttpResponse:
    """What employers say to the people that come, those who are late first."""
    return _employers(visit, plan_get(plan_id=plan_id))


@screen(roles=COORDINATORS, methods=("POST",))
def employer_says(visit: Visit, plan_id: UUID, slot_id: UUID) -> HttpResponse:
    """Note what an employer told staff about a slot."""
    plan, slot, form = plan_get(plan_id=plan_id), slot_get(slot_id=slot_id), IntakeForm(visit.POST)
    if form.is_valid() and _tried(
        form, lambda: intake_confirm(plan=plan, slot=slot, by=visit.user, **form.cleaned_data)
    ):
        messages.success(visit, _("Noted for slot %(slot)s, in your name.") % {"slot": slot.code})
        return redirect("answers_employers", plan.id)
    return _employers(visit, plan, wrong=(slot_id, form))


@screen(roles=OFFICE)
def operators(visit: Visit, plan_id: UUID) -> HttpResponse:
    """What operators say to their duties."""
    return _operators(visit, plan_get(plan_id=plan_id))


@screen(roles=COORDINATORS, methods=("POST",))
def operator_says(visit: Visit, plan_id: UUID, duty_id: UUID) -> HttpResponse:
    """Note what an operator told staff about a duty."""
    plan, duty, form = plan_get(plan_id=plan_id), duty_get(duty_id=duty_id, carrier=None), DutyForm(visit.POST)
    if form.is_valid() and _tried(
        form, lambda: duty_answer(duty=duty, carrier=None, answer=form.answer, by=visit.user)
    ):
        messages.success(visit, _("Noted for duty %(duty)s, in your name.") % {"duty": duty.code})
        return redirect("answers_operators", plan.id)
    return _operators(visit, plan, wrong=(duty_id, form))


def _note_trips(visit: Visit, plan: Plan, form: SaidForm) -> HttpResponse:
    says_yes, reason = form.cleaned_data["says"] == "yes", form.cleaned_data["reason"]
    said = [
        TripSaid(party=party, says_yes=says_yes, reason=reason) for party in dict.fromkeys(form.cleaned_data["ids"])
    ]
    outcomes = trips_answer(campaign=plan.campaign, rows=said, by=visit.user)
    done = sum(one.state is not None for one in outcomes)
    if done:
        messages.success(visit, _("Noted for %(n)s parties, in your name.") % {"n": done})
    refused = [
        f"{one.party}: {outcome.error.words}" for one, outcome in zip(said, outcomes, strict=True) if outcome.error
    ]
    if refused:
        told = "; ".join(refused[:TOLD_OF]) + (" …" if len(refused) > TOLD_OF else "")
        messages.error(visit, _("Not noted for %(n)s: %(why)s") % {"n": len(refused), "why": told})
    return redirect(f"{visit.path}?{visit.POST.get('query', '')}")


def _employers(visit: Visit, plan: Plan, *, wrong: tuple[UUID, IntakeForm] | None = None) -> HttpResponse:
    """A page of slots; what was filled in wrongly stands on top."""
    rows = intake_answers(plan=plan)
    if wrong:
        rows.sort(key=lambda one: one.slot.id != wrong[0])
    table = table_of_list(visit, rows, columns=INTAKES, search=_fits, size=SLOTS)
    table.page.object_list = [_intake_row(one, wrong) for one in table.page]
    return _page(visit, plan, "employers", status=422 if wrong else 200, table=table)


def _fits(one: IntakeAnswer, words: str) -> bool:
    employer = one.slot.employer
    names = (one.slot.code, *((employer.name, employer.name_en) if employer else ()))
    return any(words.casefold() in name.casefold() for name in names)


def _intake_row(one: IntakeAnswer, wrong: tuple[UUID, IntakeForm] | None) -> dict[str, Any]:
    words, tone = ANSWERS[one.state]
    is_wrong = wrong is not None and wrong[0] == one.slot.id
    fresh = IntakeForm(initial={"state": "confirmed"}, auto_id=f"id_{one.slot.id}_%s")
    form = wrong[1] if wrong and is_wrong else fresh
    return {"intake": one, "words": words, "tone": tone, "form": form, "open": is_wrong}


def _operators(visit: Visit, plan: Plan, *, wrong: tuple[UUID, DutyForm] | None = None) -> HttpResponse:
    table = table_of(
        visit,
        duty_answers(plan=plan),
        columns=DUTIES,
        filters=DUTY_FILTERS,
        search=lambda found, words: found.filter(Q(duty__code__icontains=words) | Q(operator__name__icontains=words)),
    )
    for one in table.page:
        is_wrong = wrong is not None and wrong[0] == one.duty_id
        one.words, one.tone = ANSWERS[_state_of(one)]
        one.form, one.is_wrong = wrong[1] if wrong and is_wrong else _duty_form(one), is_wrong
    return _page(visit, plan, "operators", status=422 if wrong else 200, table=table)


def _duty_form(manning: Manning) -> DutyForm:
    """What was said before, to be changed."""
    drivers = ", ".join(one.driver.code for one in manning.drivers.all())
    initial = {"state": ManningState.ACCEPTED, "plate": manning.plate, "drivers": drivers, "reason": manning.reason}
    return DutyForm(initial=initial, auto_id=f"id_{manning.duty_id}_%s")


def _state_of(manning: Any) -> str:
    said = {ManningState.ACCEPTED: YES, ManningState.REFUSED: NO}.get(manning.state)
    return said or (OVERDUE if manning.due_at and manning.due_at < clock.now() else OPEN)


def _tried(form: Form, act: Any) -> bool:
    """Whether it could be done; why not stands in the form."""
    try:
        act()
    except DomainError as error:
        form.add_error(None, words_of(error))
        return False
    return True


def _check_coordinates(visit: Visit) -> None:
    if visit.role not in COORDINATORS:
        raise Forbidden(_("only coordinators note answers"))


def _page(visit: Visit, plan: Plan, which: str, *, status: int, **facts: Any) -> HttpResponse:
    template = f"console/publishing/answers_{which}.html"
    return campaign_page(
        visit, template, campaign=plan.campaign, here="plans", status=status, plan=plan, which=which, **facts
    )
