"""What is carried out: drafts made and discarded, edits shown and made, back and forth, locks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget, trigger_client_event

from scheduler.console.acting import Visit
from scheduler.console.editing import page, refusals
from scheduler.console.editing.forms import EditForm, fields_of
from scheduler.console.editing.menus import menu
from scheduler.console.editing.telling import edit_words, steps, told
from scheduler.console.editing.views import inspect, menu_of, part
from scheduler.console.navigation import COORDINATORS
from scheduler.console.screen import screen
from scheduler.editing import locking, services
from scheduler.editing.around import goes_on_from_a_service
from scheduler.editing.errors import NothingToTurn
from scheduler.editing.selectors import edit_list, open_draft_get
from scheduler.errors import AlreadyThere, DomainError, NotFound
from scheduler.plans.models import Plan
from scheduler.plans.selectors import plan_get
from scheduler.plans.services import plan_discard
from solvers.editing.documents import edit_document, effect_document
from solvers.editing.edits import Edit

act = partial(screen, roles=COORDINATORS, methods=("POST",))


@act()
def edit_draft(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Make a draft of a plan."""
    draft = services.draft_copy(plan=plan_get(plan_id=plan_id), by=visit.user)
    messages.success(visit, _("Draft %(number)s begins as a copy.") % {"number": draft.number})
    return redirect("edit_plan", draft.id)


