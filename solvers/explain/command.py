"""``menlu explain``: a plan in figures, one party's journey, the picture."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, cast

import typer

from solvers.documents import Unreadable, load, read_plan, read_problem
from solvers.draw import draw_plan
from solvers.explain import party as one_party
from solvers.explain.figures import Explained
from solvers.explain.report import headline, tables
from solvers.judge import Figures, judge
from solvers.plan import InvalidPlan, Plan
from solvers.problem import InvalidProblem, Json, Problem
from solvers.terminal import PlanFile, ProblemFile, check_output, err, fail, out, show


def explain(
    plan_file: PlanFile,
    problem_file: ProblemFile,
    party: Annotated[str | None, typer.Option(help="Explain how this party travels, and how else it could.")] = None,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw the plan here: maps and a timeline.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Explain a plan: carriers, fill, money, journeys, driver hours, who stays at home and why.

    The two files may be given in either order. Exit status 1 if the plan is not feasible, 2 if a file is not readable.
    """
    if svg is not None:
        check_output(svg)
    problem, plan = _read(plan_file, problem_file)
    verdict = judge(problem, plan)
    if not verdict.feasible:
        for violation in verdict.violations[:5]:
            err.print(f"  {violation.text}", markup=False)
        fail(f"{plan_file}: not feasible, {len(verdict.violations)} violations; `check` tells them all", 1)
    explained = Explained(problem, plan)
    if party is not None and party not in explained.case.parties:
        fail(f"no party {party!r} in {problem.name}; the first is {_first(problem)}")
    if svg is not None:
        _draw(problem, plan, svg)
    if as_json:
        document = _party_json(explained, party) if party is not None else _as_json(explained, verdict.figures)
        out.print(json.dumps(document, ensure_ascii=False), markup=False)
    elif party is not None:
        for line in one_party.lines(explained, one_party.ask(explained, party)):
            out.print(line, markup=False)
    else:
        _print(explained, verdict.figures)


def _first(problem: Problem) -> str:
    return repr(problem.parties[0].id) if problem.parties else "none: nobody travels"


def _read(plan_file: Path, problem_file: Path) -> tuple[Problem, Plan]:
    """Both files, whichever comes first."""
    path = plan_file
    try:
        first, second = load(plan_file), load(problem_file)
        if _format(first).startswith("transfer-problem/"):
            plan_file, problem_file, first, second = problem_file, plan_file, second, first
        path = problem_file
        problem = read_problem(second)
        path = plan_file
        return problem, read_plan(first)
    except Unreadable as error:
        fail(str(error))
    except (InvalidProblem, InvalidPlan) as error:
        fail(f"{path}: {error}")


def _format(document: Json) -> str:
    return str(document.get("format", "")) if isinstance(document, Mapping) else ""


def _draw(problem: Problem, plan: Plan, path: Path) -> None:
    try:
        path.write_text(draw_plan(problem, plan), encoding="utf-8")
    except OSError as error:
        fail(f"{path}: {error.strerror or error}; nothing is drawn", 1)


def _print(explained: Explained, figures: Figures) -> None:
    out.print(headline(explained, figures), markup=False)
    for table in tables(explained):
        out.print()
        show(table)


def _party_json(explained: Explained, party: str) -> dict[str, Json]:
    return one_party.as_json(explained, one_party.ask(explained, party))


def _as_json(explained: Explained, figures: Figures) -> dict[str, Json]:
    """All of the report, and everyone at home by name."""
    document = {
        "problem": explained.problem.name,
        "currency": explained.problem.currency,
        "people": figures.people,
        "served": figures.served,
        "total": round(figures.cost.total, 2),
        "carriers": [asdict(one) | {"cost_a_person": one.cost_a_person} for one in explained.carriers()],
        "money": [asdict(one) for one in explained.money()],
        "runs": [asdict(one) for one in explained.fills()],
        "driving": [asdict(one) for one in explained.driving()],
        "longest": [
            {
                "party": journey.party.id,
                "slot": journey.slot.id,
                "takes_s": journey.arrival - journey.access.depart,
                "by": explained.rides(journey),
            }
            for journey in explained.longest(20)
        ],
        "staying": [asdict(one) for one in explained.staying()],
    }
    return cast(dict[str, Json], document)
