"""Pages on which a record is changed: nothing typed is lost, and nobody's change is overwritten unseen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from scheduler.campaigns.models import Campaign
from scheduler.console.acting import Visit
from scheduler.console.navigation import campaign_page, zone_of
from scheduler.console.records.forms.fields import Known
from scheduler.console.refusals import refuse, words_of
from scheduler.errors import Conflict, DomainError, StaleVersion
from scheduler.organisations.audit import last_change

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """A record that is changed, or (``record`` None) a new one: where it stands, and what is filled in."""

    campaign: Campaign
    here: str
    title: Words
    back: str
    form: forms.Form
    record: Model | None = None
    lists: Sequence[tuple[Words, forms.BaseFormSet[Any]]] = ()
    """Lists of the record, each with its heading."""
    known: Known | None = None
    also: Sequence[tuple[str, Words, Words]] = ()
    """Other buttons that send it: the name of each, its words, and what it asks before it does so ("": nothing)."""
    links: Sequence[tuple[str, Words]] = ()
    """Addresses that fill it in otherwise, each with its words."""
    means: Words = ""
    """What a change means for plans that are there."""

    @property
    def groups(self) -> list[tuple[Words, list[forms.BoundField]]]:
        """The fields of the form under the headings that it gives them, or all of them under none."""
        headed = getattr(self.form, "headed", None) or (("", [field.name for field in self.form.visible_fields()]),)
        return [(heading, [self.form[name] for name in names if name in self.form.fields]) for heading, names in headed]


def edited(visit: Visit, editing: Editing, save: Callable[[], str], done: Words) -> HttpResponse:
    """The page, or, once it was sent and ``save`` has kept it, the address that ``save`` gives.

    What the services refuse is told above the form, which keeps what was typed.
    """
    if visit.method != "POST":
        return _page(visit, editing)
    with timezone.override(zone_of(editing.campaign)):
        is_valid = all([editing.form.is_valid(), *(one.is_valid() for _, one in editing.lists)])
    if not is_valid:
        return _page(visit, editing, status=422)
    try:
        there = save()
    except StaleVersion:
        return _page(visit, editing, status=409)
    except DomainError as error:
        refuse(editing.form, error)
        return _page(visit, editing, status=422)
    messages.success(visit, str(done))
    return redirect(there)


def _page(visit: Visit, editing: Editing, status: int = 200) -> HttpResponse:
    is_stale = status == 409 and editing.record is not None
    return campaign_page(
        visit,
        "console/records/edit.html",
        campaign=editing.campaign,
        here=editing.here,
        status=status,
        editing=editing,
        changed=last_change(editing.record) if is_stale and editing.record else None,
    )


def removed(visit: Visit, remove: Callable[[], object], *, done: Words, there: str, back: str) -> HttpResponse:
    """To ``there`` once a record is removed; ``back`` to it, with the reason, where it cannot be."""
    try:
        remove()
    except StaleVersion as error:
        messages.warning(visit, words_of(error))
    except Conflict:
        messages.error(visit, _("It is in use by requests, slots, carriers or a plan: change those first."))
    else:
        messages.success(visit, str(done))
        return redirect(there)
    return redirect(back)


def sent_version(visit: Visit) -> int | None:
    """The version that the page showed whose button was pressed."""
    text = visit.POST.get("version", "")
    return int(text) if text.isdecimal() else None
