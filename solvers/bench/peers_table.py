"""The comparison with other engines as a table and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import RenderableType

from solvers.bench.contest import PEERS, Answered
from solvers.bench.instances import Planned
from solvers.problem import Json
from solvers.tables import MISSING, new_table, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """All answers to one problem."""

    ours: Planned
    peers: tuple[Answered, ...]

    @property
    def best_peer(self) -> Answered | None:
        """The peer whose plan costs least."""
        judged = [one for one in self.peers if one.figures is not None]
        return min(judged, key=lambda one: _cost(one) or 0.0, default=None)

    @property
    def share(self) -> float | None:
        """Our cost as a share of the best peer's."""
        best, ours = self.best_peer, _cost(self.ours)
        cost = _cost(best) if best else None
        return ours / cost if ours is not None and cost else None


def contest_table(results: Sequence[Contest]) -> RenderableType:
    """A row for each problem and length of time; costs by the judge."""
    names = [f"!{peer.name}" for peer in PEERS]
    table = new_table("problem", "!people", "!seconds", *names, "!Menlu", "best peer", "!Menlu / best peer")
    for contest in results:
        best, ours = contest.best_peer, contest.ours
        table.add_row(
            ours.instance.name,
            f"{sum(party.size for party in ours.instance.problem.parties):,}",
            f"{ours.seconds:g}",
            *(_cell(one) for one in contest.peers),
            _cell(ours),
            MISSING if best is None else best.name,
            percent(contest.share),
        )
    return table


def contest_json(results: Sequence[Contest], *, complete: bool) -> dict[str, Json]:
    """The same for programs, with what each took."""
    return {"complete": complete, "contests": [_contest_json(contest) for contest in results]}


def _contest_json(contest: Contest) -> dict[str, Json]:
    ours = contest.ours
    answers: dict[str, Json] = {one.name: _facts(one, one.seconds, one.peak_bytes) for one in contest.peers}
    answers["Menlu"] = _facts(ours, ours.run.seconds, ours.run.peak_bytes)
    return {
        "problem": ours.instance.name,
        "people": sum(party.size for party in ours.instance.problem.parties),
        "seconds": ours.seconds,
        "answers": answers,
        "best_peer": None if contest.best_peer is None else contest.best_peer.name,
        "share": contest.share,
    }


def _facts(one: Planned | Answered, wall_s: float, peak_bytes: int) -> dict[str, Json]:
    figures = one.figures
    return {
        "cost": None if figures is None else round(figures.cost.total, 2),
        "served": None if figures is None else figures.served,
        "duties": None if figures is None else figures.duties,
        "wall_s": round(wall_s, 2),
        "peak_bytes": peak_bytes,
        "fault": one.fault,
    }


def _cost(one: Planned | Answered) -> float | None:
    return None if one.figures is None or one.fault is not None else one.figures.cost.total


def _cell(one: Planned | Answered) -> str:
    cost = _cost(one)
    return "no answer" if cost is None else f"{cost:,.0f}"
