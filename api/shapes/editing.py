"""Edits, their effects, places and locks, as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from api.schemas.base import utc
from api.schemas.editing import BestPlaceOut, EditOut, EffectOut, FrozenOut, LockOut
from solvers.editing import Effect, Place
from solvers.editing.documents import edit_document, effect_document
from solvers.editing.edits import Edit as Wanted
from solvers.editing.edits import edit_kind
from solvers.problem import Problem

if TYPE_CHECKING:
    from scheduler.editing.models import Edit, Lock
    from scheduler.editing.selectors import Frozen
    from scheduler.organisations.models import User
    from scheduler.plans.models import Plan


def edit_out(edit: Edit, plan: Plan) -> EditOut:
    """An edit that was made."""
    return EditOut(
        number=edit.number,
        kind=edit.kind,
        edit=edit.payload,
        effect=EffectOut.model_validate(edit.effect),
        state=cast("Any", edit.state),
        made_by=_name(edit.made_by),
        made_at=utc(edit.made_at),
        turned_by=_name(edit.turned_by),
        turned_at=utc(edit.turned_at) if edit.turned_at else None,
        plan_id=plan.id,
        version=plan.version,
    )


def preview_out(edit: Wanted, effect: Effect, problem: Problem, plan: Plan) -> EditOut:
    """An edit that was not made."""
    return EditOut(
        number=None,
        kind=edit_kind(edit),
        edit=cast("Any", edit_document(edit)),
        effect=_effect(effect, problem),
        state="preview",
        made_by=None,
        made_at=None,
        turned_by=None,
        turned_at=None,
        plan_id=plan.id,
        version=plan.version,
    )


def place_out(place: Place, problem: Problem) -> BestPlaceOut:
    """A place of a party."""
    return BestPlaceOut(
        extra=round(place.extra, 2),
        edit=cast("Any", edit_document(place.edit)),
        effect=_effect(place.effect, problem),
    )


def lock_out(lock: Lock) -> LockOut:
    """A lock."""
    return LockOut(
        id=lock.id,
        kind=cast("Any", lock.kind),
        code=lock.code,
        why=lock.why,
        made_by=_name(lock.made_by),
        made_at=utc(lock.made_at),
    )


def frozen_out(one: Frozen) -> FrozenOut:
    """Something that stays."""
    return FrozenOut(
        kind=cast("Any", one.kind),
        code=one.code,
        because=cast("Any", one.because),
        since=utc(one.since),
        by=_name(one.by),
        why=one.why,
    )


def _effect(effect: Effect, problem: Problem) -> EffectOut:
    return EffectOut.model_validate(effect_document(effect, problem))


def _name(user: User | None) -> str | None:
    return None if user is None else user.name
