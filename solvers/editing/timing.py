"""When an edited duty is where, by the planner's own timing: drives, breaks, changes of driver, night stops.

A duty keeps the times that people were told as far as it can, and else gets the best that the planner finds. Where no
timing holds all rules, the limits that stand in the way are let go one after the other, those first which can be missed
by a little: the times are then as early as can be, and the judge names what they break.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from solvers.editing.open_plan import OpenDuty, OpenPlan, OpenStop, Timed
from solvers.editing.sheet import DutySheet, Rider
from solvers.model import DAY_S, FAR, Model, model_of
from solvers.plan import Drive, Duty, Stop
from solvers.problem import Problem
from solvers.search.engine import refer_model
from solvers.search.timeline import GOOD, LATE, earliest_departure, run_through, time_with_crew

PATIENCE_S = 300
"""A duty that keeps its times may wait so much longer on the way than before; else it is timed anew."""
UNKNOWN = -1
"""No departure to begin with."""
BEYOND = FAR // 4
"""An end of the horizon that no duty reaches."""


def time_touched(open_plan: OpenPlan) -> dict[OpenDuty, Duty]:
    """The duties that were touched, timed; those that carry nobody any more are given up."""
    for name, duty in list(open_plan.duties.items()):
        if duty.touched and not duty.carries:
            del open_plan.duties[name]
        elif duty.touched:
            open_plan.join_neighbours(duty)
    riders, timed = open_plan.riders(), dict[OpenDuty, Duty]()
    touched = [duty for duty in riders if duty.touched]
    # feeders first: who comes off them rides on
    for duty in sorted(touched, key=lambda one: max(number for _, number, _ in riders[one])):
        timed[duty] = _Timer(open_plan.problem, duty, riders[duty], timed).timed()
    return timed


class _Timer:
    """Finds the times of one duty; the arrays hold nothing but what it needs."""

    def __init__(self, problem: Problem, duty: OpenDuty, riders: list[Rider], timed: Timed) -> None:
        self.duty, self.zero = duty, problem.horizon[0]
        places = {stop.at for stop in duty.stops} | {duty.fleet.start, duty.fleet.end or duty.fleet.start}
        slots = {trip.slot.id: trip.slot for trip, _, _ in riders}
        places |= {slot.gate for slot in slots.values()}
        own = replace(
            problem,
            locations=tuple(one for one in problem.locations if one.id in places),
            parties=(),
            slots=tuple(slots.values()),
            fleets=(replace(duty.fleet, slots=None),),
            services=(),
        )
        self.m = model_of(own)
        self.m_ref = refer_model(self.m)
        self.sheet = DutySheet(own, self.m, self.m_ref, duty, riders, timed)

    def timed(self) -> Duty:
        """The duty with the first times that are found of: those asked for or kept, the best, the closest to right."""
        if self._is_wished():
            departure = self._as_wished()
        else:
            departure = self._kept()
            if departure is None:
                departure = self._best()
        return self._closest() if departure is None else self._read(self.m, departure)

    def _is_wished(self) -> bool:
        return self.duty.leaves is not None or bool(self.duty.hold)

    def _as_wished(self) -> int | None:
        """The departure asked for, with stops that begin when they are to (None: that breaks rules)."""
        self.sheet.fill()
        self.sheet.hold()
        departure = self.sheet.departure()
        return departure if self._room(self.duty.crew) and self._run(self.m_ref, departure) == GOOD else None

    def _kept(self) -> int | None:
        """Its departure, if with it every stop can begin when it did and hardly more is waited than before."""
        was = self.duty.was
        self.sheet.fill()
        if was is None or not self._room(self.duty.crew):
            return None
        self.sheet.keep_starts()
        departure = self.sheet.departure()
        if self._run(self.m_ref, departure) != GOOD:
            return None
        waited = sum(stop.start - stop.arrive for stop in was.stops)
        return departure if self.sheet.waiting() <= waited + PATIENCE_S else None

    def _best(self) -> int | None:
        """The planner's best departure, with its own crew if that can do it, else with the cheapest that can."""
        duty = self.duty
        self.sheet.fill()
        if duty.was is not None and np.isfinite(self._cost(duty.crew)):
            return self.sheet.chosen_departure()
        costs = {crew: self._cost(crew) for crew in range(len(duty.fleet.crews))}
        crew = min(costs, key=lambda one: costs[one])
        if duty.crew_fixed or not np.isfinite(costs[crew]):
            return None
        duty.crew = crew
        self._cost(crew)
        return self.sheet.chosen_departure()

    def _cost(self, crew: int) -> float:
        """What a crew costs with its best departure (inf: it cannot do it)."""
        if not self._room(crew):
            return np.inf
        guess = UNKNOWN if self.duty.was is None else self.sheet.departure()
        timed = time_with_crew(self.m_ref, self.sheet.ref, 0, crew, guess, True, np.inf)
        return float(self.m.crew_cost[crew] + timed)

    def _room(self, crew: int) -> bool:
        """Do all who ride at once find seats with a crew? Where they do with none, that is no matter of time."""
        crews = [self.duty.crew] if self.duty.crew_fixed else range(len(self.duty.fleet.crews))
        return self._fits(crew) or not any(map(self._fits, crews))

    def _fits(self, crew: int) -> bool:
        people, wheels = self.sheet.most_aboard()
        return bool(people <= self.m.room[0] - self.m.crew_seats[crew] and wheels <= self.m.spaces[0])

    def _run(self, m_ref: Model, departure: int) -> int:
        return int(run_through(m_ref, self.sheet.ref, 0, self.duty.crew, departure))

    def _closest(self) -> Duty:
        """Times that break as little as can be: limits are let go until the duty can be driven."""
        for m in self._looser():
            departure = self._least_late(m)
            if departure is not None:
                return self._read(m, departure)
        raise AssertionError("without any law a duty can be driven")

    def _looser(self) -> Iterator[Model]:
        """The arrays without ends of horizon and availability; then without hours, enough drivers, driver hours."""
        m = self.m._replace(horizon=BEYOND, free_to=np.full_like(self.m.free_to, BEYOND))
        yield m
        m = m._replace(opens=np.zeros_like(m.opens), closes=np.full_like(m.closes, 2 * DAY_S))
        yield m
        m = m._replace(law=m.law._replace(crew_over_m=FAR))
        yield m
        yield m._replace(law=m.law._replace(on=False))

    def _least_late(self, m: Model) -> int | None:
        """A departure with which stops are late only where they must be (None: the drivers never get there)."""
        m_ref, sheet = refer_model(m), self.sheet
        sheet.fill()
        sheet.look_no_further()
        sheet.hold()
        while True:
            departure = sheet.departure() if self._is_wished() else int(earliest_departure(m_ref, sheet.ref, 0))
            sheet.forget_times()
            if self._run(m_ref, departure) != LATE:
                break
            failed = sheet.failed_at()
            if failed is None or not sheet.let_go(failed):
                return None
        if self._is_wished():
            return departure
        sheet.no_later()
        if np.isfinite(time_with_crew(m_ref, sheet.ref, 0, self.duty.crew, departure, False, np.inf)):
            return sheet.chosen_departure()
        return departure

    def _read(self, m: Model, departure: int) -> Duty:
        """The duty as it is when it leaves then."""
        duty, sheet, zero = self.duty, self.sheet, self.zero
        self._run(refer_model(m), departure)
        return Duty(
            id=duty.id,
            fleet=duty.fleet.id,
            vehicle=duty.vehicle,
            crew=duty.crew,
            stops=tuple(_stop(stop, zero, times) for stop, times in zip(duty.stops, sheet.times(), strict=True)),
            drives=tuple(
                Drive(leg=leg, driver=driver, start=zero + start, end=zero + end)
                for leg, driver, start, end in sheet.drives(m)
            ),
            meta=None if duty.was is None else duty.was.meta,
        )


def _stop(stop: OpenStop, zero: int, times: tuple[int, int, int]) -> Stop:
    arrive, start, depart = times
    return Stop(
        at=stop.at,
        arrive=zero + arrive,
        start=zero + start,
        depart=zero + depart,
        board=tuple(stop.board),
        alight=tuple(stop.alight),
        meta=None if stop.was is None else stop.was.meta,
    )
