"""What is wrong with a document of the transfer format, in the reader's language: its reader says it in English."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from scheduler.kept import pattern_of

FAULTS = (
    gettext_noop("missing, and location {place} needs it"),
    gettext_noop("missing"),
    gettext_noop("unknown key"),
    gettext_noop("is empty; it needs at least {example}"),
    gettext_noop("is empty"),
    gettext_noop("{value} is not a whole number"),
    gettext_noop("{value} is not a number"),
    gettext_noop("{value} is not a finite number"),
    gettext_noop("{value} is not a text of whole characters"),
    gettext_noop("{value} is not a text"),
    gettext_noop("{value} is not an object"),
    gettext_noop("{value} is not a list"),
    gettext_noop("{value} is not more than {limit}"),
    gettext_noop("{value} is not less than {limit}"),
    gettext_noop("{value} is not {expected}"),
    gettext_noop("{value} is less than the {before} of the tier before"),
    gettext_noop("{value} is less than {limit}"),
    gettext_noop("{value} is more than {limit}"),
    gettext_noop("{key} is {value}, none of {expected}"),
    gettext_noop("has no {key}"),
    gettext_noop("has {number} entries, more than {limit}"),
    gettext_noop("has {number} rows for {size} locations"),
    gettext_noop("has {number} columns for {size} locations"),
    gettext_noop("lacks {place}, a location that is used"),
    gettext_noop("no location {name}"),
    gettext_noop("no slot {name}"),
    gettext_noop("{name} is that of entry {before} too; it has to be unique"),
    gettext_noop("ends at {end}, before it starts at {start}"),
    gettext_noop("{arrives} is before the departure at {departs}"),
    gettext_noop("{wheelchairs} of a party of {size}"),
    gettext_noop("is of the last tier, which has none"),
)
"""The sentences of ``solvers/documents``; of those that fit one fault the first holds."""
_PATTERNS = [(words, pattern_of(words, fact=".+")) for words in FAULTS]


def fault_told(what: str) -> str:
    """A fault in the reader's language; what is in no list stays in English."""
    for words, pattern in _PATTERNS:
        if found := pattern.fullmatch(what):
            return _(words).format(**found.groupdict())
    return what
