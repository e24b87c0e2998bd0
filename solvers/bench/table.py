"""The benchmark's results as tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from rich.console import RenderableType

from solvers.bench.instances import Planned
from solvers.problem import Json
from solvers.tables import MISSING, hours, new_table, percent

COUNTED = ("corridor-", "wave-")
"""The families whose mean share is told: long journeys, which the planner is for."""


def planned_table(results: Sequence[Planned]) -> RenderableType:
    """A row for each plan."""
    table = new_table("instance", "!people", "!seconds", "!served", "!cost", "!of baseline", "!bound", "!gap")
    for heading in ("longest", "memory"):
        table.add_column(heading, justify="right")
    for one in results:
        figures, name, people = one.figures, one.instance.name, sum(p.size for p in one.instance.problem.parties)
        if figures is None or one.fault is not None:
            table.add_row(name, f"{people:,}", f"{one.seconds:g}", MISSING, f"failed: {one.fault}", *([""] * 5))
            continue
        table.add_row(
            name,
            f"{people:,}",
            f"{one.seconds:g}",
            f"{figures.served:,}",
            f"{figures.cost.total:,.0f}",
            percent(share_of(one)),
            MISSING if figures.bound is None else f"{figures.bound:,.0f}",
            percent(gap_of(one)),
            hours(figures.longest_journey_s),
            f"{one.run.peak_bytes / 1e6:,.0f} MB",
        )
    return table


def mean_lines(results: Sequence[Planned]) -> list[str]:
    """For each length of time, the mean share of the baseline over the families that count."""
    lines = []
    for seconds in dict.fromkeys(one.seconds for one in results):
        shares = _counted(results, seconds)
        if shares:
            lines.append(
                f"mean share of the baseline over {len(shares)} of corridor-* and wave-* in {seconds:g} s: "
                f"{fmean(shares):.2%}"
            )
    return lines


def planned_json(results: Sequence[Planned], *, complete: bool) -> dict[str, Json]:
    """The same for programs; ``complete``: nothing was left out by a halt."""
    times = dict.fromkeys(one.seconds for one in results)
    means = {f"{s:g}": round(fmean(shares), 5) for s in times if (shares := _counted(results, s))}
    return {"complete": complete, "mean_share": means, "plans": [_planned_json(one) for one in results]}


def _planned_json(one: Planned) -> dict[str, Json]:
    figures, problem = one.figures, one.instance.problem
    facts: dict[str, Json] = {
        "instance": one.instance.name,
        "people": sum(party.size for party in problem.parties),
        "seconds": one.seconds,
        "wall_s": round(one.run.seconds, 2),
        "peak_bytes": one.run.peak_bytes,
        "baseline": one.instance.baseline,
        "fault": one.fault,
    }
    if figures is not None:
        facts |= {
            "served": figures.served,
            "cost": round(figures.cost.total, 2),
            "share": share_of(one),
            "bound": figures.bound,
            "gap": gap_of(one),
            "duties": figures.duties,
            "services": figures.services,
            "longest_s": figures.longest_journey_s,
        }
    return facts


def _counted(results: Sequence[Planned], seconds: float) -> list[float]:
    shares = [share_of(r) for r in results if r.seconds == seconds and r.instance.name.startswith(COUNTED)]
    return [share for share in shares if share is not None]


def share_of(one: Planned) -> float | None:
    """The cost as a share of the plain planner's."""
    if one.figures is None or one.fault is not None or not one.instance.baseline:
        return None
    return one.figures.cost.total / one.instance.baseline


def gap_of(one: Planned) -> float | None:
    """By how much of it the cost is over the bound."""
    if one.figures is None or not one.figures.bound:
        return None
    return one.figures.cost.total / one.figures.bound - 1
