"""What can go wrong in the field's own terms; HTTP is the API's business.

Every error has a stable ``code`` that clients may rely on, a short ``title`` that is the same for all of its
kind, and a ``detail`` that names the thing, the value and what would be right. What people at screens can meet is
given as a lazy translation and the facts to be put in: ``Conflict(_("plan {number} is no draft"), number=3)``.
Programs and logs read it in English (``detail``), people in their language (``words``). A state or a kind among
the facts stands there by its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db.models import Choices
from django.utils.functional import keep_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, gettext_noop, override

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def sentence(words: str | _StrPromise, **facts: object) -> str | _StrPromise:
    """Words with facts in the place of their braces, put into a language where they are read."""
    return format_lazy(words, **{key: _named(fact) for key, fact in facts.items()}) if facts else words


def _named(fact: object) -> object:
    """A state or a kind by its name, several by theirs; all else as it is."""
    if isinstance(fact, tuple):
        return format_lazy(", ".join(["{}"] * len(fact)), *map(_named, fact))
    return _within(fact.label) if isinstance(fact, Choices) else fact


@keep_lazy(str)
def _within(name: str) -> str:
    """A name as it stands within a sentence."""
    return name.lower()


def in_english(words: str | _StrPromise) -> str:
    """A sentence as programs and logs read it."""
    with override("en"):
        return str(words)


class DomainError(Exception):
    """A request that cannot be met.

    Parameters
    ----------
    detail
        The thing, its value, and what would be right.
    where
        The field or the place in a document at fault, if there is one.
    facts
        What the braces in ``detail`` stand for.
    """

    code: ClassVar[str] = "error"
    title: ClassVar[str] = gettext_noop("The request cannot be met")

    def __init__(self, detail: str | _StrPromise = "", *, where: str = "", **facts: object) -> None:
        self.told, self.where = sentence(detail or gettext_lazy(self.title), **facts), where
        super().__init__(self.detail)

    @property
    def detail(self) -> str:
        """In English, for programs and logs."""
        return in_english(self.told)

    @property
    def words(self) -> str:
        """In the reader's language, where it was put into it."""
        return str(self.told)


class NotFound(DomainError):
    """There is no such thing, or none that the asker may see."""

    code = "not_found"
    title = gettext_noop("There is no such thing")


class Invalid(DomainError):
    """What was sent breaks a rule."""

    code = "invalid"
    title = gettext_noop("What was sent is not valid")


class Conflict(DomainError):
    """The state of things does not allow it now."""

    code = "conflict"
    title = gettext_noop("The present state does not allow this")


class StaleVersion(Conflict):
    """Someone else changed the thing since it was read: ``by`` whom ("": not known) and when (None: not known)."""

    code = "stale_version"
    title = gettext_noop("The thing was changed since it was read")

    def __init__(self, detail: str = "", *, by: str = "", at: datetime | None = None) -> None:
        super().__init__(detail)
        self.by, self.at = by, at


class AlreadyThere(Conflict):
    """A thing of this name or code exists."""

    code = "already_exists"
    title = gettext_noop("There is one already")


class Forbidden(DomainError):
    """The asker's role does not allow it."""

    code = "forbidden"
    title = gettext_noop("Your role does not allow this")


class Reasons(Conflict):
    """A conflict with several causes, each a sentence."""

    def __init__(
        self,
        detail: str | _StrPromise = "",
        *,
        reasons: Sequence[str | _StrPromise] = (),
        where: str = "",
        **facts: object,
    ) -> None:
        self._reasons = tuple(reasons)
        super().__init__(detail or format_lazy("; ".join(["{}"] * len(reasons)), *reasons), where=where, **facts)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each cause, for programs."""
        return tuple(map(in_english, self._reasons))
