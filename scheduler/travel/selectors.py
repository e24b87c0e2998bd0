"""Reading what is known of the road."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.errors import NotFound
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest, Member
from scheduler.places.models import Place
from scheduler.plans.delays import Delays, times_of
from scheduler.plans.models import Duty, Plan, PlanState, Stop
from scheduler.replanning.selectors import Cell, roads_closed
from scheduler.travel.case import Case, case_of, seen_of_duty
from scheduler.travel.models import Alert, AlertKind, Position, Reception
from scheduler.travel.progress import Progress
from solvers import plan as transfer


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """A duty as it was planned, as it was seen, and as it is expected to go on."""

    case: Case
    progress: Progress
    expected: transfer.Duty


def duty_under_way(*, duty: Duty) -> UnderWay:
    """How far a duty is that the asker may see; told with the system's eyes, since it says where riders go on to."""
    case, progress = _looked_at(duty)
    return UnderWay(case=case, progress=progress, expected=case.expected(progress, now=clock.now()))


def duty_in_force(*, duty_id: UUID) -> Duty:
    """The duty of the same name in the plan that is published now, or this one where there is none.

    Raises
    ------
    NotFound
        There is no duty of this id.
    """
    known = Duty.objects.filter(id=duty_id)
    published = Q(plan__state=PlanState.PUBLISHED)
    candidates = Duty.objects.filter(
        published | Q(id=duty_id), campaign__in=known.values("campaign"), code__in=known.values("code")
    )
    with acting_as_system():
        duty = (
            candidates.select_related("plan__campaign", "fleet")
            .order_by(F("plan__published_at").desc(nulls_last=True))
            .first()
        )
    if duty is None:
        raise NotFound(f"no duty {duty_id}")
    return duty


def delays_of(*, plan: Plan) -> Delays:
    """The times of a plan's duties that are too late for something, or that a closed road makes late, as another plan
    can have them; for who sees it.
    """
    late = {one.duty.code for one in _open_dangers(plan) if one.duty} | _on_closed_roads(plan)
    with acting_as_system():
        duties = list(Duty.objects.filter(plan=plan, code__in=late).select_related("plan__campaign"))
    found = ((duty, *_looked_at(duty)) for duty in duties)
    return {duty.code: times_of(case.repeatable(progress, now=clock.now())) for duty, case, progress in found}


def _looked_at(duty: Duty) -> tuple[Case, Progress]:
    with acting_as_system():
        case = case_of(duty)
        return case, case.progress(seen_of_duty(duty))


def roads_ahead(*, plan: Plan) -> dict[str, set[Cell]]:
    """Where the duties that have left have to go yet, by their codes."""
    rows = Stop.objects.filter(plan=plan).order_by("duty", "position")
    halts = rows.values_list("duty__code", "place__code", "departs_at")
    now, found = clock.now(), dict[str, set[Cell]]()
    for code, mine in groupby(halts, key=itemgetter(0)):
        stops = [(place, departs_at) for _, place, departs_at in mine]
        if stops[0][1] <= now:
            found[code] = {(a, b) for (a, leaves), (b, _) in pairwise(stops) if leaves > now}
    return found


def _on_closed_roads(plan: Plan) -> set[str]:
    closed = roads_closed(campaign=plan.campaign).keys()
    return {code for code, cells in roads_ahead(plan=plan).items() if cells & closed} if closed else set()


def _open_dangers(plan: Plan) -> QuerySet[Alert]:
    open_ones = Alert.objects.filter(campaign_id=plan.campaign_id, closed_at__isnull=True, kind=AlertKind.CONNECTION)
    return open_ones.select_related("duty")


def position_list(*, duty: Duty) -> QuerySet[Position]:
    """Where the devices of a duty were last, the latest first."""
    return Position.objects.filter(duty=duty).order_by("-at")


def alert_list(*, campaign: Campaign, is_open: bool | None = None) -> QuerySet[Alert]:
    """The alerts of a campaign that the asker may see; all, the open ones, or the closed ones."""
    alerts = Alert.objects.filter(campaign=campaign)
    chosen = alerts if is_open is None else alerts.filter(closed_at__isnull=is_open)
    return chosen.order_by("raised_at", "id")


def alert_get(*, alert_id: UUID) -> Alert:
    """The alert of this id; raises NotFound where there is none that the asker may see."""
    related = Alert.objects.select_related("campaign", "duty", "slot", "acknowledged_by", "closed_by")
    alert = related.filter(id=alert_id).first()
    if alert is None:
        raise NotFound(f"no alert {alert_id}")
    return alert


def reception_list(*, slot: IntakeSlot) -> dict[UUID, Reception]:
    """The latest entry of each party that was received into a slot."""
    return {reception.request_id: reception for reception in Reception.objects.filter(slot=slot).order_by("at", "id")}


def alert_parties(*, alert: Alert) -> QuerySet[DepartureRequest]:
    """The parties that an alert names, with their members."""
    codes = alert.payload.get("parties", [])
    requests = DepartureRequest.objects.filter(campaign_id=alert.campaign_id, code__in=codes)
    members = Prefetch("members", Member.objects.select_related("worker").order_by("position"))
    return requests.prefetch_related(members).order_by("position", "code")


def alert_places(*, alert: Alert) -> dict[str, Place]:
    """The place that an alert names, by its code."""
    places = Place.objects.filter(campaign_id=alert.campaign_id, code=alert.payload.get("place", ""))
    return {place.code: place for place in places}
