"""Text messages that come in: yes, no, or something for staff to read."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.answers.models import AnswerWay, Ask, AskKind, SmsReply
from scheduler.answers.recording import trip_answer
from scheduler.crypto import phone_hashes
from scheduler.errors import Conflict, DomainError, NotFound
from scheduler.organisations.models import User
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.states import RequestState

log = structlog.get_logger(__name__)

YES = frozenset({"1", "y", "yes", "ok", "去", "是", "好", "好的", "确认", "可以"})
NO = frozenset({"0", "n", "no", "不去", "否", "不", "取消", "退出"})
_FRAME = re.compile(r"[\s.,!?;:'\"()。，！？；：、“”‘’（）【】~～]+")


def meaning(text: str) -> bool | None:
    """Yes, no, or (None) nothing that may be taken for either: "去不了" is neither "去" nor "不去"."""
    plain = _FRAME.sub("", text).lower().translate(str.maketrans("０１Ｙｙ", "01yy"))
    return True if plain in YES else False if plain in NO else None


def reply_take(*, reference: str, phone: str, text: str, received_at: datetime | None = None) -> bool:
    """Take a text message that came in; whether it answered something. The same ``reference`` twice counts once.

    It answers for the party whose member has the number, if that is one party with an open question. Everything
    else waits for the staff of the bureau that wrote to the number.
    """
    with acting_as_system(), transaction.atomic():
        reply, new = SmsReply.objects.get_or_create(
            reference=reference, defaults={"phone": phone, "text": text, "received_at": received_at or clock.now()}
        )
        if not new:
            return reply.understood
        asks = list(
            Ask.objects.filter(kind=AskKind.TRIP, phone_hash__in=phone_hashes(phone))
            .select_related("campaign")
            .order_by("-asked_at")
        )
        latest = [ask for ask in asks if ask.campaign_id == asks[0].campaign_id]
        understood = _answer(latest, meaning(text))
        SmsReply.objects.filter(id=reply.id).update(
            bureau_id=latest[0].campaign.bureau_id if latest else None,
            campaign_id=latest[0].campaign_id if latest else None,
            understood=understood,
            handled_at=clock.now() if understood else None,
        )
    log.info("sms_reply_taken", reply=str(reply.id), understood=understood)
    return understood


def reply_handle(*, reply: SmsReply, by: User) -> SmsReply:
    """Staff have read a reply and done what was to be done; raises Conflict where somebody has before."""
    with acting_as_system():
        mine = SmsReply.objects.filter(id=reply.id, handled_at__isnull=True)
        if not mine.update(handled_at=clock.now(), handled_by=by):
            raise Conflict(_("this reply was handled before"))
        reply.refresh_from_db()
    return reply


@transaction.atomic
def reply_answer(
    *, reply: SmsReply, party: str, says_yes: bool, by: User, reason: str = ""
) -> tuple[RequestState, SmsReply]:
    """Staff have read a reply as a yes or a no of a party: noted for everyone of it who has the number, and handled.

    Raises
    ------
    NotFound
        Nobody of the party was asked at this number.
    Conflict
        Somebody has handled the reply before, or the party has left or does not travel any more.
    """
    handled = reply_handle(reply=reply, by=by)
    with acting_as_system():
        asks = list(
            Ask.objects.filter(
                kind=AskKind.TRIP,
                campaign=reply.campaign,
                request__code=party,
                phone_hash__in=phone_hashes(str(reply.phone)),
            )
        )
    if not asks:
        raise NotFound(_("nobody of {party!r} was asked at this number"), party=party)
    return _noted(asks, says_yes, by=by, reason=reason), handled


def reply_get(*, reply_id: UUID) -> SmsReply:
    """The reply of this id; raises NotFound where there is none that the asker may see."""
    reply = SmsReply.objects.filter(id=reply_id).first()
    if reply is None:
        raise NotFound(f"no reply {reply_id}")
    return reply


def _answer(asks: list[Ask], says_yes: bool | None) -> bool:
    """Take it down for everyone of the one party that shares the number."""
    parties = {ask.request_id for ask in asks}
    if says_yes is None or len(parties) != 1:
        return False
    try:
        with transaction.atomic():
            _noted(asks, says_yes)
    except DomainError:
        return False
    return True


def _noted(asks: list[Ask], says_yes: bool, *, by: User | None = None, reason: str = "") -> RequestState:
    """Take down the same for each of them; the state that their party is in then."""
    states = [
        trip_answer(
            request=ask.request_id, worker=ask.worker_id, says_yes=says_yes, way=AnswerWay.SMS, by=by, reason=reason
        )
        for ask in asks
        if ask.request_id is not None
    ]
    return states[-1]
