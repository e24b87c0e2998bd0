"""What one, two and four queue workers make of one large problem in the same seconds: a benchmark.

Run as ``./menlu test tests/e2e/runs/test_fan_out_figures.py -m benchmark -n0 -s``. More workers than cores share the
cores, so their figures say what sharing costs, not what it gains.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import campaign_problem
from scheduler.campaigns.services import campaign_import
from scheduler.organisations.models import Organisation, OrganisationKind
from scheduler.organisations.tenancy import acting_as, acting_as_system
from scheduler.plans import mapping
from scheduler.plans.models import RunState
from scheduler.plans.services import run_start
from scheduler.queue import colleagues
from solvers.documents import load, read_problem
from solvers.judge import judge
from tests.e2e.house import ROOT, WORKERS, House, eventually
from tests.e2e.runs.conftest import Watched

pytestmark = [pytest.mark.benchmark, pytest.mark.e2e, pytest.mark.slow, pytest.mark.xdist_group("queue")]
PROBLEM = ROOT.parent / "shared" / "instances" / "wave-3000.json"
SECONDS = 20


@pytest.fixture
def wave(transactional_db: None) -> Campaign:
    if not PROBLEM.exists():
        pytest.skip(f"needs {PROBLEM.name} beside the repository")
    with acting_as_system():
        bureau = Organisation.objects.create(kind=OrganisationKind.BUREAU, code="qianjiang", name="Qianjiang bureau")
    with acting_as(bureau.id):
        return campaign_import(bureau=bureau, problem=read_problem(load(PROBLEM)), by=None)


@pytest.fixture
def back_to_two(house: House) -> Iterator[House]:
    """Whatever is started or ended here, the next test finds as many workers as ever."""
    yield house
    house.stop_workers()
    house.start_workers(WORKERS)


def test_figures_for_one_two_and_four_workers(back_to_two: House, wave: Campaign) -> None:
    house, lines = back_to_two, []
    for number in (1, 2, 4):
        house.stop_workers()
        house.start_workers(number)
        house.wait_for_workers()
        eventually("those killed before are forgotten", lambda n=number: len(colleagues()) == n, within_s=30)
        with acting_as(wave.bureau_id):
            run = Watched(run_start(campaign=wave, seconds=SECONDS, seed=1, by=None))
        ended = run.wait_for(RunState.READY, within_s=SECONDS + 120)
        with acting_as_system():
            plan, problem = mapping.from_rows(ended.plan), campaign_problem(wave)
        assert judge(problem, plan).feasible
        took = (ended.finished_at - ended.started_at).total_seconds()
        lines.append(f"{number} workers: {ended.progress_served} served, cost {plan.cost.total:,.0f}, {took:.1f} s")
    print("", PROBLEM.stem, *lines, sep="\n")
