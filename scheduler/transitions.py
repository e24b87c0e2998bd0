"""States as the database holds them: a trigger refuses every step that a table of transitions does not have."""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger
from django.db import models


def transitions_trigger(
    name: str, transitions: Iterable[tuple[models.TextChoices, models.TextChoices]]
) -> pgtrigger.FSM:
    """A trigger that lets ``state`` change in these ways only."""
    return pgtrigger.FSM(name=name, field="state", transitions=[(old.value, new.value) for old, new in transitions])


def beginnings_trigger(name: str, what: str, states: Iterable[models.TextChoices]) -> pgtrigger.Trigger:
    """A trigger that lets a row begin in one of these states only; ``what`` is the row in a sentence: "a plan"."""
    allowed = ", ".join(f"'{state.value}'" for state in states)
    told = allowed.replace("'", "")
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert,
        when=pgtrigger.Before,
        func=f"""
        IF NEW.state NOT IN ({allowed}) THEN
            RAISE EXCEPTION '{what} begins as {told}, not as %', NEW.state;
        END IF;
        RETURN NEW;
        """,
    )
