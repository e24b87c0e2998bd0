"""Reading what matching looks at, in a few queries whatever the size of the campaign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.errors import Conflict
from scheduler.intake.mapping import windows_of
from scheduler.intake.models import IntakeSlot
from scheduler.matching.facts import Opening, Person, Seeker
from scheduler.matching.models import MatchingRules
from scheduler.matching.propose import Proposal, propose
from scheduler.matching.rules import USUAL, Mode, Rules
from scheduler.people.models import DepartureRequest, Member
from scheduler.people.states import PROMISED_STATES, RequestState
from scheduler.people.wishes import wishes_of
from scheduler.plans.models import Itinerary, PlanState

OPEN_STATES = (RequestState.DRAFT, RequestState.SUBMITTED, RequestState.VERIFIED)
"""The requests whose choices may still be proposed: nothing was promised to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesInForce:
    """The rules of a campaign; ``version`` is 0 while they are the usual ones."""

    rules: Rules
    version: int


def rules_get(*, campaign: Campaign) -> RulesInForce:
    """The rules by which the campaign's parties and slots are matched."""
    row = MatchingRules.objects.filter(campaign=campaign).first()
    if row is None:
        return RulesInForce(rules=USUAL, version=0)
    return RulesInForce(rules=rules_of(row.rules), version=row.version)


def rules_of(kept: Mapping[str, Any]) -> Rules:
    """The rules in a kept object: the usual ones where it says nothing."""
    modes = {field.name for field in fields(Rules) if isinstance(getattr(USUAL, field.name), Mode)}
    said: dict[str, Any] = {name: Mode(value) if name in modes else value for name, value in kept.items()}
    if "needs_at_work" in said:
        said["needs_at_work"] = tuple(said["needs_at_work"])
    return replace(USUAL, **said)


def proposals(*, campaign: Campaign, requests: Collection[UUID] | None = None) -> tuple[Proposal, ...]:
    """What the rules propose to the open requests of a campaign, or to those of the ids, in its order.

    Who goes together with one of them is looked at too, and among what is returned.
    """
    seekers = _seekers(campaign, requests)
    found = propose(seekers, _openings(campaign), rules_get(campaign=campaign).rules)
    return tuple(one for one in found if one.seeker.bound is None)


def proposal_of(*, request: DepartureRequest) -> Proposal:
    """What the rules propose to one request.

    Raises
    ------
    Conflict
        It is not open: a trip was promised to it, or it does not want one any more.
    """
    for one in proposals(campaign=request.campaign, requests=[request.id]):
        if one.seeker.id == request.id:
            return one
    raise Conflict(
        _("request {code!r} is {state}: only {states} requests are matched"),
        code=request.code,
        state=RequestState(request.state),
        states=OPEN_STATES,
    )


def _seekers(campaign: Campaign, requests: Collection[UUID] | None) -> tuple[Seeker, ...]:
    everyone = DepartureRequest.objects.filter(campaign=campaign)
    asked = Q(state__in=OPEN_STATES) if requests is None else Q(state__in=OPEN_STATES, id__in=requests)
    groups = everyone.filter(asked).exclude(together="").values("together")
    with_them = Q(together__in=groups, state__in=(*OPEN_STATES, *PROMISED_STATES))
    rows = list(everyone.filter(asked | with_them).order_by("position", "code"))
    ids = [row.id for row in rows]
    people = _people(campaign, ids)
    bound = dict(
        Itinerary.objects.filter(
            plan__campaign=campaign, plan__state=PlanState.PUBLISHED, request__state__in=PROMISED_STATES
        ).values_list("request_id", "slot_id")
    )
    return tuple(
        Seeker(
            id=row.id,
            code=row.code,
            size=row.size,
            wheelchairs=row.wheelchairs,
            ready=clock.seconds(row.ready_at),
            due=None if row.due_at is None else clock.seconds(row.due_at),
            people=_with_own_wishes(people[row.id], row),
            together=row.together,
            bound=bound.get(row.id),
        )
        for row in rows
    )


def _people(campaign: Campaign, requests: Collection[UUID]) -> Mapping[UUID, list[Person]]:
    """The known members of requests. Neither names nor numbers are read."""
    zone = timezone(timedelta(seconds=campaign.utc_offset_s))
    columns = (
        "request_id",
        "request__ready_at",
        "worker__birth_year",
        "worker__skills",
        "worker__needs",
        "worker__wishes",
        "worker__consent_employer",
    )
    found: Mapping[UUID, list[Person]] = defaultdict(list)
    members = Member.objects.filter(campaign=campaign, request_id__in=requests).order_by("request_id", "position")
    for request, ready_at, birth_year, skills, needs, wishes, consents in members.values_list(*columns):
        found[request].append(
            Person(
                age=None if birth_year is None else _year(ready_at, zone) - birth_year,
                skills=frozenset(skills),
                needs=frozenset(need for need, has in needs.items() if has),
                wishes=wishes_of(wishes),
                consents=consents,
            )
        )
    return found


def _year(moment: datetime, zone: timezone) -> int:
    return moment.astimezone(zone).year


def _with_own_wishes(people: list[Person], request: DepartureRequest) -> tuple[Person, ...]:
    """A request that says what it wishes for speaks for its people, but for employers that one of them avoids."""
    wishes = wishes_of(request.wishes)
    if not wishes:
        return tuple(people)
    return tuple(
        replace(
            person,
            wishes=replace(wishes, not_employers=(*wishes.not_employers, *person.wishes.not_employers)),
        )
        for person in people or [Person()]
    )


def _openings(campaign: Campaign) -> tuple[Opening, ...]:
    slots = IntakeSlot.objects.filter(campaign=campaign).select_related(
        "employer", "gate", "job_post__plant", "job_post__employer"
    )
    return tuple(map(_opening, slots.order_by("position", "code")))


def _opening(slot: IntakeSlot) -> Opening:
    post, gate = slot.job_post, slot.gate
    employer = slot.employer or (post.employer if post else None)
    plant = post.plant if post else None
    where = [gate.name, gate.name_en]
    if employer:
        where += [employer.name, employer.name_en]
    if plant:
        where += [plant.city, plant.address, plant.name, plant.name_en]
    known = Opening(
        id=slot.id,
        code=slot.code,
        employer=employer.code if employer else "",
        capacity=slot.capacity,
        windows=windows_of(slot.windows),
        city=plant.city if plant else "",
        place="\n".join(text for text in where if text),
    )
    if post is None:
        return known
    return replace(
        known,
        title=post.title,
        title_en=post.title_en,
        job="\n".join([post.title, post.title_en, post.workshop, *post.skills]),
        skills=frozenset(post.skills),
        age_from=post.age_from,
        age_to=post.age_to,
        accepts=frozenset(post.accepts_needs),
        has_post=True,
        pay_from=post.pay_from,
        pay_to=post.pay_to,
    )
