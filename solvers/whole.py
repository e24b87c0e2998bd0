"""A problem searched whole: one annealing, in which threads take turns, or every one anneals it by itself.

At meetings all go on from the best plan.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from solvers.first import first_of, nobody_assigned
from solvers.model import able_parties
from solvers.parts.parcel import STARTED_BY
from solvers.parts.turns import UNTIL, WARMER, in_turns, take_turns
from solvers.run import MEETINGS, Run, best_of
from solvers.search.searcher import Searcher
from solvers.waiting import unless_halted, wait_for


def search_whole(run: Run) -> Searcher:
    """Search until the run ends; the searcher with the best plan."""
    team = [run.searcher(k) for k in range(run.workers)]
    routing_s = None if run.rounds is not None else run.until - run.began
    first = unless_halted(
        lambda: first_of(run.model, run.model_ref, routing_s, resumed=run.before is not None),
        run.halt, lambda: run.tell_best("start", team), nobody_assigned(run.model, run.model_ref),
    )  # fmt: skip
    with ThreadPoolExecutor(len(team)) as pool:
        begin = run.stretch(0.0, STARTED_BY)
        starts = [pool.submit(s.start, k, first, begin) for k, s in enumerate(team)]
        wait_for(starts, run.halt, lambda: run.tell_best("start", team))
        meetings = MEETINGS
        if in_turns(run):
            _follow_best(team)
            for searcher in team:
                searcher.warmer = WARMER
            turns = pool.submit(take_turns, run, team[0])
            wait_for([turns], run.halt, lambda: run.tell_best("search", team))
            meetings = tuple(share for share in MEETINGS if share >= UNTIL)
        for since, till in pairwise(meetings):
            _follow_best(team)
            if run.halt.called or not able_parties(run.model).any():
                break
            stretch = run.stretch(since, till)
            wait_for([pool.submit(s.run, stretch) for s in team], run.halt, lambda: run.tell_best("search", team))
    _follow_best(team)
    return best_of(team)


def _follow_best(team: list[Searcher]) -> None:
    best = best_of(team)
    for searcher in team:
        searcher.follow(best)
