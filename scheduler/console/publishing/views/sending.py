"""The messages of a published plan: sent, waiting, and those that could not be sent."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.publishing.words import TEMPLATES
from scheduler.console.screen import screen
from scheduler.console.tables import Column, Filter, table_of
from scheduler.errors import Forbidden
from scheduler.outbox.models import Channel, MessageState, RecipientKind
from scheduler.outbox.selectors import advice
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_get
from scheduler.telling.resending import messages_resend
from scheduler.telling.standing import messages_since

TONES = {MessageState.SENT: "good", MessageState.DEAD: "bad", MessageState.WAITING: "now", MessageState.SENDING: "now"}
COLUMNS = (
    Column(key="posted", title=gettext_lazy("Posted"), by=("created_at",)),
    Column(key="who", title=gettext_lazy("For"), by=("recipient_kind", "created_at")),
    Column(key="what", title=gettext_lazy("About"), by=("template", "created_at")),
    Column(key="channel", title=gettext_lazy("Channel"), by=("channel", "created_at")),
    Column(key="state", title=gettext_lazy("State"), by=("state", "created_at")),
    Column(key="sent", title=gettext_lazy("Sent at"), by=("sent_at",)),
    Column(key="text", title=gettext_lazy("Text")),
)
FILTERS = (
    Filter(
        key="state",
        title=gettext_lazy("State"),
        choices=MessageState.choices,
        narrow=lambda rows, value: rows.filter(state=value),
    ),
    Filter(
        key="channel",
        title=gettext_lazy("Channel"),
        choices=Channel.choices,
        narrow=lambda rows, value: rows.filter(channel=value),
    ),
    Filter(
        key="for",
        title=gettext_lazy("For"),
        choices=RecipientKind.choices,
        narrow=lambda rows, value: rows.filter(recipient_kind=value),
    ),
)


@screen(roles=OFFICE, methods=("GET", "POST"))
def sent(visit: Visit, plan_id: UUID) -> HttpResponse:
    """What was posted since the plan was published; a POST sends the ticked ones again."""
    plan = plan_get(plan_id=plan_id)
    if visit.method == "POST":
        if visit.role not in COORDINATORS:
            raise Forbidden(_("only coordinators send messages again"))
        return _resend(visit, plan)
    table = table_of(visit, messages_since(plan=plan), columns=COLUMNS, filters=FILTERS)
    for one in table.page:
        one.about_what, one.tone = TEMPLATES.get(one.template, one.template), TONES[one.state]
        one.advice, one.is_dead = advice(one.trouble), one.state == MessageState.DEAD
    return campaign_page(
        visit,
        "console/publishing/sent.html",
        campaign=plan.campaign,
        here="plans",
        plan=plan,
        table=table,
        which="sent",
    )


def _resend(visit: Visit, plan: Plan) -> HttpResponse:
    ids = []
    for text in visit.POST.getlist("ids"):
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    outcomes = messages_resend(campaign=plan.campaign, ids=ids)
    done = outcomes.count(None)
    if done:
        messages.success(visit, _("%(n)s messages are sent again.") % {"n": done})
    refused = [error.words for error in outcomes if error]
    if refused:
        messages.error(visit, _("%(n)s were not sent again: %(why)s") % {"n": len(refused), "why": refused[0]})
    if not ids:
        messages.warning(visit, _("Tick the messages that are to be sent again."))
    return redirect(f"{visit.path}?{visit.POST.get('query', '')}")
