"""Copying a plan to edit it, editing it, and going back and forth."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.editing.documents import pack, unpack
from scheduler.editing.errors import EditRefused, NotEditable, NothingToTurn
from scheduler.editing.known import Known, draft_known
from scheduler.editing.models import Draft, Edit, EditState, Lock
from scheduler.editing.rows import rows_change
from scheduler.editing.selectors import (
    draft_find,
    edit_find_last,
    edit_find_next,
    held,
    lock_list,
    things_locked,
)
from scheduler.organisations.audit import stale
from scheduler.organisations.models import User
from scheduler.plans import mapping
from scheduler.plans.ahead import ahead_order
from scheduler.plans.models import Plan, PlanState
from scheduler.plans.selectors import plan_data, plan_hold
from scheduler.replanning.selectors import as_driven
from solvers.driven import without_driven
from solvers.editing import CannotEdit, Effect, Locked, carry_out
from solvers.editing.counting import with_between
from solvers.editing.documents import edit_document, effect_document, violation_document
from solvers.editing.edits import Edit as Wanted
from solvers.editing.edits import edit_kind
from solvers.editing.locks import check_locks
from solvers.judge import judge
from solvers.plan import Plan as PlanData
from solvers.problem import Problem

log = structlog.get_logger(__name__)


def draft_copy(*, plan: Plan, by: User | None) -> Plan:
    """A draft that begins as a copy of any plan of the campaign, its locks included.

    Raises
    ------
    NotFound
        The plan was discarded meanwhile.
    """
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update(no_key=True).get(id=plan.campaign_id)
        base = plan_hold(plan=plan)  # an edit of it would be copied in part
        problem, data = campaign_problem(campaign), plan_data(plan=base)
        last = Plan.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
        copy = Plan.objects.create(
            campaign=campaign,
            base=base,
            number=last + 1,
            judged_at=Now(),
            timetable=base.timetable,
            **mapping.costs_of(data),
        )
        mapping.to_rows(data, copy, mapping.codes_of(campaign)).save()
        found = judge(*as_driven(campaign=campaign, problem=problem, plan=data)).violations
        violations = [violation_document(one) for one in found]
        Draft.objects.create(
            plan=copy, campaign=campaign, document=pack(data, problem), violations=violations, made_by=by
        )
        Lock.objects.bulk_create(
            Lock(campaign=campaign, plan=copy, kind=one.kind, code=one.code, why=one.why, made_by=one.made_by)
            for one in lock_list(plan=base)
        )
        ahead_order(plan=copy)
    log.info("draft_copied", plan=str(copy.id), base=str(base.id), number=copy.number)
    return Plan.objects.select_related("campaign").get(id=copy.id)


def edit_preview(*, plan: Plan, edit: Wanted, version: int | None) -> tuple[Problem, Effect]:
    """What an edit would do; nothing is changed. Raises like :func:`edit_make`."""
    with transaction.atomic():
        draft = _to_edit(plan, version)
        known = draft_known(plan=draft)
        return known.problem, _carried_out(known, draft, edit)[1]


def edit_make(*, plan: Plan, edit: Wanted, by: User | None, version: int | None) -> Edit:
    """Edit a draft; edits that were undone cannot be done again then.

    Parameters
    ----------
    version
        The version of the plan that the editor has seen (None: whatever there is).

    Raises
    ------
    NotFound
        The plan was discarded meanwhile.
    NotEditable
        The plan is published, or came of a run.
    StaleVersion
        Somebody else has edited it meanwhile.
    EditRefused
        The edit makes no sense for this plan.
    ThingsLocked
        It would change what is locked.
    """
    with transaction.atomic():
        draft = _to_edit(plan, version)
        known = draft_known(plan=draft)
        after, effect = _carried_out(known, draft, edit)
        Edit.objects.filter(plan=draft, state=EditState.UNDONE).update(state=EditState.LOST)
        last = Edit.objects.filter(plan=draft).aggregate(last=Max("number"))["last"] or 0
        made = Edit.objects.create(
            campaign_id=draft.campaign_id,
            plan=draft,
            number=last + 1,
            kind=edit_kind(edit),
            payload=edit_document(edit),
            effect=effect_document(effect, known.problem),
            document=pack(after, known.problem),
            made_by=by,
        )
        rows_change(plan=draft, before=known.plan, after=after)
        ahead_order(plan=draft)
    log.info("plan_edited", plan=str(draft.id), edit=made.number, kind=made.kind, feasible=effect.feasible)
    made.refresh_from_db(fields=["made_at"])
    return made


def edit_undo(*, plan: Plan, by: User | None, version: int | None) -> Edit:
    """Take back the last edit of a draft that is done; the plan is exactly what it was before.

    Raises
    ------
    NothingToTurn
        The draft is as it began.
    NotFound, NotEditable, StaleVersion, ThingsLocked
        As for :func:`edit_make`.
    """
    with transaction.atomic():
        draft = _to_edit(plan, version)
        last = edit_find_last(plan=draft)
        if last is None:
            raise NothingToTurn(_("plan {number} is as it began: there is nothing to undo"), number=draft.number)
        last.plan = draft
        _turn(last, EditState.UNDONE, by)
        earlier = edit_find_last(plan=draft)
        _go_to(draft, earlier.document if earlier is not None else Draft.objects.get(plan=draft).document)
    log.info("edit_undone", plan=str(draft.id), edit=last.number)
    return last


def edit_redo(*, plan: Plan, by: User | None, version: int | None) -> Edit:
    """Do the edit again that was undone last; the plan is exactly what it was after it.

    Raises
    ------
    NothingToTurn
        None was undone, or another edit was made since.
    NotFound, NotEditable, StaleVersion, ThingsLocked
        As for :func:`edit_make`.
    """
    with transaction.atomic():
        draft = _to_edit(plan, version)
        coming = edit_find_next(plan=draft)
        if coming is None:
            raise NothingToTurn(
                _("no edit of plan {number} was undone since the last one was made"), number=draft.number
            )
        coming.plan = draft
        _turn(coming, EditState.DONE, by)
        _go_to(draft, coming.document)
    log.info("edit_redone", plan=str(draft.id), edit=coming.number)
    return coming


def edit_turn_to(*, plan: Plan, number: int, by: User | None, version: int | None) -> Plan:
    """Go back or forth to the plan as it was after an edit (0: as it began), in one step.

    Raises
    ------
    NothingToTurn
        There is no such edit, or another was made in its place.
    NotFound, NotEditable, StaleVersion, ThingsLocked
        As for :func:`edit_make`.
    """
    with transaction.atomic():
        draft = _to_edit(plan, version)
        edits = list(Edit.objects.filter(plan=draft).exclude(state=EditState.LOST).order_by("number"))
        there = next((one for one in edits if one.number == number), None)
        if number and there is None:
            raise NothingToTurn(
                _("plan {number} has no edit {edit} to go to, or another was made in its place"),
                number=draft.number,
                edit=number,
            )
        for one in edits:
            state = EditState.DONE if one.number <= number else EditState.UNDONE
            if one.state != state:
                _turn(one, state, by)
        _go_to(draft, there.document if there is not None else Draft.objects.get(plan=draft).document)
    log.info("edit_turned_to", plan=str(draft.id), edit=number)
    return draft


def _to_edit(plan: Plan, version: int | None) -> Plan:
    """The draft, locked in the database against others who edit it."""
    draft = plan_hold(plan=plan)
    if draft.state != PlanState.DRAFT or draft_find(plan=draft) is None:
        what = "came of a run" if draft.state == PlanState.DRAFT else f"is {draft.state}"
        raise NotEditable(
            _("plan {number} {what}: copy it with POST /plans/{id}/drafts, and edit the copy"),
            number=draft.number,
            what=what,
            id=draft.id,
        )
    if version is not None and draft.version != version:
        raise stale(
            draft,
            f"plan {draft.number} has version {draft.version}, not {version}: somebody else has edited it. "
            "Read it again, look at its edits, then edit it",
        )
    return draft


def _carried_out(known: Known, draft: Plan, edit: Wanted) -> tuple[PlanData, Effect]:
    try:
        edit = with_between(edit, known.seen)
        after, effect = carry_out(known.seen_problem, known.seen, edit, held(plan=draft), known.verdict)
        return without_driven(after), effect
    except CannotEdit as error:
        raise EditRefused(str(error)) from error
    except Locked as error:
        raise things_locked(draft, error) from error


def _turn(edit: Edit, state: EditState, by: User | None) -> None:
    edit.state, edit.turned_by, edit.turned_at = state, by, clock.now()
    edit.save(update_fields=["state", "turned_by", "turned_at"])


def _go_to(draft: Plan, document: bytes | memoryview) -> None:
    """Make a draft what a document says, unless that changes what is locked."""
    before, after = plan_data(plan=draft), unpack(document)
    try:
        check_locks(before, after, held(plan=draft))
    except Locked as error:
        raise things_locked(draft, error) from error
    rows_change(plan=draft, before=before, after=after)
    ahead_order(plan=draft)
