"""Questions, answers and replies, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from api.schemas.answers import AskKindName, AskOut, ReplyOut, ToCallOut
from api.schemas.base import utc

if TYPE_CHECKING:
    from scheduler.answers.models import Ask, SmsReply
    from scheduler.answers.selectors import Call


def ask_out(ask: Ask) -> AskOut:
    """A question."""
    about = ask.request or ask.slot or ask.duty
    return AskOut(
        id=ask.id,
        kind=cast("AskKindName", ask.kind),
        about=about.code if about else "",
        until=utc(ask.until) if ask.until else None,
        plan_number=ask.plan_number,
        worker_id=ask.worker_id,
        asked_at=utc(ask.asked_at),
        due_at=utc(ask.due_at),
        overdue=ask.escalated_at is not None and ask.answered_at is None,
        answered_at=utc(ask.answered_at) if ask.answered_at else None,
        way=ask.way,
        says_yes=ask.says_yes,
        reason=ask.reason,
    )


def call_out(call: Call) -> ToCallOut:
    """A party to call."""
    return ToCallOut(
        request_id=call.request.id,
        request=call.request.code,
        town=call.request.town,
        size=call.request.size,
        why=call.why.value,
        due_at=utc(call.due_at),
    )


def reply_out(reply: SmsReply) -> ReplyOut:
    """A text message that came in."""
    return ReplyOut(
        id=reply.id,
        phone=str(reply.phone),
        text=str(reply.text),
        understood=reply.understood,
        received_at=utc(reply.received_at),
        handled_at=utc(reply.handled_at) if reply.handled_at else None,
    )
