"""From what the rules find to what is proposed: a few slots for each party, and why not the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from scheduler.matching.facts import Opening, Seeker
from scheduler.matching.findings import Case, Finding, Rule, listed
from scheduler.matching.match import findings
from scheduler.matching.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A slot for a party: what was found, and what it costs a person."""

    opening: Opening
    found: tuple[Finding, ...]
    cost: float

    @property
    def stopped(self) -> bool:
        """Whether something rules it out."""
        return any(finding.stops for finding in self.found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The slots that a party is offered, the best first, and those that it is not, in the order of the campaign."""

    seeker: Seeker
    offered: tuple[Weighed, ...]
    ruled_out: tuple[Weighed, ...]


def propose(seekers: Sequence[Seeker], openings: Sequence[Opening], rules: Rules) -> tuple[Proposal, ...]:
    """What is proposed to each party.

    Parties that go together are offered one slot, the same: the one that suits them all best and has room for all,
    after those groups that were looked at before. A plan could place them apart if they shared several.
    """
    weighed = {seeker.id: [_weigh(seeker, opening, rules) for opening in openings] for seeker in seekers}
    taken: Counter[UUID] = Counter()
    for group in _groups(seekers):
        _bring_together(group, weighed, taken)
    return tuple(_proposal(seeker, weighed[seeker.id], rules) for seeker in seekers)


def _weigh(seeker: Seeker, opening: Opening, rules: Rules) -> Weighed:
    found = findings(seeker, opening, rules)
    cost = sum(finding.cost for finding in found)
    if rules.dearest is not None and cost > rules.dearest and not any(finding.stops for finding in found):
        says = (("cost", f"{cost:g}"), ("limit", f"{rules.dearest:g}"))
        found = (*found, Finding(rule=Rule.LIMIT, case=Case.TOO_DEAR, stops=True, says=says))
    return Weighed(opening=opening, found=found, cost=cost)


def _groups(seekers: Iterable[Seeker]) -> list[list[Seeker]]:
    groups: dict[str, list[Seeker]] = {}
    for seeker in seekers:
        if seeker.together:
            groups.setdefault(seeker.together, []).append(seeker)
    return [group for group in groups.values() if len(group) > 1]


def _bring_together(group: Sequence[Seeker], weighed: dict[UUID, list[Weighed]], taken: Counter[UUID]) -> None:
    """Leave each of the group the one slot that they share, and say so of all others; ``taken`` counts people."""
    people = sum(seeker.size for seeker in group)
    rows = list(zip(*(weighed[seeker.id] for seeker in group), strict=True))
    costs = {
        at: sum(one.cost * seeker.size for one, seeker in zip(row, group, strict=True))
        for at, row in enumerate(rows)
        if not any(one.stopped for one in row)
        and row[0].opening.capacity >= people
        and all(seeker.bound in (None, row[0].opening.id) for seeker in group)
    }
    free = {at: cost for at, cost in costs.items() if _places(rows[at], taken) >= people}
    best = min(free or costs, key=lambda at: (costs[at], at), default=None)
    if best is not None:
        taken[rows[best][0].opening.id] += people
    for seeker in group:
        others = listed(other.code for other in group if other is not seeker)
        for at, one in enumerate(weighed[seeker.id]):
            weighed[seeker.id][at] = replace(one, found=(*one.found, _shared(at, best, rows, others)))


def _places(row: Sequence[Weighed], taken: Counter[UUID]) -> int:
    """How many the slot of a row still takes."""
    return row[0].opening.capacity - taken[row[0].opening.id]


def _shared(at: int, best: int | None, rows: Sequence[tuple[Weighed, ...]], others: str) -> Finding:
    with_whom = ("others", others)
    if best is None:
        return Finding(rule=Rule.TOGETHER, case=Case.TOGETHER_NOWHERE, stops=True, says=(with_whom,))
    if at == best:
        return Finding(rule=Rule.TOGETHER, case=Case.TOGETHER_HERE, says=(with_whom,))
    slot = ("slot", rows[best][0].opening.code)
    return Finding(rule=Rule.TOGETHER, case=Case.TOGETHER_ELSEWHERE, stops=True, says=(with_whom, slot))


def _proposal(seeker: Seeker, weighed: Sequence[Weighed], rules: Rules) -> Proposal:
    suiting = sorted((one for one in weighed if not one.stopped), key=lambda one: one.cost)
    offered, beyond = suiting[: rules.most], {one.opening.id for one in suiting[rules.most :]}
    crowded = Finding(rule=Rule.LIMIT, case=Case.OTHERS_BETTER, stops=True, says=(("most", str(rules.most)),))
    out = [
        replace(one, found=(*one.found, crowded)) if one.opening.id in beyond else one
        for one in weighed
        if one.stopped or one.opening.id in beyond
    ]
    return Proposal(seeker=seeker, offered=tuple(offered), ruled_out=tuple(out))
