"""How the page of an intake names somebody."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from scheduler.console.employers.decisions import key_of
from scheduler.people.models import Worker
from scheduler.plans.intakes import IntakeParty

register = template.Library()


@register.filter
def key(worker: Worker, party: IntakeParty) -> str:
    """A worker of a party."""
    return key_of(party.request.code, worker.id)


@register.filter
def key_of_party(party: IntakeParty) -> str:
    """All of a party."""
    return key_of(party.request.code, None)


@register.filter
def at(table: Mapping[str, str], key: str) -> str:
    """What stands under a key, or nothing."""
    return table.get(key, "")
