"""Text messages that came in: what each did, and noting those that nobody could take for a yes or a no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.answers.models import Ask, SmsReply
from scheduler.answers.replies import meaning, reply_answer, reply_get, reply_handle
from scheduler.answers.selectors import reply_rows, senders_of
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.publishing.forms.answers import ReplyForm
from scheduler.console.publishing.words import ANSWERS
from scheduler.console.refusals import words_of
from scheduler.console.screen import screen
from scheduler.console.tables import Filter, table_of
from scheduler.errors import DomainError, NotFound
from scheduler.people.models import DepartureRequest
from scheduler.plans.selectors import plan_find_published
from scheduler.telling.standing import NO, OPEN, YES

PAGE = 50
"""Of these: each may have forms."""
WAITING, UNDERSTOOD, READ = "waiting", "understood", "read"
STATES = {
    WAITING: Q(handled_at__isnull=True),
    UNDERSTOOD: Q(understood=True),
    READ: Q(handled_by__isnull=False),
}


def _narrow(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(STATES[value])


FILTERS = (
    Filter(
        key="state",
        title=gettext_lazy("State"),
        choices=(
            (WAITING, gettext_lazy("Waits for somebody to read it")),
            (UNDERSTOOD, gettext_lazy("Understood by itself")),
            (READ, gettext_lazy("Read by staff")),
        ),
        narrow=_narrow,
    ),
)
NO_WORDS = gettext_lazy("neither a yes nor a no")
SHARED = gettext_lazy("several parties have this number")
TOO_LATE = gettext_lazy("the party has left, or does not travel any more")


@screen(roles=OFFICE)
def replies(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The text messages that came in, those that wait for somebody in front."""
    return _page(visit, campaign_get(campaign_id=campaign_id))


@screen(roles=COORDINATORS, methods=("POST",))
def reply_says(visit: Visit, reply_id: UUID) -> HttpResponse:
    """Note what a message says of a party's trip, or only that it was read."""
    reply, form = reply_get(reply_id=reply_id), ReplyForm(visit.POST)
    if reply.campaign is None:
        raise NotFound(f"no reply {reply_id} of a campaign")
    if not form.is_valid():
        return _page(visit, reply.campaign, wrong=(reply_id, form))
    try:
        messages.success(visit, _act(visit, reply, form))
    except DomainError as error:
        form.add_error(None, words_of(error))
        return _page(visit, reply.campaign, wrong=(reply_id, form))
    return redirect(f"{reverse('replies', args=[reply.campaign_id])}?{visit.POST.get('query', '')}")


def _act(visit: Visit, reply: SmsReply, form: ReplyForm) -> str:
    """Do it; what to tell of it."""
    told = form.cleaned_data
    if told["says"] == "done":
        reply_handle(reply=reply, by=visit.user)
        return _("The message is done with; nothing was noted.")
    state, _reply = reply_answer(
        reply=reply, party=told["party"], says_yes=told["says"] == YES, by=visit.user, reason=told["reason"]
    )
    return _("Noted in your name. %(party)s is now: %(state)s.") % {"party": told["party"], "state": state.label}


def _page(visit: Visit, campaign: Campaign, *, wrong: tuple[UUID, ReplyForm] | None = None) -> HttpResponse:
    table = table_of(visit, reply_rows(campaign=campaign), columns=(), filters=FILTERS, size=PAGE)
    rows = list(table.page)
    senders = senders_of(replies=rows)
    table.page.object_list = [_row(one, senders[one.id], wrong) for one in rows]
    return campaign_page(
        visit,
        "console/publishing/replies.html",
        campaign=campaign,
        here="plans",
        status=422 if wrong else 200,
        table=table,
        plan=plan_find_published(campaign=campaign),
        which="replies",
        wrong=wrong[1] if wrong else None,
        may_note=visit.role in COORDINATORS,
    )


def _row(reply: SmsReply, asks: Sequence[Ask], wrong: tuple[UUID, ReplyForm] | None) -> dict[str, Any]:
    parties: dict[DepartureRequest, list[Ask]] = {}
    for ask in asks:
        if ask.request is not None:
            parties.setdefault(ask.request, []).append(ask)
    is_wrong = wrong is not None and wrong[0] == reply.id
    return {
        "reply": reply,
        "parties": [(party, [_answered(ask) for ask in theirs]) for party, theirs in parties.items()],
        "says_yes": meaning(str(reply.text)),
        "why_not": _why_not(reply, len(parties)),
        "form": wrong[1] if wrong and is_wrong else None,
    }


def _answered(ask: Ask) -> tuple[Ask, str | Promise, str]:
    """A question with the answer that stands now, in words and as a badge."""
    words, tone = ANSWERS[{True: YES, False: NO, None: OPEN}[ask.says_yes]]
    return ask, words, tone


def _why_not(reply: SmsReply, parties: int) -> str | Promise:
    """Why it answered nothing by itself."""
    if meaning(str(reply.text)) is None:
        return NO_WORDS
    return SHARED if parties > 1 else TOO_LATE
