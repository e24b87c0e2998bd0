"""What can go wrong in the field's own terms; HTTP is the API's business.

Every error has a stable ``code`` that clients may rely on, a short ``title`` that is the same for all of its
kind, and a ``detail`` that names the thing, the value and what would be right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.utils.translation import gettext_noop


class DomainError(Exception):
    """A request that cannot be met.

    Parameters
    ----------
    detail
        The thing, its value, and what would be right.
    where
        The field or the place in a document at fault, if there is one.
    """

    code: ClassVar[str] = "error"
    title: ClassVar[str] = gettext_noop("The request cannot be met")

    def __init__(self, detail: str = "", *, where: str = "") -> None:
        super().__init__(detail or self.title)
        self.detail, self.where = detail or self.title, where


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
    """Someone else changed the thing since it was read."""

    code = "stale_version"
    title = gettext_noop("The thing was changed since it was read")


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

    def __init__(self, detail: str = "", *, reasons: Sequence[str] = ()) -> None:
        super().__init__(detail or "; ".join(reasons))
        self.reasons = tuple(reasons)
