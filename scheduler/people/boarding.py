"""Where a party can board, found by PostGIS from its home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, F, Q

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import BATCH, bulk_add, next_position
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import BoardingOption, DepartureRequest
from scheduler.places.models import Place, PlaceKind

HOME_PREFIX: Final = "home-"
"""A door's code is this and the code of the request that waits behind it."""

# What was found before goes; what was entered by hand stays, and comes first.
_FOUND = """
    with found as (
        select request_id, place_id, code, access_s
          from menlu_boarding_near(%(campaign)s, %(requests)s) as near
         where not exists (select from people_boardingoption o
                            where o.request_id = near.request_id and o.place_id = near.place_id)
    )
    insert into people_boardingoption (campaign_id, request_id, place_id, access_s, position, found)
    select %(campaign)s, request_id, place_id, access_s,
           (select count(*) from people_boardingoption o where o.request_id = found.request_id)
           + row_number() over (partition by request_id order by access_s, code) - 1,
           true
      from found
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search came to: options found for how many requests, and the codes of those without any."""

    requests: int
    options: int
    without: tuple[str, ...]


@transaction.atomic
def boarding_options_find(*, campaign: Campaign, requests: Sequence[UUID] | None = None) -> Search:
    """Find where parties can board: places within reach of home, by the campaign's access rules, or the door.

    The door it is for who needs a wheelchair space, and where nothing is within reach. Options that were found
    before are found anew, those entered by hand stay.

    Parameters
    ----------
    requests
        Ids of the campaign's requests (None: all of them). Those without a home keep what they have.
    """
    asked = DepartureRequest.objects.filter(campaign=campaign)
    if requests is not None:
        asked = asked.filter(id__in=requests)
    ids = list(asked.filter(home__isnull=False).order_by("position").values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        _find(campaign, ids[start : start + BATCH])
    DepartureRequest.objects.filter(id__in=ids).update(version=F("version") + 1, updated_at=clock.now())
    found = BoardingOption.objects.filter(campaign=campaign, request_id__in=ids, found=True).count()
    without = asked.annotate(options=Count("boarding_options")).filter(options=0).order_by("position", "code")
    return Search(requests=len(ids), options=found, without=tuple(without.values_list("code", flat=True)))


def _find(campaign: Campaign, requests: list[UUID]) -> None:
    """The options of some requests with a home, anew."""
    BoardingOption.objects.filter(request_id__in=requests, found=True).delete()
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"campaign": campaign.id, "requests": requests})
    _pick_up_at_the_door(campaign, requests)


def _pick_up_at_the_door(campaign: Campaign, requests: list[UUID]) -> None:
    """A stop at home for requests that need one."""
    counted = DepartureRequest.objects.filter(id__in=requests).annotate(options=Count("boarding_options"))
    needy = list(counted.filter(Q(wheelchairs__gt=0) | Q(options=0)).order_by("position", "code"))
    if not needy:
        return
    with acting_as_system():  # doors are made by the search, whoever asks for it, and seen by whose request they serve
        doors = _doors(campaign, needy)
    by_hand = set(BoardingOption.objects.filter(request__in=needy).values_list("request_id", "place_id"))
    options = [
        BoardingOption(campaign=campaign, request=request, place=door, access_s=0, position=request.options, found=True)
        for request, door in zip(needy, doors, strict=True)
        if (request.id, door.id) not in by_hand
    ]
    bulk_add(BoardingOption, options)


def _doors(campaign: Campaign, requests: Sequence[DepartureRequest]) -> list[Place]:
    """The door of each request, made, or moved to where the home is now."""
    codes = [f"{HOME_PREFIX}{request.code}" for request in requests]
    there = {place.code: place for place in Place.objects.filter(campaign=campaign, code__in=codes)}
    position, doors = next_position(Place, campaign), []
    for i, (request, code) in enumerate(zip(requests, codes, strict=True)):
        door = there.get(code)
        if door is None or door.kind != PlaceKind.HOME:
            free = code if door is None else f"{HOME_PREFIX}{request.id}"
            door = Place(campaign=campaign, code=free, kind=PlaceKind.HOME, position=position + i)
        door.point = request.home
        doors.append(door)
    moved = [door for door in doors if not door._state.adding]
    bulk_add(Place, [door for door in doors if door._state.adding])
    Place.objects.bulk_update(moved, ["point"], batch_size=BATCH)
    return doors
