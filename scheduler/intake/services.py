"""Adding and changing what employers offer, and keeping what they say to an intake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.taking import (
    Check,
    Taken,
    bulk_add,
    ids_by_code,
    next_position,
    refusals_told,
    row_delete,
    row_update,
    versioned_update,
)
from scheduler.errors import AlreadyThere, Conflict, Invalid
from scheduler.intake.mapping import slot_row
from scheduler.intake.models import ConfirmationState, Gate, IntakeConfirmation, IntakeSlot, JobPost, Plant
from scheduler.organisations.models import Organisation, User
from scheduler.places.mapping import point_of
from scheduler.places.models import Place, PlaceKind
from solvers.problem import Meta, Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJobPost:
    """A job to post, as :class:`JobPost` describes it; ``plant`` is a code of the employer's."""

    code: str
    title: str
    headcount: int
    plant: str | None = None
    title_en: str = ""
    workshop: str = ""
    skills: tuple[str, ...] = field(default=())
    age_from: int | None = None
    age_to: int | None = None
    accepts_needs: tuple[str, ...] = ()
    pay_from: float | None = None
    pay_to: float | None = None
    sends_vehicle: bool = False
    meta: Meta = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSlot:
    """A slot to offer, as the format has it; ``job_post`` is a code."""

    slot: Slot
    job_post: str | None = None


@transaction.atomic
def plant_add(
    *,
    employer: Organisation,
    code: str,
    name: str,
    name_en: str = "",
    city: str = "",
    address: str = "",
    lon: float | None = None,
    lat: float | None = None,
) -> Plant:
    """A new plant of an employer.

    Raises
    ------
    AlreadyThere
        The employer has one of that code.
    """
    if Plant.objects.filter(employer=employer, code=code).exists():
        raise AlreadyThere(_("the employer has a plant {code!r}"), code=code, where="code")
    with refusals_told():
        return Plant.objects.create(
            employer=employer,
            code=code,
            name=name,
            name_en=name_en,
            city=city,
            address=address,
            point=point_of(lon, lat),
        )


@transaction.atomic
def plant_update(*, plant: Plant, version: int | None, changes: Mapping[str, object]) -> Plant:
    """Change columns of a plant that is still of ``version``; raises StaleVersion, Invalid."""
    return versioned_update(plant, version=version, changes=changes)


@transaction.atomic
def gate_set(*, place: Place, plant: Plant, contact_name: str = "", contact_phone: str = "") -> Gate:
    """Say which plant a gate of a campaign belongs to and who receives people there, instead of before.

    Raises
    ------
    Invalid
        The place is no gate.
    """
    if place.kind != PlaceKind.GATE:
        raise Invalid(_("{code!r} is a {kind}, not a gate"), code=place.code, kind=PlaceKind(place.kind), where="place")
    told = {"plant": plant, "contact_name": contact_name, "contact_phone": contact_phone}
    with refusals_told():
        gate, _created = Gate.objects.update_or_create(
            place=place, defaults=told, create_defaults={**told, "campaign_id": place.campaign_id}
        )
    return gate


@transaction.atomic
def job_posts_add(
    *, campaign: Campaign, employer: Organisation, posts: Sequence[NewJobPost], all_or_nothing: bool = True
) -> Taken[JobPost]:
    """Post an employer's jobs to a campaign."""
    check = Check(len(posts))
    check.new_codes(JobPost, campaign, [post.code for post in posts])
    named = {post.plant for post in posts if post.plant is not None}
    plants = dict(Plant.objects.filter(employer=employer, code__in=named).values_list("code", "id"))
    for i, post in enumerate(posts):
        check.known(i, "plant", post.plant, plants, _("plant"))
        check.ordered(i, "pay_to", post.pay_from, post.pay_to)
        check.ordered(i, "age_to", post.age_from, post.age_to)
    position = next_position(JobPost, campaign)
    rows = [
        JobPost(
            campaign=campaign,
            employer=employer,
            code=post.code,
            position=position + i,
            plant_id=plants.get(post.plant or ""),
            title=post.title,
            title_en=post.title_en,
            workshop=post.workshop,
            skills=list(post.skills),
            age_from=post.age_from,
            age_to=post.age_to,
            accepts_needs=list(post.accepts_needs),
            headcount=post.headcount,
            pay_from=post.pay_from,
            pay_to=post.pay_to,
            sends_vehicle=post.sends_vehicle,
            meta=post.meta,
        )
        if check.goes_in(i, all_or_nothing=all_or_nothing)
        else None
        for i, post in enumerate(posts)
    ]
    bulk_add(JobPost, [row for row in rows if row])
    return check.result(rows)


