"""What became of each of many requests, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scheduler.console.language import language
from scheduler.console.records.forms.requests import ACTIONS
from scheduler.matching.propose import Proposal
from scheduler.matching.services import Applied, Result, why
from scheduler.people.joining_wording import told as why_not
from scheduler.people.moves import Moved, Outcome
from scheduler.people.states import Action
from scheduler.people.unions import Joined

Words = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One of them: what became of it (``tone`` good, bad or neither), and what to say besides."""

    code: str
    id: UUID | None
    words: Words
    tone: str = ""
    state: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acted:
    """What was done, and the result of each: what was refused first."""

    title: Words
    rows: Sequence[Row]
    nothing: Words
    """Said where there was nothing to do."""

    @property
    def counts(self) -> list[tuple[Words, str, int]]:
        """How many came to what."""
        counted = Counter((row.words, row.tone) for row in self.rows)
        return [(words, tone, number) for (words, tone), number in counted.items()]


NOTHING_TICKED = _("Nothing was ticked: tick the requests first.")
DONE, ALREADY = _("done"), _("was so already")
STATE_FORBIDS, GONE = _("refused: not from the state that it is in"), _("refused: there is no such request")
BOARDS, NOWHERE = _("can board"), _("has neither a boarding place nor a home")
SUIT = _("slots suit")
PROPOSED, NOTHING_SUITS = _("slots proposed"), _("no slot suits")
JOINED, NOT_JOINED = _("joined"), _("not joined")
BY_HAND, NOT_OPEN = _("left as it is: chosen by hand"), _("left as it is: a trip is promised, or it has ended")


def moved(action: Action, results: Iterable[tuple[str, Moved]]) -> Acted:
    """Requests that were moved from state to state."""
    return _sorted(ACTIONS[action], [_moved(code, one) for code, one in results])


def _moved(code: str, one: Moved) -> Row:
    state = one.state or ""
    if one.outcome == Outcome.MOVED:
        return Row(code=code, id=one.request_id, words=DONE, tone="good", state=state)
    if one.outcome == Outcome.ALREADY:
        return Row(code=code, id=one.request_id, words=ALREADY, state=state)
    return Row(code=code, id=one.request_id, words=STATE_FORBIDS if state else GONE, tone="bad", state=state)


def proposed(asked: Mapping[str, UUID], results: Iterable[Applied]) -> Acted:
    """Requests to which slots were proposed; of those who go with them only who was asked for is told."""
    found = {one.proposal.seeker.id: one for one in results}
    return _sorted(_("Propose slots"), [_proposed(code, id_, found.get(id_)) for code, id_ in asked.items()])


def _proposed(code: str, id_: UUID, one: Applied | None) -> Row:
    if one is None:
        return Row(code=code, id=id_, words=NOT_OPEN)
    if one.result == Result.PROPOSED:
        slots = ", ".join(weighed.opening.code for weighed in one.proposal.offered)
        return Row(code=code, id=id_, words=PROPOSED, tone="good", more=slots)
    suits = one.result == Result.NOTHING_SUITS
    return Row(code=code, id=id_, words=NOTHING_SUITS if suits else BY_HAND, tone="bad" if suits else "")


def foreseen(asked: Mapping[str, UUID], results: Iterable[Proposal]) -> Acted:
    """What would be proposed to requests, each slot with its dissatisfaction and its why; nothing is done."""
    found = {one.seeker.id: one for one in results}
    return _sorted(_("What would be proposed"), [_foreseen(code, id_, found.get(id_)) for code, id_ in asked.items()])


def _foreseen(code: str, id_: UUID, one: Proposal | None) -> Row:
    if one is None:
        return Row(code=code, id=id_, words=NOT_OPEN)
    if not one.offered:
        return Row(code=code, id=id_, words=NOTHING_SUITS, tone="bad")
    slots = " · ".join(
        f"{weighed.opening.code} ({weighed.cost:g}): {why(weighed)[language()]}" for weighed in one.offered
    )
    return Row(code=code, id=id_, words=SUIT, tone="good", more=slots)


def boarded(asked: Mapping[str, UUID], without: Collection[str]) -> Acted:
    """Requests for which boarding places were looked for; ``without`` are the codes of those that still have none."""
    rows = [
        Row(code=code, id=id_, words=NOWHERE if code in without else BOARDS, tone="bad" if code in without else "good")
        for code, id_ in asked.items()
    ]
    return _sorted(_("Find boarding places"), rows)


def joined(groups: Iterable[Joined], ids: Mapping[str, UUID], nothing: Words = "") -> Acted:
    """Requests that were to travel as one party; of a group that cannot, who stands in the way and why."""
    rows = [row for group in groups for row in _joined(group, ids)]
    return _sorted(_("Join into one party"), rows, nothing or NOTHING_TICKED)


def _joined(group: Joined, ids: Mapping[str, UUID]) -> Iterator[Row]:
    if one := group.request:
        parts = ", ".join(group.codes)
        yield Row(code=one.code, id=one.id, words=JOINED, tone="good", state=one.state, more=parts)
    for refusal in group.refusals:
        told = why_not(refusal)[language()]
        yield Row(code=refusal.part, id=ids.get(refusal.part), words=NOT_JOINED, tone="bad", more=told)


def _sorted(title: Words, rows: list[Row], nothing: Words = NOTHING_TICKED) -> Acted:
    return Acted(title=title, rows=sorted(rows, key=lambda row: row.tone != "bad"), nothing=nothing)
