"""What Prometheus is told."""

from __future__ import annotations

from prometheus_client import generate_latest
from prometheus_client.registry import CollectorRegistry

from scheduler.plans.metrics import RunCollector
from scheduler.plans.models import RunState
from tests.scheduler.plans.conftest import InState


def test_runs_and_the_outbox_are_counted_when_prometheus_asks(in_state: InState) -> None:
    for state in (RunState.QUEUED, RunState.READY, RunState.READY):
        in_state(state)
    registry = CollectorRegistry()
    registry.register(RunCollector())
    lines = generate_latest(registry).decode().splitlines()
    assert 'menlu_plan_runs{state="queued"} 1.0' in lines
    assert 'menlu_plan_runs{state="ready"} 2.0' in lines
    assert 'menlu_plan_runs{state="failed"} 0.0' in lines
    assert "menlu_outbox_unsent 0.0" in lines
    assert any(line.startswith('menlu_plan_run_seconds{state="ready"}') for line in lines)
