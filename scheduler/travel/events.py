"""Keeping what is seen of a duty: each entry once, whatever it moves at once, and what it puts at risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.errors import sentence
from scheduler.organisations.models import User
from scheduler.organisations.tenancy import SYSTEM, acting_as
from scheduler.plans.models import Duty
from scheduler.travel.alarms import duty_alarms
from scheduler.travel.alerts import alerts_follow
from scheduler.travel.case import Case, case_of, seen_of_duty
from scheduler.travel.models import AT_A_STOP, EventKind, Position, TravelEvent
from scheduler.travel.moves import states_follow
from scheduler.travel.stranded import stranded_look

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

log = structlog.get_logger(__name__)

SKEW_S = 60
"""A telephone's clock may be off by this much before what it tells is put right."""
NOTE_LENGTH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry as it comes in; ``id`` was made by whoever saw it, so that it can be sent again."""

    id: UUID
    kind: EventKind
    at: datetime
    stop: int | None = None
    request: UUID | None = None
    people: int | None = None
    undoes: UUID | None = None
    note: str = field(default="", repr=False)


def seen_of(values: Mapping[str, Any]) -> Seen:
    """An entry from its values by name, as they come over a wire; moments in whole seconds."""
    kind, at = EventKind(values["kind"]), values["at"].replace(microsecond=0)
    return Seen(**{**values, "kind": kind, "at": at})


class Outcome(StrEnum):
    """What became of an entry."""

    KEPT = "kept"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of one entry, and why it was refused."""

    id: UUID
    outcome: Outcome
    reason: str | _StrPromise = ""


def events_record(
    *, duty: Duty, events: Sequence[Seen], by: User | None, device: str = "", sent_at: datetime | None = None
) -> tuple[Verdict, ...]:
    """Keep what was seen of a duty that the caller may see, and let follow what follows from it.

    Parameters
    ----------
    events
        In any order; those that are known already change nothing, and a refused one does not keep the others out.
    by
        Who saw it (None: whoever holds the duty's link).
    sent_at
        What the sender's clock says now; where it is off, the moments of the events are put right by as much.
    """
    off = _skew(sent_at)
    with acting_as(duty.plan.campaign.bureau_id, SYSTEM, user_id=by.id if by else None):
        held = (
            Duty.objects.select_for_update(no_key=True, of=("self",)).select_related("plan__campaign").get(id=duty.id)
        )
        case = case_of(held)
        before = list(seen_of_duty(held))
        known = {event.id for event in before}
        elsewhere = set(TravelEvent.objects.filter(id__in=[seen.id for seen in events]).values_list("id", flat=True))
        verdicts, rows = [], dict[UUID, TravelEvent]()
        for seen in events:
            verdict = _verdict(case, seen, known | rows.keys(), elsewhere - known)
            verdicts.append(verdict)
            if verdict.outcome == Outcome.KEPT:
                rows[seen.id] = _row(held, seen, by=by, device=device, off=off)
        TravelEvent.objects.bulk_create(rows.values())
        if rows:
            _follow(case, before, [*before, *rows.values()], by=by)
    log.info("travel_seen", duty=str(duty.id), kept=len(rows), sent=len(events))
    return tuple(verdicts)


def duty_looked_at_anew(*, duty: Duty) -> None:
    """Raise and close the alerts of a duty as the campaign's data are now; asked with the system's eyes."""
    case = case_of(duty)
    progress = case.progress(seen_of_duty(duty))
    alerts_follow(duty=duty, found=duty_alarms(case, progress, now=clock.now()))


def _follow(case: Case, before: Sequence[TravelEvent], after: Sequence[TravelEvent], *, by: User | None) -> None:
    """Move the states of parties, raise and close alerts, and forget positions once the duty is over."""
    progress = case.progress(after)
    refused = states_follow(case, case.progress(before), progress, by=by)
    alerts_follow(duty=case.row, found=duty_alarms(case, progress, now=clock.now()))
    stranded_look(campaign=case.row.campaign_id, seen=case.riders.values())
    if progress.has_ended:
        Position.objects.filter(campaign_id=case.row.campaign_id, duty__code=case.row.code).delete()
    for moved in refused:
        log.warning("state_not_moved", request=str(moved.request_id), state=moved.state, reason=moved.reason)


def _skew(sent_at: datetime | None) -> timedelta:
    off = clock.now() - sent_at if sent_at else timedelta(0)
    return off if abs(off.total_seconds()) > SKEW_S else timedelta(0)


def _verdict(case: Case, seen: Seen, known: set[UUID], elsewhere: set[UUID]) -> Verdict:
    if seen.id in known:
        return Verdict(id=seen.id, outcome=Outcome.KNOWN)
    reason = _("this id belongs to another duty") if seen.id in elsewhere else _fault(case, seen, known)
    return Verdict(id=seen.id, outcome=Outcome.REFUSED if reason else Outcome.KEPT, reason=reason)


def _fault(case: Case, seen: Seen, known: set[UUID]) -> str | _StrPromise:
    """Why an entry cannot be kept (empty: it can)."""
    if seen.kind == EventKind.UNDO:
        told = sentence(_("no entry {id} of this duty to take back"), id=seen.undoes)
        return "" if seen.undoes in known else told
    if seen.kind == EventKind.INCIDENT and not seen.note.strip():
        return _("say what happened")
    if seen.kind not in AT_A_STOP:
        return ""
    if seen.stop is None or seen.stop >= len(case.halts):
        return sentence(_("stop is {stop}: this duty has stops 0 to {last}"), stop=seen.stop, last=len(case.halts) - 1)
    if seen.kind in (EventKind.DEPART, EventKind.ARRIVE):
        return ""
    return _fault_of_people(case, seen, seen.stop)


def _fault_of_people(case: Case, seen: Seen, stop: int) -> str | _StrPromise:
    if seen.request is None:
        if seen.kind == EventKind.NO_SHOW:
            return _("say which party did not appear")
        return "" if seen.people is not None else _("give the party, or how many were counted")
    whole = case.sizes.get(seen.request)
    if whole is None:
        return sentence(_("party {party} does not ride this duty: ask the desk"), party=seen.request)
    if seen.people is not None and seen.people > whole:
        return sentence(_("people is {people}: the party has {whole}"), people=seen.people, whole=whole)
    return ""


def _row(duty: Duty, seen: Seen, *, by: User | None, device: str, off: timedelta) -> TravelEvent:
    return TravelEvent(
        id=seen.id,
        campaign_id=duty.campaign_id,
        duty=duty,
        kind=seen.kind,
        stop=seen.stop,
        request_id=seen.request,
        people=seen.people,
        undoes=seen.undoes,
        note=seen.note.strip()[:NOTE_LENGTH],
        at=seen.at + off,
        by=by,
        device=device,
    )
