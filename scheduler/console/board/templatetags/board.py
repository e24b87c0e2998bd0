"""Moments, durations and names of a plan in templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.functional import Promise

from scheduler import clock
from scheduler.console.board import words
from scheduler.console.board.staying import key_of
from scheduler.console.language import language
from scheduler.plans.left import left_told
from scheduler.plans.seen import Overview
from solvers.plan import Unserved

register = template.Library()


@register.filter
def moment(seconds: int) -> datetime:
    """A moment of the format as a date and time, to be shown in local time."""
    return clock.moment(seconds)


@register.filter
def duration(seconds: float) -> str:
    """Seconds in hours and minutes."""
    return words.duration(seconds)


@register.filter
def number(value: float) -> str:
    """A whole number with its thousands apart."""
    return words.number(value)


@register.filter
def share(value: float) -> str:
    """A share in per cent."""
    return words.share(value)


@register.filter
def called(code: str, seen: Overview) -> str:
    """What something of a plan is called."""
    return seen.name(code)


@register.filter
def of(key: str, mapping: Mapping[str, Any]) -> Any:
    """What a mapping has for a key."""
    return mapping.get(key, "")


@register.filter
def in_language(texts: Mapping[str, str]) -> str:
    """What stands in several languages, in the reader's."""
    return texts.get(language(), "")


@register.filter
def size_in(code: str, seen: Overview) -> int:
    """How many people a party is."""
    return seen.sizes.get(code, 0)


@register.filter
def carrier(kind: str) -> str | Promise:
    """A carrier in words."""
    return words.CARRIERS.get(kind, kind)


@register.filter
def cost_item(key: str) -> str | Promise:
    """What an item of a duty's cost is for."""
    return words.COSTS.get(key, key)


@register.filter
def reason(left: Unserved) -> str | Promise:
    """Why somebody stays at home."""
    return left_told(left.reason.value, left.detail, left.meta).why


@register.filter
def meaning(left: Unserved) -> str | Promise:
    """The same in a sentence."""
    return words.MEANINGS.get(key_of(left), "")


@register.filter
def said(left: Unserved) -> str:
    """What a person gave as the reason."""
    return left_told(left.reason.value, left.detail, left.meta).said


@register.filter
def magnitude(value: float) -> str:
    """A number without its sign."""
    return words.number(abs(value))


@register.filter
def difference(value: float) -> str:
    """A number with its sign."""
    return words.signed(words.number(abs(value)), value < 0)
