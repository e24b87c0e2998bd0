"""What stands because it was promised to others than the people who travel: signed charters, manifests handed out.

Who is on a signed charter by the plan in force stays on it; others may come aboard. A manifest that was handed out
stays as it is, for a duty word for word, but for people who have withdrawn since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

from scheduler.errors import Conflict, sentence
from scheduler.fleet.models import Service
from scheduler.fleet.options import offer_release
from scheduler.organisations.models import User
from scheduler.plans.models import Leg, ManifestIssue, Plan
from scheduler.plans.selectors import plan_find_published
from solvers.freeze import Locks, only_with
from solvers.plan import Duty, ServiceLeg
from solvers.plan import Plan as SolvedPlan
from solvers.problem import Problem
from solvers.reserve import Reserve, without_reserve

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Kind = Literal["service", "duty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Something that stands: a thing of a plan by its code, because of what, since when, by whom."""

    kind: Kind
    code: str
    because: Literal["charter", "manifest"]
    since: datetime
    by: User | None

    def __str__(self) -> str:
        """As a sentence."""
        who = f" by {self.by.name}" if self.by else ""
        when = f"{who} on {self.since:%Y-%m-%d %H:%M} UTC"
        if self.because == "charter":
            return f"the charter of {self.code} was signed{when}: its carrier can release it"
        return f"the manifest of {self.kind} {self.code} was issued{when}: withdraw it first, and say why"


class Breach(StrEnum):
    """How a plan does otherwise than a manifest says."""

    OFF = "off"
    ON = "on"
    OTHERWISE = "otherwise"
    NOT = "not"


