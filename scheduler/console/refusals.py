"""What a service refuses, as faults of the form that was sent: nothing that was typed is lost."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from scheduler.errors import AlreadyThere, DomainError, StaleVersion


def refuse(form: forms.Form, error: DomainError) -> None:
    """Write into the form why it was refused: at its field, where the error names one."""
    field = error.where if error.where in form.fields else None
    form.add_error(field, words_of(error))


def words_of(error: DomainError) -> str:
    """A sentence for it in the reader's language; where there is none of ours, its title and its own words."""
    if isinstance(error, StaleVersion):
        return _("Somebody changed this since you opened it. Load the page anew to see how it is now.")
    if isinstance(error, AlreadyThere):
        return _("There is one of this code already: choose another.")
    title = _(error.title)
    return title if error.detail == error.title else f"{title}: {error.detail}"
