"""What Prometheus is told of plan runs and the outbox, counted in the database when it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import DatabaseError
from django.db.models import Avg, Count, F, Min
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from scheduler import clock
from scheduler.organisations.tenancy import acting_as_system
from scheduler.outbox.models import OutboxMessage
from scheduler.plans.models import PlanRun, RunState


class RunCollector(Collector):
    """Runs by state, how long the oldest waits, how long they took on average, and what the outbox holds."""

    def describe(self) -> Iterable[Metric]:
        """Nothing in advance: registering asks no database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Count; with the database away there is nothing to tell."""
        try:
            with acting_as_system():
                counted = [*_runs(), *_outbox()]
        except DatabaseError:
            return
        yield from counted


def _runs() -> list[Metric]:
    states = GaugeMetricFamily("menlu_plan_runs", "Plan runs by state", labels=["state"])
    took = GaugeMetricFamily("menlu_plan_run_seconds", "Mean time from claim to end, by final state", labels=["state"])
    rows = (
        PlanRun.objects.order_by()
        .values("state")
        .annotate(number=Count("id"), took=Avg(F("finished_at") - F("started_at")))
    )
    found = {row["state"]: row for row in rows}
    for state in RunState:
        states.add_metric([state.value], found[state.value]["number"] if state.value in found else 0)
        if state.value in found and found[state.value]["took"] is not None:
            took.add_metric([state.value], found[state.value]["took"].total_seconds())
    waits = PlanRun.objects.filter(state=RunState.QUEUED).aggregate(since=Min("queued_at"))["since"]
    age = GaugeMetricFamily("menlu_plan_run_oldest_wait_seconds", "How long the oldest queued run has waited")
    age.add_metric([], (clock.now() - waits).total_seconds() if waits else 0.0)
    return [states, took, age]


def _outbox() -> list[Metric]:
    unsent = OutboxMessage.objects.filter(sent_at=None).aggregate(number=Count("id"), since=Min("created_at"))
    number = GaugeMetricFamily("menlu_outbox_unsent", "Messages of the outbox that are not sent yet")
    number.add_metric([], unsent["number"])
    lag = GaugeMetricFamily("menlu_outbox_lag_seconds", "Age of the oldest message that is not sent yet")
    lag.add_metric([], (clock.now() - unsent["since"]).total_seconds() if unsent["since"] else 0.0)
    return [number, lag]
