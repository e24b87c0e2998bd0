"""How the papers write moments, spans and lengths."""

from __future__ import annotations

from datetime import datetime

from django import template

from scheduler.papers import wording
from scheduler.papers.phrases import Phrases
from scheduler.papers.route_legs import Spell

register = template.Library()


@register.filter
def clock(moment: datetime) -> str:
    """The time of day."""
    return wording.clock(moment)


@register.filter
def day(moment: datetime, words: Phrases) -> str:
    """The day with its weekday."""
    return wording.day(moment, words)


@register.filter
def duration(seconds: int, words: Phrases) -> str:
    """Hours and minutes."""
    return wording.duration(seconds, words)


@register.filter
def kilometres(metres: int) -> str:
    """A length of road."""
    return wording.kilometres(metres)


@register.filter
def position(spot: tuple[float, float], between: str = ", ") -> str:
    """Longitude and latitude as people type them into a map: latitude first."""
    return f"{spot[1]:.5f}{between}{spot[0]:.5f}"


@register.filter
def seated(seats: str, phrase: str) -> str:
    """A phrase with the numbers of seats in it."""
    return phrase.format(seats=seats)


@register.filter
def spell(kind: Spell, words: Phrases) -> str:
    """What a vehicle that stands does."""
    return {
        Spell.REST: words.rest,
        Spell.WAIT: words.wait,
        Spell.SWAP: words.swap,
        Spell.NIGHT_STOP: words.night_stop,
    }[kind]


@register.filter
def count(number: int, phrase: str) -> str:
    """A phrase with its number in it: ``49 seats``."""
    return phrase.format(n=number)


@register.filter
def ending(digits: str, phrase: str) -> str:
    """A phrase with the end of a telephone number in it."""
    return phrase.format(digits=digits)


@register.filter
def of(key: str, table: dict[str, str]) -> str:
    """The word for a key, or the key itself."""
    return table.get(key, key)


@register.filter
def seats(numbers: str, phrase: str) -> str:
    """A phrase with seat numbers in it."""
    return phrase.format(seats=numbers)
