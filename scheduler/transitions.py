"""States as the database holds them: a trigger refuses every step that a table of transitions does not have."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.db import models


def transitions_trigger(
    name: str, transitions: Iterable[tuple[models.TextChoices, models.TextChoices]]
) -> pgtrigger.FSM:
    """A trigger that lets ``state`` change in these ways only; it does not run where that stays as it is."""
    return pgtrigger.FSM(
        name=name,
        field="state",
        transitions=[(old.value, new.value) for old, new in transitions],
        condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
    )


def beginnings_trigger(name: str, what: str, states: Iterable[models.TextChoices]) -> pgtrigger.Trigger:
    """A trigger that lets a row begin in one of these states only; ``what`` is the row in a sentence: "a plan".

    It asks once a statement: called for each row, it takes a subtransaction each time, and those become slower the
    more rows a transaction has written.
    """
    allowed = ", ".join(f"'{state.value}'" for state in states)
    told = allowed.replace("'", "")
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
        declare=[("began", "text")],
        func=f"""
        SELECT state INTO began FROM new_rows WHERE state NOT IN ({allowed}) LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION '{what} begins as {told}, not as %', began;
        END IF;
        RETURN NULL;
        """,
    )
