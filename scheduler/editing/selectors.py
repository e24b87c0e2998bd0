"""Reading drafts, edits and locks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db.models import Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.editing.errors import EditRefused, ThingsLocked
from scheduler.editing.known import draft_known
from scheduler.editing.models import Draft, Edit, EditState, Lock
from scheduler.errors import NotFound
from scheduler.organisations.models import User
from scheduler.people.models import DepartureRequest
from scheduler.plans.models import Duty, Itinerary, Leg, Plan, PlanState
from scheduler.plans.policy import policy_of
from scheduler.plans.standing import locks_of_standing, standing
from solvers.editing import CannotEdit, Held, Locked, Place, best_places
from solvers.editing.counting import without_between
from solvers.editing.locks import Kind
from solvers.freeze import Locks
from solvers.problem import Problem


def edit_list(*, plan: Plan) -> QuerySet[Edit]:
    """The edits of a draft in the order in which they were made, without the plans that they made."""
    return Edit.objects.filter(plan=plan).defer("document").select_related("made_by", "turned_by").order_by("number")


def edit_find_last(*, plan: Plan) -> Edit | None:
    """The edit that made the draft what it is (None: it is as it began)."""
    return Edit.objects.filter(plan=plan, state=EditState.DONE).order_by("-number").first()


def edit_find_next(*, plan: Plan) -> Edit | None:
    """The edit that was undone last and can be done again, if there is one."""
    return Edit.objects.filter(plan=plan, state=EditState.UNDONE).order_by("number").first()


def draft_list(*, base: Plan) -> QuerySet[Plan]:
    """The drafts that were copied from a plan and are still edited, the latest first."""
    return Plan.objects.filter(base=base, state=PlanState.DRAFT).select_related("draft__made_by").order_by("-number")


def draft_find(*, plan: Plan) -> Draft | None:
    """How a draft began, if the plan is one that people edit."""
    return Draft.objects.filter(plan=plan).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDraft:
    """A draft that is edited: its plan with base and campaign, the people who travel, the rules that it broke at first
    and those that it breaks now, as they were judged with its last edit."""

    plan: Plan
    people: int
    violations: list[dict[str, Any]]
    broken: list[dict[str, Any]]


def open_draft_find(*, plan_id: UUID) -> OpenDraft | None:
    """The draft of this id, if the plan is one that people edit and that the asker may see."""
    sizes = Itinerary.objects.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Sum("request__size"))
    edits = Edit.objects.filter(plan=OuterRef("pk"), state=EditState.DONE).order_by("-number")
    found = (
        Plan.objects.filter(id=plan_id, state=PlanState.DRAFT, draft__isnull=False)
        .select_related("campaign", "base", "draft")
        .defer("draft__document")
        .annotate(people=Coalesce(Subquery(sizes.values("n")), 0))
        .annotate(broken=Subquery(edits.values("effect__violations")[:1]))
        .first()
    )
    if found is None:
        return None
    at_first = found.draft.violations
    broken = at_first if found.broken is None else found.broken
    return OpenDraft(plan=found, people=found.people, violations=at_first, broken=broken)


def open_draft_get(*, plan_id: UUID) -> OpenDraft:
    """The draft of this id.

    Raises
    ------
    NotFound
        There is none that people edit and that the asker may see.
    """
    found = open_draft_find(plan_id=plan_id)
    if found is None:
        raise NotFound(f"plan {plan_id} is not a draft that is edited")
    return found


def lock_list(*, plan: Plan) -> QuerySet[Lock]:
    """What is locked in a plan, in the order in which it was locked."""
    return Lock.objects.filter(plan=plan).select_related("made_by").order_by("made_at", "id")


def lock_get(*, plan: Plan, lock_id: UUID) -> Lock:
    """The lock of this id.

    Raises
    ------
    NotFound
        The plan has none that the asker may see.
    """
    lock = Lock.objects.filter(plan=plan, id=lock_id).first()
    if lock is None:
        raise NotFound(f"plan {plan.number} has no lock {lock_id}")
    return lock


def held(*, plan: Plan) -> frozenset[Held]:
    """What is locked in a plan, by hand or by itself, for the planner."""
    return frozenset(_holds(plan))


def locks_kept(*, plan: Plan) -> Locks:
    """The same, for runs that start from the plan."""
    codes: dict[str, set[str]] = defaultdict(set)
    for lock in lock_list(plan=plan):
        codes[lock.kind].add(lock.code)
    by_hand = Locks(
        parties=frozenset(codes["party"]),
        duties=frozenset(codes["duty"]),
        services=frozenset(codes["service"]),
        slots=frozenset(codes["slot"]),
    )
    return by_hand | locks_of_standing(plan=plan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """Something that stays, because of a ``lock``, a signed ``charter``, a ``manifest`` that was issued, or because it
    is near its ``departure``, or after it.
    """

    kind: str
    code: str
    because: str
    since: datetime
    by: User | None
    why: str


def frozen_list(*, plan: Plan) -> list[Frozen]:
    """What runs from a plan leave as it is: what others were promised, the locks, and what leaves soon or has left.

    Edits leave the same, but for what is near its departure.
    """
    promised = [
        Frozen(kind=one.kind, code=one.code, because=one.because, since=one.since, by=one.by, why=str(one))
        for one in standing(plan=plan)
    ]
    locks = [
        Frozen(kind=one.kind, code=one.code, because="lock", since=one.made_at, by=one.made_by, why=_sentence(one))
        for one in lock_list(plan=plan)
    ]
    return [*promised, *locks, *_leaving_soon(plan)]


def _leaving_soon(plan: Plan) -> Iterator[Frozen]:
    """The duties that have left, or will within the hours that the campaign's policy freezes."""
    hours = policy_of(plan.campaign).freeze_hours
    duties = Duty.objects.filter(plan=plan).annotate(leaves=Min("stops__departs_at")).order_by("leaves", "code")
    for duty in duties.filter(leaves__lt=clock.now() + timedelta(hours=hours)):
        yield Frozen(
            kind="duty",
            code=duty.code,
            because="departure",
            since=duty.leaves - timedelta(hours=hours),
            by=None,
            why=f"duty {duty.code} leaves at {duty.leaves:%Y-%m-%d %H:%M} UTC: from {hours:g} hours before, new runs "
            "leave it as it is",
        )


