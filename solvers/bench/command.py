"""``menlu bench``: plans of the public instances in a table; ``menlu bench peers``: other engines side by side;
``menlu bench slots``: people in slots alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from solvers.bench.contest import CORES, PEERS, Answered, ask, missing_libraries
from solvers.bench.instances import PUBLIC, Instance, Planned, find_instances, plan_instance
from solvers.bench.peers_table import Contest, contest_json, contest_table
from solvers.bench.slots import place_copies
from solvers.bench.statement import CannotState, state
from solvers.bench.table import mean_lines, planned_json, planned_table
from solvers.documents import Unreadable
from solvers.problem import InvalidProblem
from solvers.terminal import Stop, check_output, err, fail, out, show, write_file

STOPPED = 130
"""The exit status after Ctrl-C, as shells have it."""

Seconds = Annotated[list[float], typer.Option("--seconds", min=0.1, max=1e6, help="Time for each plan; several: each.")]
Workers = Annotated[int, typer.Option(min=1, max=1024, help="Threads to search with.")]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed of what is random.")]
JsonFile = Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the results here too.")]


class _InstancesByDefault(TyperGroup):
    """``bench`` alone, or with files or options, is ``bench instances``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # typer keeps its own copy of the context's class
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["instances", *args]
        parsed: list[str] = super().parse_args(ctx, args)
        return parsed


bench = typer.Typer(
    cls=_InstancesByDefault,
    help="Plan the public instances and compare; `bench peers` compares with other engines.",
    no_args_is_help=False,
)


@bench.command()
def instances(
    places: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FOLDER|PROBLEM]...", help="Problems; by default the public instances' folder."),
    ] = None,
    seconds: Seconds = [60],  # noqa: B006  # typer copies it
    workers: Workers = 2,
    seed: Seed = 1,
    json_file: JsonFile = None,
) -> None:
    """Plan each problem in a fresh process, judge the plan, print a table. Ctrl-C prints what there is so far."""
    if json_file is not None:
        check_output(json_file)
    chosen = _find(places or _public())
    options = ("--workers", str(workers), "--seed", str(seed))
    results: list[Planned] = []
    with Stop() as stop:
        for limit in seconds:
            for number, instance in enumerate(chosen, 1):
                if stop.asked():
                    break
                with _working(f"{instance.name} ({number} of {len(chosen)}), {limit:g} s"):
                    result = plan_instance(instance, limit, options, stop.asked)
                # Who was broken off had less time than its row would say.
                results += [] if stop.asked() else [result]
        halted = stop.asked()
    _tell_instances(results, json_file, halted=halted)


@bench.command()
def peers(
    places: Annotated[list[Path], typer.Argument(metavar="PROBLEM...", help="Problems that plain engines can state.")],
    seconds: Seconds = [60],  # noqa: B006  # typer copies it
    seed: Seed = 1,
    json_file: JsonFile = None,
) -> None:
    """Give PyVRP, VROOM, OR-Tools and our planner the same time on two cores, and judge what each plans.

    A problem must have one boarding place and one slot a party and no services, wheelchairs, driver hours or cost of
    time, as `generate.py local --fixed` makes them.
    """
    if json_file is not None:
        check_output(json_file)
    if missing := missing_libraries():
        fail(f"not installed: {', '.join(missing)}; they are development dependencies, see requirements.lock")
    chosen = _find(places)
    for instance in chosen:
        _check_statable(instance)
    results: list[Contest] = []
    with Stop() as stop:
        for limit in seconds:
            for instance in chosen:
                results += _hold(instance, limit, seed, stop.asked)
        halted = stop.asked()
    _tell_peers(results, json_file, halted=halted)


@bench.command()
def slots(
    place: Annotated[Path, typer.Argument(metavar="PROBLEM", help="The problem whose people and slots are copied.")],
    copies: Annotated[int, typer.Option(min=1, max=10_000, help="So many of each party and slot.")] = 1,
) -> None:
    """Place people in slots, without planning how they get there, and say how long that took."""
    (instance,) = _find([place])
    with _working(f"{instance.name}, {copies} times"):
        done = place_copies(instance.problem, copies)
    out.print(
        f"{done.placed:,} of {done.people:,} people placed in {done.seconds:.1f} s, "
        f"{done.peak_bytes / 1e9:.1f} GB at most",
        highlight=False,
    )


def _hold(instance: Instance, seconds: float, seed: int, stop: Callable[[], bool]) -> list[Contest]:
    """One contest; none where it was broken off."""
    answers: list[Answered] = []
    for peer in PEERS:
        if stop():
            return []
        with _working(f"{instance.name}: {peer.name}, {seconds:g} s"):
            answers.append(ask(peer, instance, seconds, stop))
    if stop():
        return []
    with _working(f"{instance.name}: Menlu, {seconds:g} s"):
        ours = plan_instance(instance, seconds, ("--workers", str(CORES), "--seed", str(seed)), stop)
    contest = Contest(ours=ours, peers=tuple(answers))
    return [] if stop() else [contest]


def _tell_instances(results: Sequence[Planned], json_file: Path | None, *, halted: bool) -> None:
    show(planned_table(results))
    for line in mean_lines(results):
        out.print(line)
    if json_file is not None:
        write_file(planned_json(results, complete=not halted), json_file)
    _leave(halted=halted, failed=any(one.fault is not None for one in results))


def _tell_peers(results: Sequence[Contest], json_file: Path | None, *, halted: bool) -> None:
    show(contest_table(results))
    for contest in results:
        for answer in contest.peers:
            if answer.fault is not None:
                err.print(f"{contest.ours.instance.name}: {answer.name}: {answer.fault}", markup=False)
    if json_file is not None:
        write_file(contest_json(results, complete=not halted), json_file)
    _leave(halted=halted, failed=any(contest.ours.fault is not None for contest in results))


def _leave(*, halted: bool, failed: bool) -> None:
    if halted:
        fail("stopped: what was not finished is left out", STOPPED)
    raise typer.Exit(1 if failed else 0)


def _public() -> list[Path]:
    if not PUBLIC.is_dir():
        fail("name problems, or the folder of the public instances: it is not beside this checkout")
    return [PUBLIC]


def _find(places: Sequence[Path]) -> list[Instance]:
    try:
        return find_instances(places)
    except (FileNotFoundError, Unreadable) as error:
        fail(str(error))
    except InvalidProblem as error:
        fail(f"{', '.join(map(str, places))}: {error}")


def _check_statable(instance: Instance) -> None:
    try:
        state(instance.problem, PEERS[0].load_people[0])
    except CannotState as error:
        lines = "\n".join(f"  {fault}" for fault in error.faults)
        fail(f"{instance.path.name}: plain engines cannot state this problem:\n{lines}")


def _working(what: str) -> AbstractContextManager[object]:
    """A sign of life on a terminal, nothing elsewhere."""
    return err.status(what) if sys.stderr.isatty() else nullcontext()
