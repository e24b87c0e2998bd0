"""Staff of a town enter and change their own town's people alone: said in a sentence before the database refuses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from scheduler.campaigns.taking import Check
from scheduler.errors import Invalid, sentence
from scheduler.organisations.tenancy import acting_towns

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def town_said(check: Check, row: int, town: str, towns: Sequence[str]) -> str:
    """The town of a row: that of the staff where it names none; notes another one as a fault."""
    if not towns or town in towns:
        return town
    if town:
        check.note(row, "town", _not_yours(town, towns))
    return towns[0]


def check_town_changed(changes: Mapping[str, object]) -> None:
    """Nobody is moved into a town that is not the asker's; raises Invalid."""
    town, towns = changes.get("town"), acting_towns()
    if town is not None and towns and town not in towns:
        raise Invalid(_not_yours(str(town), towns), where="town")


def _not_yours(town: str, towns: Sequence[str]) -> str | _StrPromise:
    return sentence(_("{town} is not your town: {towns}"), town=town, towns=", ".join(dict.fromkeys(towns)))
