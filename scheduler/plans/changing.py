"""What one version of a campaign's plan does otherwise than another."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.selectors import campaign_problem
from scheduler.errors import Invalid
from scheduler.people.models import DepartureRequest
from scheduler.plans import mapping
from scheduler.plans.errors import NothingBefore
from scheduler.plans.keeping import kept_beside_plan
from scheduler.plans.models import ChangeReport, Plan, PlanState
from solvers.changes_report import change_report
from solvers.problem import Problem

Document = dict[str, Any]
"""See :func:`solvers.changes_report.change_report`."""


def changes_between(*, before: Plan, plan: Plan) -> Document:
    """What ``plan`` does otherwise than ``before``: as kept, else counted now, and kept.

    Raises
    ------
    Invalid
        The two are of different campaigns.
    """
    kept = changes_kept(before=before, plan=plan)
    if kept is not None:
        return kept
    document = _count(before, plan)
    with kept_beside_plan():
        ChangeReport.objects.bulk_create(
            [_report(before, plan, document)],
            update_conflicts=True,
            unique_fields=["plan", "before"],
            update_fields=["edition", "before_edition", "document", "created_at"],
        )
    return document


def changes_kept(*, before: Plan, plan: Plan) -> Document | None:
    """The same, if it need not be counted; raises Invalid likewise."""
    if before.campaign_id != plan.campaign_id:
        raise Invalid(_("the two plans are of different campaigns"), where="since")
    kept = _kept(before, plan).first()
    return cast(Document, kept.document) if kept else None


def before_of(*, plan: Plan) -> Plan:
    """What a plan is compared with where nobody says otherwise: the one that it started from, else the one published
    before it.

    Raises
    ------
    NothingBefore
        There is neither.
    """
    began_with = plan.run.base if plan.run else plan.base
    if began_with is not None:
        return began_with
    told = Plan.objects.filter(campaign_id=plan.campaign_id, state__in=[PlanState.PUBLISHED, PlanState.SUPERSEDED])
    earlier = told.filter(Q(number__lt=plan.number) | Q(state=PlanState.PUBLISHED)).exclude(id=plan.id)
    found = earlier.order_by("-published_at").first()
    if found is None:
        raise NothingBefore(
            _("plan {number} has none before it to be compared with; say which: ?since=<plan>"), number=plan.number
        )
    return found


def report_store(*, before: Plan, plan: Plan) -> ChangeReport:
    """Keep the report of a plan that has just been made from another, in the caller's transaction."""
    report = _report(before, plan, _count(before, plan))
    report.save(force_insert=True)
    return report


def _kept(before: Plan, plan: Plan) -> QuerySet[ChangeReport]:
    editions = {"edition": plan.edition, "before_edition": before.edition}
    return ChangeReport.objects.filter(plan=plan, before=before, **editions)


def _report(before: Plan, plan: Plan, document: Document) -> ChangeReport:
    return ChangeReport(
        campaign_id=plan.campaign_id,
        plan=plan,
        edition=plan.edition,
        before=before,
        before_edition=before.edition,
        document=document,
    )


def _count(before: Plan, plan: Plan) -> Document:
    problem = campaign_problem(plan.campaign)
    sizes = dict(DepartureRequest.objects.filter(campaign_id=plan.campaign_id).values_list("code", "size"))
    document = change_report(
        mapping.from_rows(before),
        mapping.from_rows(plan),
        _as_it_was(problem, plan),
        earlier=_as_it_was(problem, before),
        sizes=sizes,
    )
    for key, one in (("km_before", before), ("km_after", plan)):
        if one.road_km is not None:
            document[key] = one.road_km
    return document


def _as_it_was(problem: Problem, plan: Plan) -> Problem:
    """The problem with the services' times that a plan was made for."""
    times: dict[str, list[int]] = plan.timetable or {}
    services = tuple(
        replace(one, depart=times[one.id][0], arrive=times[one.id][1]) if one.id in times else one
        for one in problem.services
    )
    return replace(problem, services=services)