@transaction.atomic
def slots_add(
    *, campaign: Campaign, slots: Sequence[NewSlot], employer: Organisation | None = None, all_or_nothing: bool = True
) -> Taken[IntakeSlot]:
    """Offer intake slots in a campaign; ``employer`` is whose they are (None: not known to Menlu)."""
    check = Check(len(slots))
    check.new_codes(IntakeSlot, campaign, [new.slot.id for new in slots])
    places = ids_by_code(Place, campaign, {new.slot.gate for new in slots})
    posts = ids_by_code(JobPost, campaign, {new.job_post for new in slots if new.job_post is not None})
    for i, new in enumerate(slots):
        check.known(i, "gate", new.slot.gate, places, _("place"))
        check.known(i, "job_post", new.job_post, posts, _("job post"))
        for k, (start, end) in enumerate(new.slot.windows):
            check.ordered(i, f"windows[{k}]", start, end)
    position = next_position(IntakeSlot, campaign)
    rows: list[IntakeSlot | None] = []
    for i, new in enumerate(slots):
        row = None
        if check.goes_in(i, all_or_nothing=all_or_nothing):
            row = slot_row(campaign, new.slot, position + i, places)
            row.employer, row.job_post_id = employer, posts.get(new.job_post or "")
        rows.append(row)
    bulk_add(IntakeSlot, [row for row in rows if row])
    return check.result(rows)


@transaction.atomic
def slot_update(*, slot: IntakeSlot, version: int | None, changes: Mapping[str, object]) -> IntakeSlot:
    """Change columns of a slot that is still of ``version``; raises StaleVersion, Invalid."""
    return row_update(slot, version=version, changes=changes)


@transaction.atomic
def slot_delete(*, slot: IntakeSlot, version: int | None) -> None:
    """Take a slot back that nobody has chosen; raises StaleVersion, Conflict."""
    row_delete(slot, version=version)


@transaction.atomic
def job_post_update(*, post: JobPost, version: int | None, changes: Mapping[str, object]) -> JobPost:
    """Change columns of a job post that is still of ``version``; raises StaleVersion, Invalid."""
    return row_update(post, version=version, changes=changes)


@transaction.atomic
def job_post_delete(*, post: JobPost, version: int | None) -> None:
    """Take a job back for which no slot is offered; raises StaleVersion, Conflict."""
    row_delete(post, version=version)


@transaction.atomic
def intake_decide(
    *,
    slot: IntakeSlot,
    plan_number: int,
    planned: int,
    accepted: int,
    reason: str = "",
    by: User | None,
) -> IntakeConfirmation:
    """Keep what an employer says to the ``planned`` people whom a version of the plan brings to a slot.

    The same answer given again is the same answer.

    Raises
    ------
    Invalid
        More are accepted than come, or fewer without a reason.
    Conflict
        Another answer was given before.
    """
    if not 0 <= accepted <= planned:
        raise Invalid(_("{accepted} of {planned} who come"), accepted=accepted, planned=planned, where="accepted")
    if accepted < planned and not reason:
        raise Invalid(_("taking in fewer than come needs a reason"), where="reason")
    whole, part = ConfirmationState.CONFIRMED, ConfirmationState.PARTIAL if accepted else ConfirmationState.DECLINED
    state = whole if accepted == planned else part
    said = {"state": state, "planned": planned, "accepted": accepted, "reason": reason}
    with refusals_told():
        confirmation, _created = IntakeConfirmation.objects.get_or_create(
            slot=slot,
            plan_number=plan_number,
            defaults={**said, "campaign_id": slot.campaign_id, "decided_by": by},
        )
    if any(getattr(confirmation, key) != value for key, value in said.items()):
        raise Conflict(
            _("slot {code!r} of plan {plan_number} was answered before: {state}"),
            code=slot.code,
            plan_number=plan_number,
            state=ConfirmationState(confirmation.state),
        )
    return confirmation
