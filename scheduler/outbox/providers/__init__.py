"""Providers: each carries the messages of a channel to where they go, behind one small interface.

A provider is a function that takes a :class:`Parcel` and returns the HTTP status of the answer, if it has one. That
the settings choose one by name keeps everything else from knowing which it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scheduler.outbox.models import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message on its way. ``key`` is the same at every try; ``secrets`` sign what goes to an endpoint."""

    key: str
    address: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    language: str
    secrets: tuple[str, ...] = field(default=(), repr=False)


class NotSent(Exception):
    """A try that failed; ``final``: no later one can succeed unless somebody mends the cause."""

    def __init__(self, trouble: Trouble, *, final: bool = False, status: int | None = None) -> None:
        super().__init__(trouble.value)
        self.trouble, self.final, self.status = trouble, final, status


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """``deduplicates``: a key that came before is not delivered again, so that a try of unknown end may be repeated."""

    name: str
    send: Callable[[Parcel], int | None]
    deduplicates: bool
