"""Messages: what was sent to whom, what could not be, and sending that again; slips on paper for those without."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from api import answers
from api.answers import PDF, Answer
from api.auth import COORDINATORS, KNOWING, OFFICE, REGISTRARS, Request
from api.endpoint import endpoint
from api.pagination import Cursor, Limit, paginate
from api.routers.plans import Language
from api.schemas.messages import DoneListOut, DoneOut, MessagePage, MessageStateName, ResendIn
from api.schemas.people import ReaderIn, ReaderOut
from api.shapes.messages import message_out
from scheduler.campaigns.selectors import campaign_get
from scheduler.outbox.selectors import message_list
from scheduler.papers.services import slips_pdf
from scheduler.people.selectors import worker_get
from scheduler.plans.selectors import plan_get
from scheduler.telling.resending import messages_resend
from scheduler.telling.services import reader_language_set

router = Router(tags=["messages"])

State = Annotated[MessageStateName | None, Query(default=None, description="Those that stand there.")]
Town = Annotated[str | None, Query(default=None, max_length=100, description="The people of this town.")]


@endpoint(router, "GET", "/campaigns/{campaign_id}/messages", answer=MessagePage, roles=OFFICE)
def message_page(
    request: Request, campaign_id: UUID, state: State = None, cursor: Cursor = None, limit: Limit = 100
) -> Answer:
    """What was sent to whom; `state=dead` is what could not be, with what to do."""
    rows = message_list(campaign=campaign_get(campaign_id=campaign_id), state=state)
    page = paginate(rows, by=("created_at", "id"), cursor=cursor, limit=limit, of=f"messages.{campaign_id}.{state}")
    return answers.ok(MessagePage(items=[message_out(one) for one in page.items], next_cursor=page.next_cursor))


@endpoint(router, "POST", "/campaigns/{campaign_id}/messages/resend", answer=DoneListOut, roles=COORDINATORS)
def message_resend(request: Request, campaign_id: UUID, body: ResendIn) -> Answer:
    """Send messages again that could not be sent, to the numbers and addresses as they are now."""
    outcomes = messages_resend(campaign=campaign_get(campaign_id=campaign_id), ids=body.messages)
    results = [DoneOut(row=i, done=not error, why=error.detail if error else "") for i, error in enumerate(outcomes)]
    done = sum(result.done for result in results)
    return answers.ok(DoneListOut(done=done, refused=len(results) - done, results=results))


@endpoint(router, "GET", "/plans/{plan_id}/slips", media_type=PDF, roles=KNOWING)
def plan_slips(request: Request, plan_id: UUID, language: Language = "zh", town: Town = None) -> Answer:
    """Everyone's slip on cards of A6, four to a sheet of A4, in large print; sorted by town."""
    plan = plan_get(plan_id=plan_id)
    return answers.file(
        slips_pdf(plan=plan, language=language, town=town), media_type=PDF, name=f"slips-{plan.number}.pdf"
    )


@endpoint(router, "PUT", "/workers/{worker_id}/language", answer=ReaderOut, roles=REGISTRARS)
def worker_language_set(request: Request, worker_id: UUID, body: ReaderIn) -> Answer:
    """The language in which a worker is written to."""
    chosen = reader_language_set(worker=worker_get(worker_id=worker_id), language=body.language)
    return answers.ok(ReaderOut(language=chosen.language))
