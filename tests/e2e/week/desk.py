"""The bureau's desk in the scripted week: everything over the API, by the hour that the test's clock shows."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import time_machine

from scheduler import relay
from scheduler.campaigns.models import CampaignRow
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest
from scheduler.queue import Job, enqueue
from scheduler.telling.models import PlanTelling
from tests.api.stage import Reply, call
from tests.cast import Actor
from tests.e2e.house import eventually

Document = dict[str, Any]
PAGE = 500
LONGEST_S = 240
"""Far beyond what anything takes, as machines may be busy with others."""


@dataclass
class Clock:
    """The week's clock: this process's, and that of the queue workers, who read in a file where it was put and when."""

    machine: time_machine.Traveller
    file: Path

    def to(self, moment: str | datetime) -> datetime:
        """Move it to a moment."""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        self.file.write_text(f"{at.isoformat()} {time.monotonic()}", encoding="ascii")
        self.machine.move_to(at)
        return at


@dataclass
class Desk:
    """A campaign in the hands of a coordinator."""

    clock: Clock
    bureau: Actor
    campaign: str
    actors: Mapping[str, Actor]
    seconds: int
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The ids of the workers of each party."""
    reachable: set[str] = field(default_factory=set)
    """Workers with a telephone."""

    def ask(self, method: str, path: str, body: object = None, *, who: Actor | None = None, **headers: str) -> Reply:
        """Ask the API, as the coordinator if nobody else is named."""
        return call(who or self.bureau, method, path, body, **headers)

    def get(self, path: str, *, who: Actor | None = None) -> Any:
        return done(self.ask("GET", path, who=who))

    def post(self, path: str, body: object = None, *, who: Actor | None = None) -> Any:
        return done(self.ask("POST", path, body, who=who))

    def all(self, path: str, *, who: Actor | None = None) -> Iterator[Document]:
        """Every item of a list."""
        cursor = ""
        while True:
            page = self.get(f"{path}{'&' if '?' in path else '?'}limit={PAGE}{cursor}", who=who)
            yield from page["items"]
            if not page["next_cursor"]:
                return
            cursor = f"&cursor={page['next_cursor']}"

    @property
    def here(self) -> str:
        """The campaign's address."""
        return f"/campaigns/{self.campaign}"

    def states(self) -> dict[str, str]:
        """The state of each request."""
        with acting_as_system():
            return dict(DepartureRequest.objects.filter(campaign=self.campaign).values_list("code", "state"))

    def ids(self, model: type[CampaignRow]) -> dict[str, str]:
        """The ids of the campaign's things of a kind, by their codes."""
        with acting_as_system():
            found = model._default_manager.filter(campaign=self.campaign).values_list("code", "id")
            return {code: str(key) for code, key in found}

    def run(self, **how: object) -> str:
        """A run to its end; the id of its plan."""
        return self.plan_of(self.post(f"{self.here}/runs", {"seconds": self.seconds, "seed": 1, **how})["id"])

    def plan_of(self, run: str) -> str:
        """Wait for a queue worker to end a run; the id of its plan."""
        eventually(
            "the run has ended",
            lambda: self.get(f"/runs/{run}")["status"] not in ("queued", "planning"),
            within_s=LONGEST_S,
        )
        ended = self.get(f"/runs/{run}")
        assert ended["status"] == "ready", ended["error"]
        return next(str(one["id"]) for one in self.all(f"{self.here}/plans") if one["run_id"] == run)

    def happens(self, *events: Document) -> str:
        """Report what happened; the id of the plan that answers it."""
        said = self.post(f"{self.here}/events", {"events": list(events), "seconds": self.seconds})
        return self.plan_of(said["run_id"])

    def publish(self, plan: str) -> list[str]:
        """Publish a plan; whom it lets down the coordinator answers for by name."""
        broken = [one["party"] for one in self.get(f"/plans/{plan}/broken-promises")["items"]]
        if broken:
            refused = self.ask("POST", f"/plans/{plan}/publish")
            assert (refused.status, refused.code) == (409, "promises_broken")
            self.post(f"/plans/{plan}/approvals", {"parties": broken, "reason": "nothing else is left for them"})
        self.post(f"/plans/{plan}/publish")
        return broken

    def tell(self, plan: str) -> None:
        """Let a queue worker tell of a plan, though it is ordered twice, and let the relay send it all."""
        enqueue(Job.TELL_PLAN, plan)
        eventually("the plan is told", lambda: _is_told(plan), within_s=LONGEST_S)
        self.rounds()

    def rounds(self) -> None:
        """The relay's work until nothing is due."""
        relay.round_once()
        while relay.send_due():
            pass

    def later(self, **by: float) -> datetime:
        """Move the clock on."""
        return self.clock.to(datetime.now().astimezone() + timedelta(**by))


def done(reply: Reply) -> Any:
    """What came back, if it is good."""
    assert reply.status < 300, reply.content.decode()
    return reply.body if reply.content else None


def _is_told(plan: str) -> bool:
    with acting_as_system():
        return PlanTelling.objects.filter(plan_id=UUID(plan)).exists()