@act()
def edit_preview(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Show what an edit would do."""
    return _asked(visit, plan_id, _previewed)


@act()
def edit_make(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Carry an edit out."""
    return _asked(visit, plan_id, _made)


@act()
def edit_turn(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Undo, redo, or go to the draft as it was after an edit."""
    plan, to, version = plan_get(plan_id=plan_id), visit.POST.get("to", ""), _version(visit)
    try:
        if to == "undo":
            turned = services.edit_undo(plan=plan, by=visit.user, version=version)
            done = {"words": _("Undone: %(edit)s") % {"edit": edit_words(turned.payload)}}
        elif to == "redo":
            turned = services.edit_redo(plan=plan, by=visit.user, version=version)
            done = {"words": _("Done again: %(edit)s") % {"edit": edit_words(turned.payload)}}
        elif to.isdecimal():
            services.edit_turn_to(plan=plan, number=int(to), by=visit.user, version=version)
            done = {"words": _("The draft is as it was after edit %(number)s.") % {"number": to}}
        else:
            raise NothingToTurn("say undo, redo, or the number of an edit")
    except refusals.KNOWN as error:
        return refused(visit, plan, error=error)
    history: dict[str, Any] = {"history": steps(edit_list(plan=plan)), "kind": "history"} if to.isdecimal() else {}
    return changed(visit, plan, done=done, **history)


@act()
def edit_lock(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Lock a thing, or unlock it."""
    plan, given = plan_get(plan_id=plan_id), visit.POST
    kind, code = given.get("on", ""), given.get("code", "")
    lock = page.locks_of(plan).get(kind, {}).get(code)
    if given.get("act") == "unlock":
        if lock is not None:
            locking.lock_release(lock=lock)
        done = _("Unlocked.")
    else:
        if kind not in {"party", "duty", "service", "slot"}:
            raise NotFound(f"a {kind!r} cannot be locked")
        try:
            locking.lock_set(plan=plan, kind=kind, code=code, why=given.get("why", "").strip(), by=visit.user)
        except AlreadyThere as error:
            return refused(visit, plan, error=error)
        done = _("Locked: edits and new runs leave it as it is.")
    return changed(visit, plan, done={"words": done}, **menu_of(plan, given))


@act()
def edit_discard(visit: Visit, plan_id: UUID) -> HttpResponse:
    """Do away with a draft, and go to the plan that it was copied from."""
    plan = open_draft_get(plan_id=plan_id).plan
    base = plan.base_id
    try:
        plan_discard(plan=plan, version=_version(visit))
    except refusals.KNOWN as error:
        return refused(visit, plan, error=error)
    messages.success(visit, _("Draft %(number)s is discarded.") % {"number": plan.number})
    there = reverse("edit_plan", args=[base])
    return HttpResponseClientRedirect(there) if visit.htmx else redirect(there)  # type: ignore[attr-defined]


def changed(visit: Visit, plan: Plan, touched: list[str] | None = None, **inspector: Any) -> HttpResponse:
    """The editor after something was done."""
    touched = touched or []
    asked = page.asked_of(visit)
    if not visit.htmx:  # type: ignore[attr-defined]
        messages.success(visit, inspector["done"]["words"])
        opened = urlencode({"q": asked.words, "open": [*touched, *asked.open]}, doseq=True)
        return redirect(f"{reverse('edit_plan', args=[plan.id])}?{opened}")
    draft = open_draft_get(plan_id=plan.id)
    context = page.editor(visit, draft, asked, touched=touched) | {"is_swap": True}
    context["inspector"] = page.with_lock(inspector, context["locks"])
    response = part(visit, "console/editing/changed.html", draft.plan, **context)
    return trigger_client_event(response, "edited")


def refused(
    visit: Visit, plan: Plan, *faults: str, error: DomainError | None = None, edit: Edit | None = None
) -> HttpResponse:
    """Why something was not done, above the menu it came from; what was typed stays."""
    refusal = refusals.refusal(plan_get(plan_id=plan.id), faults, error)
    again = {"again": fields_of(edit)} if edit is not None else {}
    response = inspect(visit, plan, status=refusal.status, refusal=refusal, **again, **_menu_about(visit, plan, edit))
    if refusal.is_stale:
        trigger_client_event(response, "stale")
    return retarget(reswap(response, "outerHTML"), "#inspector")


def _asked(visit: Visit, plan_id: UUID, do: Callable[[Visit, Plan, Edit], HttpResponse]) -> HttpResponse:
    """Do what is asked for with an edit, if the form says one and nothing speaks against it."""
    plan = plan_get(plan_id=plan_id)
    form = EditForm(visit.POST, goes_on=lambda duty: goes_on_from_a_service(plan=plan, duty=duty))
    if not form.is_valid():
        return refused(visit, plan, *(str(fault) for faults in form.errors.values() for fault in faults))
    edit = form.edit()
    try:
        return do(visit, plan, edit)
    except refusals.KNOWN as error:
        return refused(visit, plan, error=error, edit=edit)


def _previewed(visit: Visit, plan: Plan, edit: Edit) -> HttpResponse:
    problem, effect = services.edit_preview(plan=plan, edit=edit, version=_version(visit))
    document, payload = effect_document(effect, problem), edit_document(edit)
    preview = {
        "words": edit_words(payload),
        "told": told(document, str(payload.get("party", ""))),
        "fields": fields_of(edit),
    }
    return inspect(visit, plan, preview=preview, **_menu_about(visit, plan, edit))


def _made(visit: Visit, plan: Plan, edit: Edit) -> HttpResponse:
    made = services.edit_make(plan=plan, edit=edit, by=visit.user, version=_version(visit))
    done = {"words": edit_words(made.payload), "told": told(made.effect, str(made.payload.get("party", "")))}
    touched = [one["duty"] for one in made.effect["duties"] if not one["is_gone"]]
    return changed(visit, plan, touched, done=done)


def _version(visit: Visit) -> int:
    """The version that the editor has seen; without one it has seen none."""
    version = visit.POST.get("version", "")
    return int(version) if version.isdecimal() else 0


def _menu_about(visit: Visit, plan: Plan, edit: Edit | None) -> dict[str, Any]:
    """The menu of what an edit is about, with what was typed in it."""
    given = visit.POST
    kind, code = ("party", given.get("party", "")) if given.get("party") else ("duty", given.get("duty", ""))
    stop = given.get("stop", "")
    try:
        found = menu(plan, kind, code, int(stop) if stop.isdecimal() and kind == "duty" else None)
    except NotFound:
        return {}
    return found | {"given": given}
