"""Nobody who was told of a journey loses it silently: whom a draft lets down, and who answers for that."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.taking import refusals_told
from scheduler.errors import Conflict, Invalid
from scheduler.organisations.models import User
from scheduler.people.states import PLANNABLE_STATES, UNDER_WAY, RequestState
from scheduler.plans.errors import PromisesBroken
from scheduler.plans.models import Approval, Itinerary, Leg, Plan, PlanState, Unserved

log = structlog.get_logger(__name__)

LEFT, SLOT, DAY = "left", "slot", "day"
"""It stays at home; it goes to another slot; it leaves on another day."""
STANDS = {
    RequestState.TOLD: "told of",
    RequestState.CONFIRMED: "confirmed of",
    RequestState.BOARDED: "on the road to",
    RequestState.ARRIVED: "arrived for",
    RequestState.SETTLED: "arrived for",
}
"""How it stands with a party and its slot; one that was not told yet is promised it all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """Where a party goes, and when it leaves home (None: the plan does not say)."""

    slot: str
    leaves_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetDown:
    """A party that the published plan takes along, and a draft does not, or to another slot, or on another day.

    ``offer`` is the next best that there is for it, in words.
    """

    request_id: UUID
    party: str
    people: int
    state: RequestState
    what: str
    before: Journey
    after: Journey | None
    offer: str

    @property
    def is_confirmed(self) -> bool:
        """Whether it said that it comes, and has not left."""
        return self.state == RequestState.CONFIRMED


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenPromise(LetDown):
    """The same with who answers for it, if somebody does."""

    approval: Approval | None


def broken_promises(*, plan: Plan) -> list[BrokenPromise]:
    """Whom a plan would let down, with who answers for it by now."""
    return answered_for(plan=plan, parties=let_down(plan=plan))


def answered_for(*, plan: Plan, parties: Iterable[LetDown]) -> list[BrokenPromise]:
    """Parties that a plan lets down, each with who answers for it by now."""
    # without who approved: somebody who has left the bureau is not to be seen any more, and what they approved holds
    approvals = {one.request_id: one for one in Approval.objects.filter(plan=plan)}
    return [
        BrokenPromise(
            **{each.name: getattr(one, each.name) for each in fields(LetDown)}, approval=approvals.get(one.request_id)
        )
        for one in parties
    ]


def let_down(*, plan: Plan) -> list[LetDown]:
    """Whom a plan would let down if it took the place of the published one, in the order of that.

    What is published holds, whether or not everybody has read it yet, and for those under way too. Who has ended the
    journey early is let down by nothing.
    """
    published = Plan.objects.filter(campaign_id=plan.campaign_id, state=PlanState.PUBLISHED).exclude(id=plan.id).first()
    if published is None:
        return []
    clock_offset = timedelta(seconds=plan.campaign.utc_offset_s)
    now = _journeys(plan)
    left = {one.request_id: one for one in Unserved.objects.filter(plan=plan)}
    told = Itinerary.objects.filter(plan=published, request__state__in=(*PLANNABLE_STATES, *UNDER_WAY))
    before = _journeys(published)
    found = []
    parties = told.order_by("position").values_list("request_id", "request__code", "request__size", "request__state")
    for request, party, people, state in parties:
        was, then = before[request], now.get(request)
        what = _what(was, then, clock_offset)
        if what is not None:
            found.append(
                LetDown(
                    request_id=request,
                    party=party,
                    people=people,
                    state=RequestState(state),
                    what=what,
                    before=was,
                    after=then,
                    offer=_offer(then, left.get(request), clock_offset),
                )
            )
    return found


def check_promises(*, plan: Plan) -> None:
    """See that somebody answers for everyone whom a plan lets down.

    Raises
    ------
    PromisesBroken
        Nobody does for some; ``reasons`` names each with the next best offer.
    """
    offset = timedelta(seconds=plan.campaign.utc_offset_s)
    broken = [one for one in broken_promises(plan=plan) if one.approval is None]
    if broken:
        raise PromisesBroken(
            _(
                "plan {number} lets down {broken} parties who were told of their journey; "
                "approve it for each by name, or plan again"
            ),
            number=plan.number,
            broken=len(broken),
            reasons=[_sentence(one, offset) for one in broken],
        )


def approval_list(*, plan: Plan) -> QuerySet[Approval]:
    """Who answers for whom whom a plan lets down."""
    return Approval.objects.filter(plan=plan).select_related("request", "approved_by").order_by("approved_at", "id")


@transaction.atomic
def promises_approve(*, plan: Plan, parties: Collection[str], reason: str, by: User) -> list[Approval]:
    """Answer for letting down some parties with a draft. Who is answered for already stays so.

    Raises
    ------
    Conflict
        The plan is no draft.
    Invalid
        A party is not let down by the plan, or there is no reason.
    """
    if plan.state != PlanState.DRAFT:
        raise Conflict(
            _("plan {number} is {state}: approvals belong to a draft"), number=plan.number, state=PlanState(plan.state)
        )
    if not reason.strip():
        raise Invalid(_("reason is missing: say why these parties are let down"), where="reason")
    broken = {one.party: one for one in broken_promises(plan=plan)}
    if unknown := sorted(set(parties) - broken.keys()):
        raise Invalid(
            _("plan {number} does not let down {parties}"),
            number=plan.number,
            parties=", ".join(unknown),
            where="parties",
        )
    new = [
        Approval(
            campaign_id=plan.campaign_id,
            plan=plan,
            request_id=broken[party].request_id,
            approved_by=by,
            reason=reason.strip(),
        )
        for party in sorted(set(parties))
        if broken[party].approval is None
    ]
    with refusals_told():
        Approval.objects.bulk_create(new)
    log.info("promises_approved", plan=str(plan.id), parties=len(new))
    return list(approval_list(plan=plan))


def _journeys(plan: Plan) -> dict[UUID, Journey]:
    leaves = dict(
        Leg.objects.filter(plan=plan, position=0, mode=Leg.Mode.ACCESS).values_list("itinerary_id", "departs_at")
    )
    found = Itinerary.objects.filter(plan=plan).values_list("id", "request_id", "slot__code")
    return {request: Journey(slot=slot, leaves_at=leaves.get(key)) for key, request, slot in found}


def _what(was: Journey, then: Journey | None, offset: timedelta) -> str | None:
    if then is None:
        return LEFT
    if was.slot != then.slot:
        return SLOT
    if was.leaves_at is None or then.leaves_at is None:
        return None
    return DAY if (was.leaves_at + offset).date() != (then.leaves_at + offset).date() else None


def _offer(then: Journey | None, left: Unserved | None, offset: timedelta) -> str:
    if then is not None:
        return f"slot {then.slot}, leaving home {_local(then.leaves_at, offset)}"
    if left is None:
        return "it came into the campaign after this plan was made; plan again"
    return f"none in this plan ({left.reason}): {left.detail or 'no change was found that would bring it along'}"


def _sentence(one: BrokenPromise, offset: timedelta) -> str:
    state = STANDS.get(one.state, "promised")
    people = "1 person" if one.people == 1 else f"{one.people} people"
    happens = {LEFT: "would stay at home", SLOT: "would go to another slot", DAY: "would leave on another day"}
    was = f"slot {one.before.slot}, leaving home {_local(one.before.leaves_at, offset)}"
    return f"party {one.party} ({people}, {state} {was}) {happens[one.what]}; next best: {one.offer}"


def _local(at: datetime | None, offset: timedelta) -> str:
    return "at a time not said" if at is None else f"{at + offset:%Y-%m-%d %H:%M}"
