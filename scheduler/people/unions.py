"""Joining parties that travel together into one, and splitting them again.

The transfer format cannot tie parties, so the joined party is a request of its own. Those of which it is made stay as
they were, in the state ``joined``; their members travel with it until it is split.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import count
from math import floor
from typing import Any

import structlog
from django.db import transaction
from django.db.models import F, Prefetch
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import CODE_LENGTH, Campaign
from scheduler.campaigns.taking import bulk_add, ids_by_code, next_position
from scheduler.errors import Conflict
from scheduler.fleet.models import Crew, Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.audit import stale
from scheduler.organisations.models import User
from scheduler.people.boarding import boarding_options_find
from scheduler.people.joining import Hindrance, Part, Refusal, Room, refusals, shared_boarding, shared_choices
from scheduler.people.models import BoardingOption, Choice, DepartureRequest, Member
from scheduler.people.moves import requests_move
from scheduler.people.rows import boarding_rows, choice_rows
from scheduler.people.states import BEGINNINGS, RequestState
from scheduler.people.survey import requests_wait_for_training
from scheduler.people.whys import Why
from scheduler.places.models import Place

log = structlog.get_logger(__name__)

SPLITTABLE = (*BEGINNINGS, RequestState.WITHDRAWN)
"""In what state a joined party is split: a trip was promised to nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What became of parties that were to be joined: the request as which they travel, or why not."""

    codes: tuple[str, ...]
    request: DepartureRequest | None = None
    refusals: tuple[Refusal, ...] = ()


def parties_join(*, campaign: Campaign, groups: Sequence[Sequence[str]], by: User | None) -> list[Joined]:
    """Make one party of the requests of each group, given by codes: what became of each group, by itself."""
    room = room_of(campaign)
    return [_join(campaign, tuple(dict.fromkeys(group)), room, by) for group in groups]


def labelled_groups(*, campaign: Campaign) -> list[list[str]]:
    """The codes of open requests that bear the same ``together``, where there are several."""
    open_ones = DepartureRequest.objects.filter(campaign=campaign, state__in=BEGINNINGS).exclude(together="")
    groups: dict[str, list[str]] = {}
    for code, together in open_ones.order_by("position", "code").values_list("code", "together"):
        groups.setdefault(together, []).append(code)
    return [codes for codes in groups.values() if len(codes) > 1]


def parts_of(campaign: Campaign, codes: Collection[str]) -> dict[str, Part]:
    """What the rules look at, of the requests of these codes."""
    return {row.code: _part(row) for row in _rows(campaign, codes)}


def room_of(campaign: Campaign) -> Room:
    """The largest loads that vehicles, services and slots of a campaign can take."""
    load_factor, escorts = float(campaign.rules["max_load_factor"]), int(campaign.rules["escort_seats"])

    def people(seats: int, taken: int = 0) -> int:
        return floor(load_factor * seats + 1e-9) - escorts - taken

    fleets = Fleet.objects.filter(campaign=campaign, count__gt=0).prefetch_related(
        Prefetch("crews", queryset=Crew.objects.order_by("seats"))
    )
    loads = [
        (people(fleet.seats, min((crew.seats for crew in fleet.crews.all()), default=0)), fleet.wheelchair_spaces)
        for fleet in fleets
    ]
    services = Service.objects.filter(campaign=campaign).values_list("seats", "wheelchair_spaces")
    slots = IntakeSlot.objects.filter(campaign=campaign).values_list("code", "capacity")
    return Room(
        utc_offset_s=campaign.utc_offset_s,
        loads=(*loads, *((people(seats), spaces) for seats, spaces in services)),
        slots=dict(slots),
    )


@transaction.atomic
def party_split(
    *, request: DepartureRequest, version: int | None, by: User | None, why: str = ""
) -> list[DepartureRequest]:
    """Let the parties that a joined one was made of travel for themselves again, each as it was.

    Members who came to the joined party later go with the first of them.

    Raises
    ------
    StaleVersion
        Somebody else changed the joined party since it was at ``version``.
    Conflict
        The request was not joined of others, or a trip was promised to it.
    """
    held = DepartureRequest.objects.select_for_update(no_key=True).filter(id=request.id).first() or request
    if version not in (None, held.version):
        raise stale(held, f"it is no longer at version {version}; read it again")
    parts = list(DepartureRequest.objects.filter(joined_to=held).order_by("position", "code"))
    if not parts:
        raise Conflict(_("request {code!r} is not made of others"), code=held.code)
    if held.state not in SPLITTABLE:
        raise Conflict(
            _("request {code!r} is {state}: what a trip was promised to is not split"),
            code=held.code,
            state=RequestState(held.state),
        )
    alone = RequestState.SUBMITTED if held.state == RequestState.WITHDRAWN else RequestState(held.state)
    for part in parts:
        Member.objects.filter(request=held, joined_from=part).update(request=part, joined_from=None)
    late = Member.objects.filter(request=held).update(request=parts[0], joined_from=None)
    if late:
        DepartureRequest.objects.filter(id=parts[0].id).update(size=F("size") + late)
    ids = [part.id for part in parts]
    DepartureRequest.objects.filter(id__in=ids).update(joined_to=None)
    told = why or Why.SPLIT.kept(code=held.code)
    requests_move(campaign=held.campaign, requests=ids, to=alone, by=by, why=told)
    requests_move(campaign=held.campaign, requests=[held.id], to=RequestState.WITHDRAWN, by=by, why=told)
    DepartureRequest.objects.filter(id=held.id).update(split_at=clock.now())
    for member in Member.objects.filter(request__in=ids).select_related("worker").order_by():
        requests_wait_for_training(worker=member.worker)
    log.info("party_split", campaign=str(held.campaign_id), parts=len(parts))
    return list(DepartureRequest.objects.filter(id__in=ids).order_by("position", "code"))


@transaction.atomic
def _join(campaign: Campaign, codes: tuple[str, ...], room: Room, by: User | None) -> Joined:
    ids = ids_by_code(DepartureRequest, campaign, codes)
    list(DepartureRequest.objects.filter(id__in=ids.values()).order_by("id").select_for_update(no_key=True))
    rows = {row.code: row for row in _rows(campaign, codes)}
    unknown = tuple(Refusal(why=Hindrance.UNKNOWN, part=code) for code in codes if code not in rows)
    parts = [_part(rows[code]) for code in codes if code in rows]
    if refused := unknown or refusals(parts, room):
        return Joined(codes=codes, refusals=refused)
    union = _union(campaign, [rows[code] for code in codes], parts)
    for row in rows.values():
        Member.objects.filter(request=row).update(request=union, joined_from=row)
    joined = [row.id for row in rows.values()]
    requests_move(
        campaign=campaign, requests=joined, to=RequestState.JOINED, by=by, why=Why.JOINED.kept(code=union.code)
    )
    DepartureRequest.objects.filter(id__in=joined).update(joined_to=union)
    _renumber(union)
    log.info("parties_joined", campaign=str(campaign.id), parts=len(parts), people=union.size)
    return Joined(codes=codes, request=union)


def _union(campaign: Campaign, rows: Sequence[DepartureRequest], parts: Sequence[Part]) -> DepartureRequest:
    """The request as which they travel; it begins in the state that they are in."""
    union = DepartureRequest(
        campaign=campaign,
        code=_free_code(campaign, "+".join(part.code for part in parts)),
        position=next_position(DepartureRequest, campaign),
        size=sum(part.size for part in parts),
        wheelchairs=sum(part.wheelchairs for part in parts),
        ready_at=max(part.ready_at for part in parts),
        due_at=min((part.due_at for part in parts if part.due_at), default=None),
        home=next((row.home for row in rows if row.home), None),
        town=next((row.town for row in rows if row.town), ""),
        priority=max(row.priority for row in rows),
        unserved_cost=sum(row.unserved_cost for row in rows),
        wishes=_same([row.wishes for row in rows], {}),
        together=_same([row.together for row in rows], ""),
        state=rows[0].state,
    )
    bulk_add(DepartureRequest, [union])
    boarding, choices = shared_boarding(parts), shared_choices(parts)
    places = ids_by_code(Place, campaign, {at for at, _ in boarding or ()})
    bulk_add(BoardingOption, boarding_rows(union, boarding or (), places))
    bulk_add(Choice, choice_rows(union, choices, ids_by_code(IntakeSlot, campaign, {slot for slot, _ in choices})))
    if boarding is None and union.home is not None:
        boarding_options_find(campaign=campaign, requests=[union.id])
    return union


def _same(values: Sequence[Any], otherwise: Any) -> Any:
    """What all of them say, if they say the same."""
    return values[0] if all(value == values[0] for value in values) else otherwise


def _free_code(campaign: Campaign, wanted: str) -> str:
    """A code that no request of the campaign has, as near as may be to the one wanted."""
    base = wanted[: CODE_LENGTH - 10]
    taken = set(
        DepartureRequest.objects.filter(campaign=campaign, code__startswith=base).values_list("code", flat=True)
    )
    return next(code for n in count(1) if (code := base if n == 1 else f"{base} ({n})") not in taken)


def _renumber(union: DepartureRequest) -> None:
    """Members in the order of their parties."""
    members = list(Member.objects.filter(request=union).order_by("joined_from__position", "position"))
    for position, member in enumerate(members):
        member.position = position
    Member.objects.bulk_update(members, ["position"])


def _rows(campaign: Campaign, codes: Collection[str]) -> list[DepartureRequest]:
    rows = DepartureRequest.objects.filter(campaign=campaign, code__in=codes).select_related("joined_to")
    return list(rows.prefetch_related("boarding_options__place", "choices__slot"))


def _part(row: DepartureRequest) -> Part:
    by_hand = [option for option in row.boarding_options.all() if not option.found]
    return Part(
        code=row.code,
        size=row.size,
        wheelchairs=row.wheelchairs,
        ready_at=row.ready_at,
        due_at=row.due_at,
        home=(row.home.x, row.home.y) if row.home else None,
        state=row.state,
        boarding=tuple((option.place.code, option.access_s) for option in by_hand) or None,
        choices=tuple((choice.slot.code, choice.cost) for choice in row.choices.all()),
        joined=row.joined_to.code if row.joined_to else None,
    )
