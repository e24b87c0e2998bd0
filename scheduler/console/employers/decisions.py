"""An employer's answer as its page sends it: who of those who come is not taken in, and why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from scheduler.intake.models import ConfirmationState
from scheduler.plans.persons import NotTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said: all, some or nobody, with the reasons."""

    state: str
    reason: str
    not_taken: tuple[NotTaken, ...]

    @property
    def ticked(self) -> dict[str, str]:
        """Why, by whom: so that the page shows again what was typed."""
        return {key_of(one.party, one.worker): one.reason for one in self.not_taken}


def key_of(party: str, worker: UUID | None) -> str:
    """How the page names somebody: a worker of a party, or (None) all of it."""
    return f"{worker or 'all'}:{party}"


def answer_of(sent: QueryDict) -> Answer:
    """The answer in a form that was sent; reasons of single people go before the one for all."""
    state = sent.get("state", "")
    reason = sent.get("reason", "").strip()
    keys = sent.getlist("not") if state == ConfirmationState.PARTIAL else []
    found = []
    for key in keys:
        worker, _, party = key.partition(":")
        why = sent.get(f"why:{key}", "").strip() or reason
        found.append(NotTaken(party=party, worker=_id(worker), reason=why))
    return Answer(state=state, reason=reason, not_taken=tuple(found))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
