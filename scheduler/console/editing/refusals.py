"""Why something was not done, as a sentence of the reader's language and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.console.editing.sentences import thing_words
from scheduler.console.editing.telling import edit_words, name_of
from scheduler.console.refusals import ago
from scheduler.editing.errors import EditRefused, NotEditable, NothingToTurn, ThingsLocked
from scheduler.editing.models import Edit
from scheduler.editing.selectors import frozen_list, lock_list
from scheduler.errors import AlreadyThere, Conflict, DomainError, StaleVersion
from scheduler.plans.models import Plan
from solvers.editing import CannotEdit, Locked
from solvers.editing.edits import Why

KNOWN = (EditRefused, ThingsLocked, NothingToTurn, NotEditable, StaleVersion, AlreadyThere, Conflict)


WHY: Mapping[Why, str | Promise] = {
    Why.ALIGHTS_FIRST: gettext_lazy("Somebody would alight before boarding: move the other stop of theirs too."),
    Why.ENDS_STAY: gettext_lazy("A duty begins and ends where its fleet does: those stops stay where they are."),
    Why.NO_CHOICE: gettext_lazy("The party can only be placed in slots that suit it, and this is none of them."),
    Why.NO_BOARDING: gettext_lazy("The party cannot get to that boarding place."),
    Why.NO_RIDE: gettext_lazy("By this the party does not get to its gate: choose another duty, vehicle or service."),
    Why.NO_VEHICLE: gettext_lazy("All vehicles of this fleet have duties: swap with one of them."),
    Why.AT_HOME: gettext_lazy("The party stays at home already."),
    Why.NOBODY_THERE: gettext_lazy("Nobody boards or alights at this stop: shift another one, or the whole duty."),
    Why.STOPS_THERE: gettext_lazy("The duty stops there already."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What is said: a title, sentences, a detail, which may be English only; who changed the draft; what is locked."""

    title: str
    sentences: tuple[str, ...] = ()
    detail: str = ""
    is_english: bool = False
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    is_stale: bool = False
    locked: tuple[dict[str, Any], ...] = ()


def refusal(plan: Plan, faults: Sequence[str], error: DomainError | None) -> Refusal:
    """Why it was not done; ``plan`` is the draft as it is now."""
    if error is None:
        return Refusal(title=_("Something is missing"), sentences=tuple(faults))
    if isinstance(error, StaleVersion):
        return _stale(plan)
    if isinstance(error, ThingsLocked):
        return Refusal(
            title=_("What this would change is locked"),
            sentences=(_("Unlock it, or edit something else."),),
            status=HTTPStatus.CONFLICT,
            locked=tuple(_locked(plan, error)),
        )
    if isinstance(error, NothingToTurn):
        return Refusal(title=_("There is nothing to undo or redo"), status=HTTPStatus.CONFLICT)
    if isinstance(error.__cause__, CannotEdit) and error.__cause__.why is not None:
        return Refusal(title=_(error.title), sentences=(str(WHY[error.__cause__.why]),))
    status = HTTPStatus.CONFLICT if isinstance(error, Conflict) else HTTPStatus.UNPROCESSABLE_ENTITY
    return Refusal(title=_(error.title), detail=error.words, is_english=error.words == error.detail, status=status)


def _stale(plan: Plan) -> Refusal:
    """Who changed the draft, when, and how."""
    last = Edit.objects.filter(plan=plan).defer("document").select_related("made_by", "turned_by").last()
    sentences = [_("Nothing of yours is lost: look at the draft as it is now, and do it again there if it still fits.")]
    if last is not None:
        who = last.turned_by if last.turned_at else last.made_by
        undid = _("%(who)s undid or redid it: %(edit)s") if last.turned_at else _("%(who)s has done: %(edit)s")
        did = undid % {"who": name_of(who), "edit": edit_words(last.payload)}
        sentences.insert(0, f"{did} · {ago(last.turned_at or last.made_at)}")
    return Refusal(
        title=_("Somebody else has changed the draft meanwhile"),
        sentences=tuple(sentences),
        status=HTTPStatus.CONFLICT,
        is_stale=True,
    )


def _locked(plan: Plan, error: ThingsLocked) -> Iterator[dict[str, Any]]:
    """What is in the way: locks, which can be taken off here, and what was promised to others."""
    reasons = {(one.kind, one.code): one.why for one in lock_list(plan=plan)}
    cause = error.__cause__
    held: set[tuple[str, str]] = {(one.kind, one.id) for one in cause.held} if isinstance(cause, Locked) else set()
    for one in frozen_list(plan=plan):
        if (one.kind, one.code) in held:
            held.discard((one.kind, one.code))
            is_lock = one.because == "lock"
            yield {
                "words": thing_words(one.kind, one.code),
                "kind": one.kind,
                "code": one.code,
                "who": name_of(one.by),
                "at": one.since,
                "why": reasons[one.kind, one.code] if is_lock else _("Its manifest was issued: withdraw that first."),
                "is_lock": is_lock,
            }
    for kind, code in sorted(held):
        yield {"words": thing_words(kind, code), "why": _("Is on a signed charter: its carrier can release it.")}
