"""The command line of the planning library. No server, no network but for ``roads``.

Exit status: 0 done; 1 the plan is not feasible; 2 the input is not what it should be, and nothing was written.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from solvers.bench.command import bench
from solvers.changes import changes
from solvers.changes_table import show_changes
from solvers.documents import UnknownWord, Unreadable, load, read_plan, write_plan, write_problem
from solvers.documents.times import moment
from solvers.explain.command import explain
from solvers.judge import Rule, Verdict, Violation, judge
from solvers.osrm import OsrmRoads
from solvers.plan import InvalidPlan, Plan
from solvers.problem import InvalidProblem, Json, Problem
from solvers.progress import Progress as Moment
from solvers.search.stretch import Halt
from solvers.solve import solve
from solvers.terminal import (
    PlanFile,
    ProblemFile,
    Stop,
    check_output,
    err,
    fail,
    leave,
    out,
    read_problem_file,
    write_file,
)
from solvers.travel import RoadsUnavailable, with_roads
from solvers.waiting import beside

_SHOWN = 50
"""Violations that are printed one by one."""

app = typer.Typer(
    help="Plan labour transfers, and check plans.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(bench, name="bench")
app.command()(explain)

OutputFile = Annotated[Path, typer.Option("--output", "-o", help="Where to write; .gz compresses.")]


@app.command()
def plan(
    problem_file: ProblemFile,
    output: OutputFile,
    seconds: Annotated[float, typer.Option(min=0.1, max=1e6, help="Time limit; reading and writing come on top.")] = 60,
    workers: Annotated[int, typer.Option(min=1, max=1024, help="Threads to search with.")] = 2,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed of what is random.")] = 1,
    rounds: Annotated[
        int | None, typer.Option(min=1, help="Rounds of search instead of a time limit: same seed, same plan.")
    ] = None,
    start_from: Annotated[
        Path | None,
        typer.Option("--from", metavar="OLD_PLAN.json[.gz]", help="Begin with this plan, and say what changed."),
    ] = None,
    freeze_until: Annotated[
        str | None, typer.Option(metavar="TIME", help="What begins before this in the old plan stays as it is.")
    ] = None,
    move_cost: Annotated[
        float, typer.Option(min=0, help="What it costs to move a person to another slot, boarding place or service.")
    ] = 0.0,
) -> None:
    """Plan a transfer problem. Ctrl-C writes the best plan so far."""
    started_s = time.process_time()
    check_output(output)
    frozen = None if freeze_until is None else _moment(freeze_until)
    if start_from is None and (frozen is not None or move_cost > 0):
        fail("--freeze-until and --move-cost are about the plan that --from names: there is none")
    old = None if start_from is None else _read_plan(start_from)
    with Stop() as stop:
        problem, read_s = _timed(lambda: read_problem_file(problem_file))
        planning_s = max(seconds / 2, seconds - started_s - _judging_s(read_s))
        with _progress(planning_s) as show:
            work = partial(
                solve, problem, seconds=planning_s, workers=workers, seed=seed, rounds=rounds, start_from=old,
                freeze_until=frozen, move_cost=move_cost, on_progress=show, should_stop=stop.asked,
            )  # fmt: skip
            # This thread only looks up now and then: so it hears signals while compiled code runs.
            answer = beside(work, Halt(stop.asked), lambda: None)
        deliver(problem, answer, output)
        if old is not None:
            show_changes(changes(old, answer, problem), problem)
        if stop.asked():
            leave()


@app.command()
def check(
    problem_file: ProblemFile,
    plan_file: PlanFile,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as JSON.")] = False,
) -> None:
    """Judge a plan: exit status 0 if it is feasible and costs what it says, else 1; 2 if a file is not readable."""
    problem = read_problem_file(problem_file)
    verdict = _verdict(problem, plan_file)
    violations = verdict.violations if isinstance(verdict, Verdict) else (verdict,)
    if as_json:
        out.print(json.dumps(_as_json(verdict), ensure_ascii=False), markup=False)
    else:
        _print_violations(violations, out)
        if isinstance(verdict, Verdict):
            out.print(_figures(problem, verdict), markup=False)
    raise typer.Exit(1 if violations else 0)


@app.command()
def roads(
    problem_file: ProblemFile,
    output: OutputFile,
    osrm: Annotated[str, typer.Option(metavar="URL", help="An OSRM-compatible service, e.g. http://localhost:5000")],
    profile: Annotated[str, typer.Option(help="The service's name for the kind of vehicle.")] = "driving",
) -> None:
    """Write the same problem with the roads of an OSRM-compatible service as its matrix."""
    check_output(output)
    problem = read_problem_file(problem_file)
    try:
        with httpx.Client() as client:
            with_matrix = with_roads(problem, OsrmRoads(client, osrm, profile=profile))
    except InvalidProblem as error:
        fail(f"{problem_file}: {error}")
    except RoadsUnavailable as error:
        fail(str(error), 1)
    write_file(write_problem(with_matrix), output)


def deliver(problem: Problem, answer: Plan, output: Path) -> None:
    """Write a plan and print its figures; one that the judge rejects is not written, exit status 1."""
    verdict = judge(problem, answer)
    if not verdict.feasible:
        _print_violations(verdict.violations, err)
        fail("The planner made a plan that the judge rejects: nothing is written. Please report it.", 1)
    write_file(write_plan(answer, problem), output)
    out.print(_figures(problem, verdict), markup=False)


def _verdict(problem: Problem, path: Path) -> Verdict | Violation:
    """The judge's verdict; a lone violation where the plan has words that the format has not."""
    try:
        return judge(problem, read_plan(load(path)))
    except Unreadable as error:
        fail(str(error))
    except UnknownWord as error:
        return Violation(rule=Rule.WORD, subject=error.where, excess=1, text=str(error))
    except InvalidPlan as error:
        fail(f"{path}: {error}")


