"""``python -m api.demo``: see the package. Exit status 0 only if the plan is feasible, published and confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import httpx
import typer
from rich.console import Console

from api.demo import acts, report
from api.demo.client import TIMEOUT_S, DemoFailed
from api.demo.scenario import Account, Scenario, read_accounts, read_scenario
from solvers.draw import draw_plan
from solvers.judge import judge
from solvers.plan import Plan
from solvers.problem import Problem

console = Console(highlight=False, soft_wrap=True)


def main(
    base_url: Annotated[str, typer.Option(help="Where the API is, without /api/v1.")],
    accounts: Annotated[Path, typer.Option(help="The file that `demo_accounts` wrote.")],
    out: Annotated[Path, typer.Option(help="The folder for papers and picture.")],
    once: Annotated[bool, typer.Option("--once", help="Nothing is left running afterwards: show no sign-ins.")] = False,
    seconds: Annotated[int, typer.Option(min=1, help="How long to plan.")] = 30,
    seed: Annotated[int, typer.Option(help="Of what the planner leaves to chance.")] = 1,
    language: Annotated[str, typer.Option(help="Of the papers: zh or en.")] = "zh",
) -> None:
    """Act as the clients of one campaign do, from the first request to the last route sheet."""
    try:
        cast = read_accounts(accounts)
        with httpx.Client(base_url=base_url, timeout=TIMEOUT_S) as http:
            perform(http, cast, read_scenario(), out=out, seconds=seconds, seed=seed, language=language)
    except DemoFailed as error:
        console.print(f"[red]✗[/] {error}")
        raise typer.Exit(1) from None
    if not once:
        console.print(f"\nthe API is at {base_url}/api/v1/docs, the site at {base_url}/")
        console.print(report.sign_ins(cast, accounts), markup=False)


def perform(
    http: httpx.Client,
    accounts: tuple[Account, ...],
    scenario: Scenario,
    *,
    out: Path,
    seconds: int,
    seed: int,
    language: str,
) -> None:
    """The whole main job, step by step.

    Raises
    ------
    DemoFailed
        A step did not come to its end: refused, not planned, not feasible, not confirmed.
    """
    out.mkdir(parents=True, exist_ok=True)
    cast = acts.sign_in(http, accounts)
    done(f"{len(accounts)} users signed in")
    campaign = acts.open_campaign(cast, scenario)
    done(f"campaign {scenario.bureau['campaign']['title_en']} opened, {len(accounts) - 1} organisations invited")
    acts.offer_slots(cast, scenario, campaign)
    done(f"{len(scenario.employers)} employers posted {sum(len(e['slots']) for e in scenario.employers)} intake slots")
    acts.offer_vehicles(cast, scenario, campaign)
    done(f"{len(scenario.operators)} operators posted vehicles, charter flights and a rail block")
    acts.ask_to_go(cast, scenario, campaign)
    people = sum(len(one["members"]) for one in scenario.bureau["requests"])
    done(f"the bureau posted {len(scenario.bureau['requests'])} departure requests of {people} people")
    with report.bar(console) as follow:
        run = acts.plan(cast.bureau, campaign, seconds=seconds, seed=seed, follow=follow)
    problem, plan = acts.fetch(cast.bureau, campaign, run)
    show(problem, plan)
    published = acts.publish(cast.bureau, run)
    done("plan published")
    expected = acts.confirm(cast, campaign)
    done(f"every employer confirmed its intake, {expected} people in all")
    sheets, lists = acts.fetch_papers(cast, published, out, language=language)
    done(f"{sheets} route sheets and {lists} intake lists in {out}")
    picture = out / "planned-day.svg"
    title, names = scenario.bureau["campaign"]["title_en"], scenario.english_names()
    picture.write_text(draw_plan(problem, plan, title=title, names=names), encoding="utf-8")
    done(f"the plan as a picture in {picture}")


def show(problem: Problem, plan: Plan) -> None:
    """Judge what was fetched, and print the figures.

    Raises
    ------
    DemoFailed
        The plan breaks a rule.
    """
    verdict = judge(problem, plan)
    console.print(report.figures(problem, plan, verdict))
    if left := report.left_behind(problem, plan):
        console.print(left)
    if not verdict.feasible:
        broken = "\n".join(f"  {v.rule}: {v.text}" for v in verdict.violations[:10])
        raise DemoFailed(f"the plan is not feasible:\n{broken}")


def done(text: str) -> None:
    """A step that came to its end."""
    console.print(f"[green]✓[/] {text}")


if __name__ == "__main__":
    typer.run(main)
