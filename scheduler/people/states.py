"""The states of a departure request, and the only ways from one to another.

A request is written down (draft), handed in (submitted) and checked (verified). A published plan that serves it
makes it planned; once its trip was sent it is told, and confirmed when the party says that it comes. On the road it
is boarded and arrived; settled, once the employer has everyone. It ends early as withdrawn, no_show or returned.
A joined request travels as part of another one, until that is split.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """Where a departure request stands between wish and arrival."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    VERIFIED = "verified", _("Verified")
    PLANNED = "planned", _("Planned")
    TOLD = "told", _("Told")
    CONFIRMED = "confirmed", _("Confirmed")
    BOARDED = "boarded", _("Boarded")
    ARRIVED = "arrived", _("Arrived")
    SETTLED = "settled", _("Settled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NO_SHOW = "no_show", _("Did not appear")
    RETURNED = "returned", _("Returned")
    JOINED = "joined", _("Joined to another party")


S = RequestState

BEGINNINGS = (S.DRAFT, S.SUBMITTED, S.VERIFIED)
"""In what state a request may be taken in."""

PLANNABLE_STATES = (S.SUBMITTED, S.VERIFIED, S.PLANNED, S.TOLD, S.CONFIRMED)
"""The requests that a plan has to account for."""

PROMISED_STATES = (S.PLANNED, S.TOLD, S.CONFIRMED)
"""Those that a published plan serves and that have not left yet."""

NOT_COMING = (S.WITHDRAWN, S.NO_SHOW, S.RETURNED)
"""Those that a plan may still name and that do not travel."""

UNDER_WAY = (S.BOARDED, S.ARRIVED, S.SETTLED)
"""Those whose journey has begun and was not broken off: every later plan has it as it was."""

TRANSITIONS: Mapping[RequestState, tuple[RequestState, ...]] = {
    S.DRAFT: (S.SUBMITTED, S.JOINED, S.WITHDRAWN),
    S.SUBMITTED: (S.DRAFT, S.VERIFIED, S.PLANNED, S.JOINED, S.WITHDRAWN),
    S.VERIFIED: (S.SUBMITTED, S.PLANNED, S.JOINED, S.WITHDRAWN),
    # Verified again: a later plan does not serve it. A party may also turn up that was never told, or never answered.
    S.PLANNED: (S.VERIFIED, S.TOLD, S.BOARDED, S.ARRIVED, S.NO_SHOW, S.WITHDRAWN),
    # Planned again: a later plan takes it otherwise than it was told.
    S.TOLD: (S.VERIFIED, S.PLANNED, S.CONFIRMED, S.BOARDED, S.ARRIVED, S.NO_SHOW, S.WITHDRAWN),
    S.CONFIRMED: (S.VERIFIED, S.PLANNED, S.TOLD, S.BOARDED, S.ARRIVED, S.NO_SHOW, S.WITHDRAWN),
    # Back: ticked by mistake. Who walks to the gate, or was ticked by nobody, arrives without having boarded.
    S.BOARDED: (S.PLANNED, S.TOLD, S.CONFIRMED, S.ARRIVED, S.NO_SHOW, S.RETURNED),
    S.ARRIVED: (S.BOARDED, S.SETTLED, S.RETURNED),
    S.SETTLED: (S.RETURNED,),
    S.WITHDRAWN: (S.SUBMITTED,),
    # Verified: to be planned anew. The others: ticked by mistake, or it came after all.
    S.NO_SHOW: (S.VERIFIED, S.PLANNED, S.TOLD, S.CONFIRMED, S.BOARDED, S.ARRIVED, S.WITHDRAWN),
    S.RETURNED: (S.SUBMITTED,),
    # To the state in which the party that it was part of was split.
    S.JOINED: (S.DRAFT, S.SUBMITTED, S.VERIFIED),
}
"""From each state, where a request may go."""


class Action(StrEnum):
    """What a bureau does to requests by hand; the other steps follow from plans, messages and the road."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    VERIFY = "verify"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    RETURN = "return"


BY_HAND: Mapping[Action, Mapping[RequestState, RequestState]] = {
    Action.SUBMIT: {S.DRAFT: S.SUBMITTED},
    Action.SEND_BACK: {S.SUBMITTED: S.DRAFT, S.VERIFIED: S.SUBMITTED},
    Action.VERIFY: {S.SUBMITTED: S.VERIFIED},
    Action.WITHDRAW: {old: S.WITHDRAWN for old, ways in TRANSITIONS.items() if S.WITHDRAWN in ways},
    Action.RETURN: {old: S.RETURNED for old, ways in TRANSITIONS.items() if S.RETURNED in ways},
    Action.REOPEN: {S.WITHDRAWN: S.SUBMITTED, S.RETURNED: S.SUBMITTED, S.NO_SHOW: S.VERIFIED},
}
"""Where each action leads from which state."""


def may_move(old: RequestState, new: RequestState) -> bool:
    """Whether the table of transitions has this step."""
    return new in TRANSITIONS[old]


def all_transitions() -> list[tuple[RequestState, RequestState]]:
    """The table as pairs, as the trigger in the database takes it."""
    return [(old, new) for old, ways in TRANSITIONS.items() for new in ways]
