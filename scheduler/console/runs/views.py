"""The list of runs with the form that starts one, and one run as it goes on."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.runs.drawing import Chart, chart_of
from scheduler.console.runs.forms import RunForm
from scheduler.console.runs.words import ADVICE, STATES, phase_of, state_of
from scheduler.console.screen import screen
from scheduler.console.tables import Column, Filter, table_of
from scheduler.editing.selectors import locks_kept
from scheduler.fleet.options import left_out_of
from scheduler.plans import selectors, services
from scheduler.plans.curve import Point
from scheduler.plans.models import FINAL_RUN_STATES, Plan, PlanRun, RunState
from scheduler.plans.policy import policy_of
from scheduler.plans.resuming import Resume, resume_usual
from scheduler.plans.versions import versions_of

COLUMNS = (
    Column(key="created", title=gettext_lazy("Ordered"), by=("created_at",)),
    Column(key="state", title=gettext_lazy("State"), by=("state", "created_at")),
    Column(key="seconds", title=gettext_lazy("Search"), by=("seconds",), kind="number"),
    Column(key="base", title=gettext_lazy("Starting from")),
    Column(key="served", title=gettext_lazy("People served"), by=("progress_served",), kind="number"),
    Column(key="cost", title=gettext_lazy("Best cost"), by=("progress_best_cost",), kind="number"),
    Column(key="plan", title=gettext_lazy("Plan"), by=("plan__number",)),
    Column(key="by", title=pgettext_lazy("of a run", "By")),
)
FILTERS = (
    Filter(
        key="state",
        title=gettext_lazy("State"),
        choices=[(str(value), words) for value, (words, _tone) in STATES.items()],
        narrow=lambda rows, value: rows.filter(state=value),
    ),
)


@screen(roles=OFFICE)
def runs(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The runs of a campaign, the latest first, and the form that starts another."""
    campaign = campaign_get(campaign_id=campaign_id)
    return _runs_page(visit, campaign, _form(campaign))


@screen(roles=COORDINATORS, methods=("POST",))
def run_start(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Start a run, and go to where it is followed."""
    campaign = campaign_get(campaign_id=campaign_id)
    form = _form(campaign, visit.POST)
    if not form.is_valid():
        return _runs_page(visit, campaign, form, status=422)
    started = services.run_start(
        campaign=campaign,
        seconds=form.search_s,
        seed=1 if form.cleaned_data["seed"] is None else form.cleaned_data["seed"],
        by=visit.user,
        resume=_resume(campaign, form) if form.has_base else None,
        releases_reserve=form.cleaned_data["releases_reserve"],
    )
    messages.success(visit, _("The run is ordered. You may close this page: it goes on, and is here when you return."))
    return redirect("run", started.id)


@screen(roles=OFFICE)
def run(visit: Visit, run_id: UUID) -> HttpResponse:
    """How far a run is, or what came of it; the page asks for itself anew while it goes on."""
    found = selectors.run_get(run_id=run_id)
    words, tone = state_of(found)
    plan = Plan.objects.filter(run=found).first() if found.state in FINAL_RUN_STATES else None
    return campaign_page(
        visit,
        "console/runs/run.html",
        campaign=found.campaign,
        here="runs",
        run=found,
        state=words,
        tone=tone,
        goes_on=found.state not in FINAL_RUN_STATES,
        place=selectors.run_place(run=found) if found.state == RunState.QUEUED else None,
        nobody_plans=found.state == RunState.QUEUED and not selectors.somebody_plans(),
        phase=phase_of(found),
        elapsed_s=min(_elapsed_s(found), float(found.seconds)),
        chart=_chart(found, plan),
        gap=_gap(found, plan),
        plan=plan,
        version=versions_of(plans=[plan])[0] if plan else None,
        published=selectors.plan_find_published(campaign=found.campaign) if plan else None,
        advice=ADVICE.get(found.failure, ""),
        left_out=left_out_of(run_id=found.id),
    )


@screen(roles=COORDINATORS, methods=("POST",))
def run_stop(visit: Visit, run_id: UUID) -> HttpResponse:
    """Stop a run and keep the best plan so far."""
    stopped = services.run_cancel(run=selectors.run_get(run_id=run_id))
    if stopped.state == RunState.CANCELLED:
        messages.info(visit, _("The run is stopped."))
    elif stopped.state == RunState.PLANNING:
        messages.info(visit, _("The run stops now, and keeps the best plan that it has found."))
    return redirect("run", run_id)


def _form(campaign: Campaign, data: Any = None) -> RunForm:
    published = selectors.plan_find_published(campaign=campaign)
    people = selectors.people_to_plan(campaign=campaign)
    return RunForm(
        data,
        policy=policy_of(campaign),
        people=people,
        usual_s=selectors.run_seconds_usual(people=people),
        published=published.number if published else None,
    )


def _resume(campaign: Campaign, form: RunForm) -> Resume:
    base = selectors.plan_get_published(campaign=campaign)
    wishes = {name: form.cleaned_data[name] for name in ("freeze_hours", "move_cost", "late_factor")}
    return resume_usual(base=base, kept=locks_kept(plan=base), **wishes)


def _runs_page(visit: Visit, campaign: Campaign, form: RunForm, *, status: int = 200) -> HttpResponse:
    rows = selectors.run_list(campaign=campaign).select_related("created_by", "base", "plan").defer("progress_curve")
    table = table_of(visit, rows, columns=COLUMNS, filters=FILTERS)
    made = [plan for one in table.page if (plan := getattr(one, "plan", None))]
    versions = {version.plan.run_id: version for version in versions_of(plans=made)}
    for one in table.page:
        one.words, one.tone = state_of(one)
        one.version = versions.get(one.id)
    return campaign_page(
        visit, "console/runs/list.html", campaign=campaign, here="runs", status=status, table=table, form=form
    )


def _elapsed_s(run: PlanRun) -> float:
    """How long the present attempt has been at work."""
    if run.started_at is None or run.state == RunState.QUEUED:
        return 0.0
    return max(0.0, ((run.finished_at or clock.now()) - run.started_at).total_seconds())


def _gap(run: PlanRun, plan: Plan | None) -> float | None:
    """By which share any plan could be cheaper at most."""
    cost, bound = (plan.cost_total, plan.bound) if plan else (run.progress_best_cost, run.progress_bound)
    return max(0.0, (cost - bound) / cost) if cost and bound is not None else None


def _chart(run: PlanRun, plan: Plan | None) -> Chart | None:
    points: list[Point] = [(at, cost, bound, served) for at, cost, bound, served in run.progress_curve]
    if plan is not None and points and run.base_id is None:  # else moving people has a price, which no plan states
        points.append((max(points[-1][0], _elapsed_s(run)), plan.cost_total, plan.bound, run.progress_served))
    return chart_of(points, until_s=float(run.seconds))