Broken = tuple[Breach, tuple[str, ...]]
"""How, and by which parties."""
BREACHES: Mapping[Breach, _StrPromise] = {
    Breach.OFF: _("{parties} would not be on it"),
    Breach.ON: _("{parties} would be on it"),
    Breach.OTHERWISE: _("it would run otherwise"),
    Breach.NOT: _("it would not run"),
}
MANIFESTS: Mapping[Kind, _StrPromise] = {
    "service": _(
        "the manifest of service {code} was issued {when}: withdraw it first, and say why; by this plan {what}"
    ),
    "duty": _("the manifest of duty {code} was issued {when}: withdraw it first, and say why; by this plan {what}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestGone:
    """A manifest that was handed out, and that a plan does not keep to: of what, since when, by whom, and how."""

    kind: Kind
    code: str
    since: datetime
    by: str
    breach: Breach
    parties: tuple[str, ...] = ()

    @property
    def told(self) -> str | _StrPromise:
        """As a sentence, and what to do."""
        at = f"{self.since:%Y-%m-%d %H:%M}"
        by_whom = sentence(_("by {who} on {at} UTC"), who=self.by, at=at) if self.by else None
        return sentence(
            MANIFESTS[self.kind],
            code=self.code,
            when=by_whom or sentence(_("on {at} UTC"), at=at),
            what=sentence(BREACHES[self.breach], parties=", ".join(self.parties)),
        )


def standing(*, plan: Plan) -> tuple[Standing, ...]:
    """What stands of a plan, by its own codes."""
    return (*_charters(plan), *_manifests(plan))


def locks_of_standing(*, plan: Plan) -> Locks:
    """The same, for runs that start from the plan."""
    found = standing(plan=plan)
    return Locks(
        services=frozenset(one.code for one in found if one.kind == "service"),
        duties=frozenset(one.code for one in found if one.kind == "duty"),
    )


def without_free_seats(problem: Problem, base: Plan, solved: SolvedPlan) -> Problem:
    """The problem in which nobody can join a service whose manifest was handed out; ``solved`` is ``base`` as data."""
    issued = {one.code for one in _manifests(base) if one.kind == "service"}
    if not issued:
        return problem
    sizes = {party.id: party.size for party in problem.parties}
    held = {}
    for service in problem.services:
        if service.id in issued:
            taken = sum(sizes[party] for party in _on(solved, service.id, sizes))
            needed = -(-(taken + problem.rules.escort_seats) // max(problem.rules.max_load_factor, 1e-9))
            held[service.id] = max(0, service.seats - int(needed))
    return without_reserve(problem, Reserve(services=held))


def has_manifests(*, plan: Plan) -> bool:
    """Whether a manifest of its campaign is in somebody's hands."""
    return any(True for _ in _manifests(plan))


def departures_from(
    *, draft: SolvedPlan, published: Plan, before: SolvedPlan, problem: Problem, late: Collection[str] = ()
) -> list[ManifestGone]:
    """What a draft does otherwise than manifests say that were handed out.

    Duties that are ``late`` may have other times.
    """
    known = {party.id for party in problem.parties}
    found = []
    for one in _manifests(published):
        if one.kind == "service":
            differs = _on_service(one.code, before, draft, known)
        else:
            differs = _on_duty(one.code, before, draft, known, timed=one.code not in late)
        by = one.by.name if one.by else ""
        found += [
            ManifestGone(kind=one.kind, code=one.code, since=one.since, by=by, breach=breach, parties=parties)
            for breach, parties in differs
        ]
    return found


def charter_release(*, service: Service, version: int | None, by_carrier: bool) -> Service:
    """Take the booking of a service back.

    Raises
    ------
    Conflict
        People are on it by the plan in force, and its carrier, who can release it, has not.
    StaleVersion
        Somebody else changed it.
    """
    published = plan_find_published(campaign=service.campaign)
    flies = published is not None and Leg.objects.filter(plan=published, service=service).exists()
    if service.booked_at is not None and flies and service.operator is not None and not by_carrier:
        raise Conflict(
            _("the charter of {code} is signed and people are on it: {operator} can release it"),
            code=service.code,
            operator=service.operator.name,
        )
    return offer_release(offer=service, version=version)


def _charters(plan: Plan) -> Iterator[Standing]:
    published = plan_find_published(campaign=plan.campaign)
    flown = Leg.objects.filter(plan=published, service__booked_at__isnull=False).values("service")
    services = Service.objects.filter(id__in=flown, booked_at__isnull=False).select_related("booked_by")
    for one in services.order_by("position", "code"):
        if one.booked_at:
            yield Standing(kind="service", code=one.code, because="charter", since=one.booked_at, by=one.booked_by)


def _manifests(plan: Plan) -> Iterator[Standing]:
    issues = ManifestIssue.objects.filter(campaign_id=plan.campaign_id, withdrawn_at__isnull=True)
    for one in issues.select_related("service", "duty", "issued_by").order_by("issued_at", "id"):
        kind, code = _thing(one)
        yield Standing(kind=kind, code=code, because="manifest", since=one.issued_at, by=one.issued_by)


def _thing(issue: ManifestIssue) -> tuple[Kind, str]:
    """What a manifest is of; a duty keeps its code from version to version."""
    if issue.duty is None:
        return "service", issue.service.code if issue.service else ""
    return "duty", issue.duty.code


def _on(plan: SolvedPlan, service: str, known: Collection[str]) -> set[str]:
    """Who is on a service, of those who are still planned."""
    return {
        one.party
        for one in plan.itineraries
        if one.party in known and any(isinstance(leg, ServiceLeg) and leg.service == service for leg in one.legs)
    }


def _on_service(code: str, before: SolvedPlan, draft: SolvedPlan, known: Collection[str]) -> Iterator[Broken]:
    was, now = _on(before, code, known), _on(draft, code, known)
    if was - now:
        yield Breach.OFF, tuple(sorted(was - now))
    if now - was:
        yield Breach.ON, tuple(sorted(now - was))


def _on_duty(
    code: str, before: SolvedPlan, draft: SolvedPlan, known: Collection[str], *, timed: bool
) -> Iterator[Broken]:
    duty = next((one for one in before.duties if one.id == code), None)
    if duty is None:
        return
    there = [one for one in draft.duties if (one.fleet, one.vehicle) == (duty.fleet, duty.vehicle)]
    was, now = only_with([duty], set(known)), only_with(there, set(known))
    said = _word_for_word if timed else _people_at_stops
    if [said(one) for one in was] != [said(one) for one in now]:
        yield Breach.OTHERWISE if now else Breach.NOT, ()


def _word_for_word(duty: Duty) -> object:
    return duty.stops, duty.drives


def _people_at_stops(duty: Duty) -> object:
    return [(stop.at, stop.board, stop.alight) for stop in duty.stops]