def _read_plan(path: Path) -> Plan:
    """The plan of a file; ends with status 2 where there is none."""
    try:
        return read_plan(load(path))
    except Unreadable as error:
        fail(str(error))
    except (InvalidPlan, UnknownWord) as error:
        fail(f"{path}: {error}")


def _moment(text: str) -> int:
    try:
        return moment(text)
    except ValueError as error:
        fail(f"--freeze-until: {error}")


def _timed(work: Callable[[], Problem]) -> tuple[Problem, float]:
    before = time.monotonic()
    return work(), time.monotonic() - before


def _judging_s(read_s: float) -> float:
    """What to keep of the time limit for the judge, who takes about as long as reading does."""
    return read_s


def _progress(seconds: float) -> AbstractContextManager[Callable[[Moment], None] | None]:
    """A bar on a terminal, nothing elsewhere."""
    return _Bar(seconds) if sys.stderr.isatty() else nullcontext()


class _Bar(AbstractContextManager[Callable[[Moment], None]]):
    def __init__(self, seconds: float) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            TextColumn(f"of {seconds:.0f} s"),
            TextColumn("{task.fields[found]}"),
        )
        self._progress = Progress(*columns, console=err, transient=True)
        self._task = self._progress.add_task("start", total=1.0, found="")

    def __enter__(self) -> Callable[[Moment], None]:
        self._progress.start()
        return self._show

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def _show(self, moment: Moment) -> None:
        found = f"{moment.served} served"
        if moment.best_cost is not None:
            found += f", cost {moment.best_cost:,.0f}"
        if moment.bound is not None:
            found += f", at least {moment.bound:,.0f}"
        self._progress.update(self._task, completed=moment.done, description=moment.phase, found=found)


def _print_violations(violations: tuple[Violation, ...], console: Console) -> None:
    """A sentence for each rule that is broken, and below it where and by how much."""
    shown = violations[:_SHOWN]
    for rule in dict.fromkeys(v.rule for v in shown):
        console.print(f"{rule.sentence} [{rule.value}]", markup=False)
        for violation in shown:
            if violation.rule is rule:
                console.print(f"  {violation.text}", markup=False)
    if len(violations) > len(shown):
        console.print(f"... and {len(violations) - len(shown)} more", markup=False)


def _figures(problem: Problem, verdict: Verdict) -> str:
    figures, cost = verdict.figures, verdict.figures.cost
    judged = "feasible" if verdict.feasible else f"not feasible, {len(verdict.violations)} violations"
    does = f"{figures.served} of {figures.people} people served, {figures.duties} duties, {figures.services} services"
    items = ("duties", "services", "choices", "time", "unserved")
    parts = ", ".join(f"{item} {getattr(cost, item):,.2f}" for item in items)
    bound = "" if figures.bound is None else f"; no plan costs less than {figures.bound:,.2f}"
    return f"{judged}: {does}; cost {cost.total:,.2f} {problem.currency} ({parts}){bound}"


def _as_json(verdict: Verdict | Violation) -> dict[str, Json]:
    """The verdict for programs: its figures, and each violation with its rule."""
    if isinstance(verdict, Violation):
        return {"feasible": False, "errors": 1, "violations": [_violation(verdict)]}
    figures = verdict.figures
    cost = {k: round(v, 2) for k, v in asdict(figures.cost).items() if k != "meta"}
    return {
        "feasible": verdict.feasible,
        "errors": len(verdict.violations),
        "people": figures.people,
        "served": figures.served,
        "duties": figures.duties,
        "services": figures.services,
        "road_m": figures.road_m,
        "longest_journey_s": figures.longest_journey_s,
        "total": cost["total"],
        "cost": cost,
        "bound": figures.bound,
        "violations": [_violation(v) for v in verdict.violations],
    }


def _violation(violation: Violation) -> dict[str, Json]:
    return {
        "rule": violation.rule.value,
        "subject": violation.subject,
        "excess": violation.excess,
        "unit": violation.rule.unit,
        "text": violation.text,
        "sentence": violation.rule.sentence,
    }


if __name__ == "__main__":
    app(prog_name="menlu")
