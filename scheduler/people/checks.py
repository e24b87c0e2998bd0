"""What has to hold of a departure request that is taken in or changed, with a sentence for each fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import Check
from scheduler.people.models import Member
from scheduler.people.survey import Surveyed, ready_when, training_ends

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from scheduler.people.services import NewRequest


def completed(campaign: Campaign, new: NewRequest, people: Sequence[Surveyed]) -> NewRequest:
    """The request with what its members say, where it says nothing itself."""
    return replace(
        new,
        ready_at=ready_when(campaign, people) if new.ready_at is None and people else new.ready_at,
        wheelchairs=sum(one.wheelchair for one in people) if new.wheelchairs is None else new.wheelchairs,
        town=new.town or next((one.town for one in people if one.town), ""),
    )


def check_members(
    check: Check, campaign: Campaign, requests: Sequence[NewRequest], known: Mapping[UUID, Surveyed]
) -> None:
    """Members are workers of the bureau, each in one party of the campaign, and through with their training."""
    # Without an order: that of the model goes by the request, and would join every request of the campaign.
    members = Member.objects.filter(campaign=campaign, worker_id__in=known).order_by()
    travelling = set(members.values_list("worker_id", flat=True))
    seen: set[UUID] = set()
    for i, new in enumerate(requests):
        for k, member in enumerate(new.members):
            if member not in known:
                check.note(i, f"members[{k}]", _("no worker {member}"), member=member)
            elif member in travelling or member in seen:
                told = _("worker {member} travels with another party of this campaign")
                check.note(i, f"members[{k}]", told, member=member)
            seen.add(member)
        check_training(check, i, new.ready_at, [known[member] for member in new.members if member in known])


def check_training(check: Check, row: int, ready_at: object, people: Sequence[Surveyed]) -> None:
    """Nobody leaves before the end of training."""
    until = training_ends(people)
    if isinstance(ready_at, datetime) and until is not None and ready_at < until:
        told = _("{ready_at} is before the end of training, {until}")
        check.note(row, "ready_at", told, ready_at=ready_at.isoformat(), until=until.isoformat())


def check_request(
    check: Check, row: int, new: NewRequest, places: Mapping[str, UUID], slots: Mapping[str, UUID]
) -> None:
    """Sizes, times, places and slots of one request."""
    if new.ready_at is None:
        check.note(row, "ready_at", _("say when they can leave, or give the members"))
    if new.people < 1:
        check.note(row, "size", _("give the size, or the members"))
    if len(new.members) > new.people:
        check.note(
            row, "members", _("{members} members of a party of {people}"), members=len(new.members), people=new.people
        )
    if (new.wheelchairs or 0) > new.people:
        told = _("{wheelchairs} of a party of {people}")
        check.note(row, "wheelchairs", told, wheelchairs=new.wheelchairs, people=new.people)
    check.ordered(row, "due_at", new.ready_at, new.due_at)
    check_named(check, row, "boarding", "at", [at for at, _walk in new.boarding or ()], places, _("place"))
    check_named(check, row, "choices", "slot", [slot for slot, _cost in new.choices], slots, _("intake slot"))


def check_named(
    check: Check,
    row: int,
    where: str,
    key: str,
    codes: Sequence[str],
    among: Mapping[str, UUID],
    what: str | _StrPromise,
) -> None:
    """Each code that a list names exists, and stands there once."""
    for k, code in enumerate(codes):
        check.known(row, f"{where}[{k}].{key}", code, among, what)
        if code in codes[:k]:
            check.note(row, f"{where}[{k}].{key}", _("{code!r} is listed twice"), code=code)