def best_places_of(*, plan: Plan, request: DepartureRequest, limit: int) -> tuple[Problem, list[Place]]:
    """The campaign's problem, and the cheapest places of a party in any plan, what is locked left alone.

    Raises
    ------
    NotFound
        The request is of another campaign, or none that is planned.
    EditRefused
        The campaign has no more what the plan uses.
    ThingsLocked
        The party is locked.
    """
    if request.campaign_id != plan.campaign_id:
        raise NotFound(f"plan {plan.number} is of a campaign that has no departure request {request.id}")
    known = draft_known(plan=plan)
    if request.code not in {party.id for party in known.problem.parties}:
        raise NotFound(
            _("departure request {code} is not planned: it is a draft, withdrawn, or has travelled"), code=request.code
        )
    try:
        places = best_places(known.seen_problem, known.seen, request.code, held=held(plan=plan), limit=limit)
        return known.problem, [replace(one, edit=without_between(one.edit, known.seen)) for one in places]
    except CannotEdit as error:
        raise EditRefused(str(error)) from error
    except Locked as error:
        raise things_locked(plan, error) from error


def things_locked(plan: Plan, error: Locked) -> ThingsLocked:
    """Who locked what, why, and what can be done."""
    known = _holds(plan)
    return ThingsLocked(
        "the edit would change what is locked: unlock it, or edit something else",
        reasons=[known.get(one, f"{one} is locked") for one in error.held],
    )


def _holds(plan: Plan) -> dict[Held, str]:
    """What no edit may change, and why, as a sentence."""
    holds, stands = {}, standing(plan=plan)
    riders = _riders(plan, [one.code for one in stands if one.because == "charter"])
    for one in stands:
        if one.because == "manifest":
            holds[Held(kind=one.kind, id=one.code)] = str(one)
        else:
            holds |= {Held(kind="party", id=party): f"party {party}: {one}" for party in riders[one.code]}
    return holds | {_held(lock): _sentence(lock) for lock in lock_list(plan=plan)}


def _riders(plan: Plan, services: list[str]) -> dict[str, set[str]]:
    """Who is on services by the plan in force, and by this plan."""
    in_force = Leg.objects.filter(plan__campaign_id=plan.campaign_id, plan__state=PlanState.PUBLISHED)
    here = Leg.objects.filter(plan=plan)
    by_both = (
        set(legs.filter(service__code__in=services).values_list("service__code", "itinerary__request__code"))
        for legs in (in_force, here)
    )
    riders = defaultdict[str, set[str]](set)
    for service, party in set.intersection(*by_both):
        riders[service].add(party)
    return riders


def _held(lock: Lock) -> Held:
    return Held(kind=cast("Kind", lock.kind), id=lock.code)


def _sentence(lock: Lock) -> str:
    who = f" by {lock.made_by.name}" if lock.made_by else ""
    why = f": {lock.why}" if lock.why else ""
    return f"{_held(lock)} was locked{who} on {lock.made_at:%Y-%m-%d %H:%M} UTC{why} (lock {lock.id})"
