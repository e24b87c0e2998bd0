"""Telling everyone of a published plan: all of it in one transaction, and each of it once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from django.db.models.functions import Now

from scheduler.answers.asking import ask
from scheduler.campaigns.models import Campaign
from scheduler.errors import Invalid
from scheduler.holding import hold
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.selectors import endpoints_of
from scheduler.papers.wording import LANGUAGES
from scheduler.people.models import Worker
from scheduler.plans.models import Plan, PlanState
from scheduler.plans.services import TELLING_S
from scheduler.queue import Job, enqueue, waiting
from scheduler.telling.letters import staff_letter
from scheduler.telling.models import PlanTelling, ReaderLanguage
from scheduler.telling.offices import Letter, letter_drafts
from scheduler.telling.partners import employers_tell, operators_tell
from scheduler.telling.people import readers
from scheduler.telling.round import Round
from scheduler.telling.workers import workers_tell

log = structlog.get_logger(__name__)

UNHEARD_FOR = timedelta(minutes=1)
"""How long a plan may be published without having been told before it is put into the queue's line again."""


def plan_tell(*, plan_id: UUID) -> PlanTelling | None:
    """Tell everyone of a plan whose part is new or has changed; None where there is nothing to tell (any more).

    Called again it does nothing: what was told is written down in the transaction that posts the messages. Nor does it
    while another queue worker is at it: waiting for that one would keep this one from all else.
    """
    with acting_as_system():
        plan = Plan.objects.select_related("campaign__bureau").filter(id=plan_id).first()
        if plan is None or not _take_on(plan_id):
            return None
        Campaign.objects.select_for_update(no_key=True).get(id=plan.campaign_id)
        plan.refresh_from_db(fields=["state"])
        if plan.state != PlanState.PUBLISHED or PlanTelling.objects.filter(plan=plan).exists():
            return None
        telling = everyone_tell(Round(plan))
    log.info("plan_told", plan=str(plan_id), messages=telling.messages, unreachable=telling.unreachable)
    return telling


def tell_forgotten() -> int:
    """Enqueue the telling of published plans that Redis has forgotten and nobody is at; returns how many.

    Raises
    ------
    scheduler.queue.QueueAway
        Redis cannot be reached.
    """
    with acting_as_system():
        due = Plan.objects.filter(
            state=PlanState.PUBLISHED, telling__isnull=True, published_at__lt=Now() - UNHEARD_FOR
        ).values_list("id", flat=True)
        untold = [plan for plan in due if _take_on(plan)]
    if not untold:
        return 0
    in_line = waiting()
    forgotten = [plan for plan in untold if str(plan) not in in_line]
    for plan in forgotten:
        enqueue(Job.TELL_PLAN, str(plan), timeout_s=TELLING_S)
        log.warning("plan_telling_enqueued_again", plan=str(plan))
    return len(forgotten)


def _take_on(plan: UUID) -> bool:
    """Whether nobody else is telling of the plan; until the present transaction ends it is ours."""
    return hold(f"telling of {plan}")


def reader_language_set(*, worker: Worker, language: str) -> ReaderLanguage:
    """The language in which a worker is written to from now on.

    Raises
    ------
    Invalid
        There are no messages in it.
    """
    if language not in LANGUAGES:
        raise Invalid(f"messages are written in {' or '.join(LANGUAGES)}, not in {language!r}", where="language")
    chosen, _ = ReaderLanguage.objects.update_or_create(
        worker=worker, defaults={"language": language, "bureau_id": worker.bureau_id}
    )
    return chosen


def everyone_tell(telling: Round) -> PlanTelling:
    """Tell everyone, in the caller's transaction."""
    messages, unreachable = workers_tell(telling)
    intake_letters, intakes = employers_tell(telling)
    duty_letters, duties = operators_tell(telling)
    letters = [*intake_letters, *duty_letters]
    if unreachable:
        letters.append(staff_letter(telling.plan, telling.facts, people=unreachable))
    messages += _post(telling, letters)
    ask(campaign=telling.campaign, plan_number=telling.plan.number, questions=[*intakes, *duties])
    return PlanTelling.objects.create(
        plan=telling.plan,
        campaign=telling.campaign,
        told_at=telling.now,
        messages=messages,
        unreachable=unreachable,
    )


def _post(telling: Round, letters: Sequence[Letter]) -> int:
    to = {letter.organisation for letter in letters}
    drafts = list(letter_drafts(letters, readers=readers(organisations=to), endpoints=endpoints_of(to)))
    telling.post(drafts)
    return len(drafts)
