"""What a service refuses, as faults of the form that was sent: nothing that was typed is lost."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import forms
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from scheduler import clock
from scheduler.errors import AlreadyThere, DomainError, StaleVersion

MINUTE = timedelta(minutes=1)


def refuse(form: forms.Form, error: DomainError) -> None:
    """Write into the form why it was refused: at its field, where the error names one."""
    field = error.where.rpartition(".")[2]
    form.add_error(field if field in form.fields else None, words_of(error))


def words_of(error: DomainError) -> str:
    """A sentence for it in the reader's language: its title and what it says of the case."""
    if isinstance(error, StaleVersion):
        return stale_words(error)
    if isinstance(error, AlreadyThere) and error.where == "code":
        return _("There is one of this code already: choose another.")
    title = _(error.title)
    return title if error.words == title else f"{title}: {error.words}"


def stale_words(error: StaleVersion) -> str:
    """Who changed it, and how long ago."""
    when = ago(error.at)
    if error.by:
        told = _("%(who)s changed this %(ago)s, while you had it open. Load the page anew to see how it is now.")
    else:
        told = _("Somebody changed this %(ago)s, while you had it open. Load the page anew to see how it is now.")
    return told % {"who": error.by, "ago": when}


def ago(at: datetime | None) -> str:
    """How long ago that was; what is not known was a moment ago."""
    if at is None or clock.now() - at < MINUTE:
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(at, clock.now(), depth=1)}
