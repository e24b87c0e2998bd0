"""Our roads are those of the reference checker, on every pair of every public instance."""

from pathlib import Path

import pytest

from solvers.documents import load, read_problem, write_problem
from solvers.travel import road_of
from tests.solvers.reference.shared import INSTANCES, load_checker


@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_every_road_is_the_reference_s(path: Path) -> None:
    document = load(path)
    problem = read_problem(document)
    road, theirs = road_of(problem), load_checker().Check(document, _empty_plan(problem.name)).road
    ids = list(road.index)
    distance, duration = road.matrices(ids)
    for i, a in enumerate(ids):
        expected = [theirs.leg(a, b) for b in ids]
        assert list(zip(distance[i].tolist(), duration[i].tolist(), strict=True)) == expected
        assert [road.leg(a, b) for b in ids] == expected


@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_every_instance_is_written_as_it_was_read(path: Path) -> None:
    assert write_problem(read_problem(load(path))) == load(path)


def _empty_plan(name: str) -> dict[str, object]:
    return {"format": "transfer-plan/1", "problem": name, "duties": [], "itineraries": [], "unserved": [], "cost": {}}
