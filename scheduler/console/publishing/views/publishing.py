"""Publishing a plan: what speaks against it, what changes, who will be told what, one button; and how it goes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from scheduler.console.acting import Visit
from scheduler.console.editing.sentences import rule_words
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.publishing.forms.approving import ApprovalForm
from scheduler.console.publishing.words import BROKEN, KINDS, STATES, TEMPLATES
from scheduler.console.screen import screen
from scheduler.errors import Forbidden
from scheduler.outbox.models import Channel, MessageState, RecipientKind
from scheduler.plans import services
from scheduler.plans.broken_promises import answered_for, approval_list, broken_promises, promises_approve
from scheduler.plans.checked import plan_checked
from scheduler.plans.errors import PlanNotPublishable, PromisesBroken
from scheduler.plans.left import CAME_LATER, left_of
from scheduler.plans.models import Plan, PlanState
from scheduler.plans.selectors import plan_find_published, plan_get, somebody_plans
from scheduler.plans.versions import versions_of
from scheduler.telling.foreseeing import foreseen_find, foreseen_order
from scheduler.telling.standing import standing_of

SHOWN = 50
"""Broken rules that are listed."""
LANGUAGES = {"zh": "中文", "en": "English"}
CHECK, TELLING = "check", "telling"
"""The parts of the page that take a while, and are asked for once it is there."""


@screen(roles=OFFICE, methods=("GET", "POST"))
def publish(visit: Visit, plan_id: UUID) -> HttpResponse:
    """What publishing a draft would mean, or how it goes with the published plan; a POST publishes."""
    plan = plan_get(plan_id=plan_id)
    if visit.method == "POST":
        if visit.role not in COORDINATORS:
            raise Forbidden(_("only coordinators publish"))
        return _publish(visit, plan)
    return _page(visit, plan, part=visit.GET.get("part", ""))


@screen(roles=COORDINATORS, methods=("POST",))
def approve(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Answer by name for letting some parties down."""
    plan = plan_get(plan_id=plan_id)
    form = ApprovalForm(visit.POST, parties=[one.party for one in broken_promises(plan=plan)])
    if not form.is_valid():
        return _page(visit, plan, part=CHECK, form=form, status=422)
    parties = form.cleaned_data["ids"]
    promises_approve(plan=plan, parties=parties, reason=form.cleaned_data["reason"], by=visit.user)
    messages.success(
        visit, _("You answer for %(n)s parties now; they stand below with your reason.") % {"n": len(parties)}
    )
    return redirect("publish", plan.id)


def _publish(visit: Visit, plan: Plan) -> HttpResponse:
    try:
        services.plan_publish(plan=plan, by=visit.user)
    except PlanNotPublishable:
        messages.error(visit, _("The plan was not published: something speaks against it since you looked. See below."))
    except PromisesBroken:
        messages.error(
            visit, _("The plan was not published: nobody answers yet for some whom it lets down. See below.")
        )
    else:
        messages.success(visit, _("Plan %(number)s is published. Everyone is being told.") % {"number": plan.number})
    return redirect("publish", plan.id)


def _page(visit: Visit, plan: Plan, *, part: str, form: ApprovalForm | None = None, status: int = 200) -> HttpResponse:
    words, tone = STATES[plan.state]
    facts: dict[str, Any] = {"plan": plan, "state": words, "tone": tone}
    if plan.state == PlanState.DRAFT:
        published = plan_find_published(campaign=plan.campaign)
        facts |= {"published": published, "version": versions_of(plans=[plan])[0], "part": part}
        facts |= _check(plan, form) if part == CHECK else _telling(plan) if part == TELLING else {}
        template = "console/publishing/publish.html"
    else:
        facts |= _standing(plan)
        template = "console/publishing/published.html"
    return campaign_page(visit, template, campaign=plan.campaign, here="plans", status=status, **facts)


def _check(plan: Plan, form: ApprovalForm | None) -> dict[str, Any]:
    found = plan_checked(plan=plan)
    broken = answered_for(plan=plan, parties=found.let_down)
    open_ones = [one for one in broken if one.approval is None]
    left = left_of(plan=plan, parties=[one.party for one in broken if one.after is None])
    givers = {one.request_id: one.approved_by.name or one.approved_by.email for one in approval_list(plan=plan)}
    return {
        "found": found,
        "check": found.check,
        "violations": [
            rule_words(one.rule.value, one.subject, one.excess, one.rule.unit) for one in found.check.violations[:SHOWN]
        ],
        "kinds": KINDS,
        "broken": [
            (one, BROKEN[one.what], givers.get(one.request_id, ""), left.get(one.party, CAME_LATER)) for one in broken
        ],
        "open_people": sum(one.people for one in open_ones),
        "open_parties": len(open_ones),
        "may_publish": found.check.stands and not open_ones,
        "form": form or ApprovalForm(parties=[one.party for one in open_ones]),
    }


def _telling(plan: Plan) -> dict[str, Any]:
    """Who would be told what; where a queue worker has to write that first, the page asks again."""
    foreseen = foreseen_find(plan=plan)
    if foreseen is None:
        foreseen_order(plan=plan)
        return {"nobody_writes": not somebody_plans()}
    preview, written_at = foreseen
    rows = [
        {
            "posting": one,
            "who": RecipientKind(one.recipient_kind).label,
            "channel": Channel(one.channel).label,
            "what": TEMPLATES.get(one.template, one.template),
            "language": LANGUAGES.get(one.language, one.language),
        }
        for one in preview.postings
    ]
    return {"preview": preview, "written_at": written_at, "postings": rows}


def _standing(plan: Plan) -> dict[str, Any]:
    standing = standing_of(plan=plan) if plan.state == PlanState.PUBLISHED else None
    sent = [
        (Channel(channel).label, MessageState(state).label, state, number)
        for channel, state, number in (standing.messages if standing else ())
    ]
    return {
        "standing": standing,
        "sent": sent,
        "dead": sum(number for _channel, _state, state, number in sent if state == MessageState.DEAD),
        "published": None if standing else plan_find_published(campaign=plan.campaign),
    }
