"""The week itself: a plan is published, something happens, the road goes on, and every version is looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.e2e.week.desk import Desk
from tests.e2e.week.road import Road, owners_of
from tests.e2e.week.scene import employers_of
from tests.e2e.week.told import Told
from tests.e2e.week.versions import (
    Version,
    check_judges,
    check_promises,
    check_report,
    check_seats,
    version_of,
)

Disturbance = Callable[["Week"], str]


@dataclass
class Week:
    """A campaign from its first plan on; ``now`` is the version in force, with the problem as it is now."""

    desk: Desk
    owners: dict[str, str]
    told: Told
    road: Road
    now: Version
    versions: int = 1
    let_down: Counter[str] = field(default_factory=Counter)

    @classmethod
    def begin(cls, desk: Desk, problem: dict[str, Any], plan: str) -> Week:
        """With the first plan, which everyone is told of; all who are told come, but for those who do not answer."""
        owners = owners_of(problem, employers_of(problem))
        week = cls(desk, owners, Told(desk, owners), Road(desk, owners), version_of(desk, plan))
        week._publish(week.now, before=None)
        rows = [{"request": name, "comes": True} for name, state in desk.states().items() if state == "told"]
        assert desk.post(f"{desk.here}/answers", {"rows": rows[: len(rows) * 9 // 10]})["refused"] == 0
        return week

    def on(self, moment: str, happens: Disturbance) -> None:
        """Let the road go on until a moment, then something happen, and publish the plan that answers it."""
        at = self.desk.clock.to(moment)
        self.go_on(at)
        plan = happens(self)
        self._publish(version_of(self.desk, plan), before=self.now)

    def somebody_has_come(self, after: str) -> str:
        """A moment from which on somebody is at a gate; the plan may have them all come late."""
        come = (trip["arrives"] for party, trip in self.now.trips.items() if party not in self.road.missing)
        return max(after, min(come), key=datetime.fromisoformat)

    def go_on(self, until: datetime) -> None:
        """Everything that the plan in force has until a moment is seen to happen."""
        self.road.go_on(self.now, until)
        self.desk.rounds()
        self.now = version_of(self.desk, self.now.id)

    def _publish(self, now: Version, *, before: Version | None) -> None:
        check_judges(now)
        states = self.desk.states()
        if before:
            check_report(self.desk, before, now)
        let_down = self.desk.publish(now.id)
        if before:
            check_promises(before, now, states)
            self.let_down.update(let_down)
            self.versions += 1
        self.desk.tell(now.id)
        check_seats(now)
        self.told.check(now)
        self.now = now
