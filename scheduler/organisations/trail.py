"""Reading the audit trail: who changed what when, as far as the asker may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pghistory.models import Event

from scheduler.organisations.fields import FIELDS
from scheduler.organisations.models import Organisation, User

KINDS: dict[str, Promise] = {
    "organisations.organisation": _("Organisations"),
    "organisations.user": _("Users"),
    "organisations.membership": _("Roles of users"),
    "organisations.invitation": _("Invitations"),
    "organisations.apitoken": _("Tokens"),
    "campaigns.campaign": _("Campaigns"),
    "campaigns.participation": _("Who takes part"),
    "campaigns.contact": _("Contacts"),
    "campaigns.accessrule": _("Ways to boarding places"),
    "places.place": _("Places"),
    "people.worker": _("Workers"),
    "people.departurerequest": _("Departure requests"),
    "people.member": _("Members of parties"),
    "intake.plant": _("Plants"),
    "intake.gate": _("Gates"),
    "intake.jobpost": _("Job posts"),
    "intake.intakeslot": _("Intake slots"),
    "intake.intakeconfirmation": _("Confirmations of intakes"),
    "fleet.fleet": _("Fleets"),
    "fleet.fleetslot": _("Slots that a fleet serves"),
    "fleet.crew": _("Crews"),
    "fleet.service": _("Services"),
    "matching.matchingrules": _("Rules of matching"),
    "plans.planrun": _("Plan runs"),
    "plans.plan": _("Plans"),
    "plans.approval": _("Approvals"),
    "plans.promotion": _("Promotions from the waiting list"),
    "plans.manifestissue": _("Manifests handed out"),
    "plans.lostvehicle": _("Lost vehicles"),
    "plans.planningpolicy": _("Planning policies"),
    "replanning.event": _("Events"),
    "outbox.webhookendpoint": _("Webhooks"),
    "answers.ask": _("Questions and answers"),
    "manning.driver": _("Drivers"),
    "manning.drivenday": _("Days driven"),
    "manning.manning": _("Crews of duties"),
    "manning.nameddriver": _("Drivers of duties"),
    "travel.alert": _("Alerts"),
    "calls.call": _("Calls"),
    "sheets.upload": _("Sheets"),
    "editing.lock": _("Locks"),
}
"""Every table that keeps its history, by what it is called."""

_OWN = ("pgh_",)
_DULL = frozenset({"id", "version", "created_at", "updated_at"})
SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field that an event changed, by what it is called."""

    field: Promise
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the trail: what happened to which thing, when, by whom, and what became different."""

    at: datetime
    act: str
    """``insert``, ``update`` or ``delete``."""
    thing: str
    user: str
    organisation: Organisation | None
    role: str
    changes: tuple[Change, ...]


def trail(*, kind: str) -> QuerySet[Any]:
    """The events of the things of a kind (a key of :data:`KINDS`), the newest first."""
    return _events_of(kind)._default_manager.order_by("-pgh_id")


def entries_of(events: Iterable[Any]) -> list[Entry]:
    """What events of one kind say; those of one thing are compared with the ones before."""
    found = list(events)
    before = _before(found)
    users, organisations = _who(found)
    return [
        Entry(
            at=event.pgh_created_at,
            act=event.pgh_label,
            thing=str(getattr(event, "code", "") or getattr(event, "name", "") or event.pgh_obj_id or event.id),
            user=users.get(str((event.pgh_context or {}).get("user")), ""),
            organisation=organisations.get(str((event.pgh_context or {}).get("organisation"))),
            role=str((event.pgh_context or {}).get("role") or ""),
            changes=_changes(before.get(event.pgh_id), event),
        )
        for event in found
    ]


def _events_of(kind: str) -> type[Model]:
    return next(model for model in apps.get_models() if issubclass(model, Event) and _tracked(model) == kind)


def _tracked(model: Any) -> str:
    return str(model.pgh_tracked_model._meta.label_lower)


def _before(events: list[Any]) -> dict[int, Any]:
    """The event before each, of the same thing."""
    if not events:
        return {}
    rows = type(events[0])._default_manager.filter(id__in={event.id for event in events}).order_by("pgh_id")
    last: dict[Any, Any] = {}
    found = {}
    for row in rows:
        found[row.pgh_id] = last.get(row.id)
        last[row.id] = row
    return found


def _changes(before: Any, event: Any) -> tuple[Change, ...]:
    """The fields that an event says otherwise than the one before it; nothing for what is new or gone."""
    if before is None or event.pgh_label == "delete":
        return ()
    return tuple(
        Change(field=FIELDS[name], before=_told(before, name), after=_told(event, name))
        for name in columns_of(_tracked(type(event)))
        if getattr(before, name) != getattr(event, name)
    )


def columns_of(kind: str) -> tuple[str, ...]:
    """The columns that the trail keeps of a kind of things, but for what tells nobody anything."""
    names = (field.attname for field in _events_of(kind)._meta.fields if not field.name.startswith(_OWN))
    return tuple(name for name in names if name not in _DULL)


def _told(event: Any, name: str) -> str:
    """A value as people read it: a state or a kind by its name."""
    value, choices = getattr(event, name), event._meta.get_field(name).flatchoices
    if value is None:
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(dict(choices).get(value, value) if choices else value)[:SHOWN]


def _who(events: list[Any]) -> tuple[dict[str, str], dict[str, Organisation]]:
    """E-mail addresses of the users, and the organisations, that acted, by id."""
    contexts = [event.pgh_context or {} for event in events]
    users = User.objects.filter(id__in={one["user"] for one in contexts if one.get("user")})
    bodies = Organisation.objects.filter(id__in={one["organisation"] for one in contexts if one.get("organisation")})
    return {str(one.id): one.email for one in users}, {str(one.id): one for one in bodies}
