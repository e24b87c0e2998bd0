"""Intake slots: the table, one of them, and changing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from scheduler import clock
from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, OFFICE, campaign_page
from scheduler.console.records.choosing import places_known
from scheduler.console.records.editing import Editing, edited, removed, sent_version
from scheduler.console.records.forms.slots import NewSlotForm, SlotForm, WindowFormSet, windows_of_lines
from scheduler.console.records.lists.slots import slots_table
from scheduler.console.records.words import MEANS
from scheduler.console.screen import screen
from scheduler.errors import NotFound
from scheduler.intake.mapping import windows_json
from scheduler.intake.selectors import slot_get
from scheduler.intake.services import NewSlot, slot_delete, slot_update, slots_add
from scheduler.places.models import PlaceKind
from scheduler.plans.demand import people_of_slots, slot_rows
from solvers.problem import Slot, Span


@screen(roles=OFFICE)
def slots(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The intake slots of a campaign."""
    campaign = campaign_get(campaign_id=campaign_id)
    table = slots_table(visit, campaign)
    return campaign_page(
        visit,
        "console/records/slots.html",
        campaign=campaign,
        here="slots",
        table=table,
        people=people_of_slots(list(table.page)),
        may_change=visit.role in COORDINATORS,
    )


@screen(roles=OFFICE)
def slot(visit: Visit, slot_id: UUID) -> HttpResponse:
    """A slot: whose it is, when and whom it takes in, and who may be placed in it."""
    found = slot_get(slot_id=slot_id)
    row = slot_rows(campaign=found.campaign).filter(id=found.id).first()
    if row is None:
        raise NotFound(f"no intake slot {slot_id}")
    return campaign_page(
        visit,
        "console/records/slot.html",
        campaign=found.campaign,
        here="slots",
        found=row,
        people=people_of_slots([row]),
        choices=found.choices.select_related("request").order_by("cost", "request__position")[:200],
        answers=found.confirmations.select_related("decided_by").order_by("-plan_number"),
        may_change=visit.role in COORDINATORS,
    )


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def slot_edit(visit: Visit, slot_id: UUID) -> HttpResponse:
    """Change how many people it takes in, and when."""
    found = slot_get(slot_id=slot_id)
    there = {"version": found.version, "capacity": found.capacity, "min_headcount": found.min_headcount}
    form = SlotForm(visit.POST or None, initial=there)
    windows = _windows(visit, [{"start": _moment(a), "end": _moment(b)} for a, b in found.windows])

    def save() -> str:
        columns = {name: form.cleaned_data[name] for name in ("capacity", "min_headcount")}
        kept = windows_json(_spans(windows), found.campaign.utc_offset_s)
        slot_update(slot=found, version=form.cleaned_data["version"], changes={**columns, "windows": kept})
        return reverse("slot", args=[found.id])

    editing = Editing(
        campaign=found.campaign,
        here="slots",
        title=_("Change slot %(code)s") % {"code": found.code},
        back=reverse("slot", args=[found.id]),
        form=form,
        record=found,
        lists=((_("When people are taken in"), windows),),
        means=MEANS,
    )
    return edited(visit, editing, save, _("The slot is changed."))


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def slot_new(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Enter a slot for an employer who does not do so."""
    campaign = campaign_get(campaign_id=campaign_id)
    known = {"gates": places_known(campaign, PlaceKind.GATE)}
    form = NewSlotForm(visit.POST or None, known=known)
    windows = _windows(visit, [])

    def save() -> str:
        told = form.cleaned_data
        new = Slot(
            id=told["code"],
            gate=told["gate"],
            capacity=told["capacity"],
            min_headcount=told["min_headcount"],
            windows=tuple(_spans(windows)),
        )
        row = slots_add(campaign=campaign, slots=[NewSlot(slot=new)]).only()
        return reverse("slot", args=[row.id])

    editing = Editing(
        campaign=campaign,
        here="slots",
        title=_("New slot"),
        back=reverse("slots", args=[campaign.id]),
        form=form,
        lists=((_("When people are taken in"), windows),),
        known=known,
    )
    return edited(visit, editing, save, _("The slot is entered."))


@screen(roles=COORDINATORS, methods=("POST",))
def slot_remove(visit: Visit, slot_id: UUID) -> HttpResponse:
    """Take a slot back that nobody has chosen."""
    found = slot_get(slot_id=slot_id)
    return removed(
        visit,
        lambda: slot_delete(slot=found, version=sent_version(visit)),
        done=_("Slot %(code)s is removed.") % {"code": found.code},
        there=reverse("slots", args=[found.campaign_id]),
        back=reverse("slot", args=[found.id]),
    )


def _windows(visit: Visit, there: list[dict[str, Any]]) -> Any:
    return WindowFormSet(visit.POST or None, initial=there, prefix="windows")


def _spans(windows: Any) -> list[Span]:
    return [(clock.seconds(start), clock.seconds(end)) for start, end in windows_of_lines(windows)]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
