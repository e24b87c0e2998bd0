"""The draft of one duty that the planner's timing works on, filled from a plan that is taken apart.

The search knows riders as pieces of its state; here they are seats of any itinerary, also of one that changes vehicles
or rides what the search would not. What a rider's other rides demand is read from their times as they are now.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, cast

import numpy as np

from solvers.editing.edits import CannotEdit
from solvers.editing.open_plan import OpenDuty, OpenStop, Seat, Timed, Trip
from solvers.model import FAR, Model
from solvers.plan import Stop
from solvers.problem import Problem, Service
from solvers.search.driver_law import ALL_DRIVES, write_drives
from solvers.search.timeline import (
    ACCESS,
    DEPARTURE,
    MAX_CLASSES,
    MAX_RIDERS,
    MAX_STOPS,
    PEOPLE,
    RIDERS,
    STOPS,
    WHEELS,
    Sheet,
    new_sheet,
    total_up,
)

Rider = tuple[Trip, int, Seat]
NOT_YET = -FAR


class DutySheet:
    """The sheet of a duty: what its riders demand at each stop, and its times once it was run.

    ``ref`` is the sheet for compiled code, ``x`` and ``log`` its arrays. Moments are seconds after the horizon's start.
    """

    def __init__(self, own: Problem, m: Model, m_ref: Model, duty: OpenDuty, riders: list[Rider], timed: Timed) -> None:
        if len(duty.stops) > MAX_STOPS or len(riders) > MAX_RIDERS:
            raise CannotEdit(
                f"duty {duty.id} would have {len(duty.stops)} stops and {len(riders)} parties: "
                f"{MAX_STOPS} and {MAX_RIDERS} are the most that can be timed"
            )
        self.rules, self.zero, self.m, self.m_ref = own.rules, own.horizon[0], m, m_ref
        self.duty, self.riders, self.timed = duty, riders, timed
        self.place = {one.id: i for i, one in enumerate(own.locations)}
        self.window = {one.id: int(m.window_class[i]) for i, one in enumerate(own.slots)}
        self.index = {stop: k for k, stop in enumerate(duty.stops)}
        self.ref = new_sheet()
        self.x = _arrays(self.ref)
        self.loose: set[int] = set()

    def fill(self) -> None:
        """Write down what everybody demands."""
        x, n = self.x, len(self.duty.stops)
        self.loose = set()
        x.n[STOPS], x.n[RIDERS], x.n[ACCESS] = n, 0, 0
        x.place[:n] = [self.place[stop.at] for stop in self.duty.stops]
        for array in (x.earliest, x.moving, x.weight, x.load, x.wheels, x.classes):
            array[:] = 0
        x.latest[:], x.leave_by[:] = FAR, FAR
        for trip, number, seat in self.riders:
            self._add(trip, number, self.index[seat.board], self.index[seat.alight])
        total_up(self.m_ref, self.ref, 0)

    def _add(self, trip: Trip, number: int, i: int, j: int) -> None:
        x, size, wheels = self.x, trip.party.size, trip.party.wheelchairs
        for k, people, chairs in ((i, size, wheels), (j, -size, -wheels)):
            x.moving[k] += size
            x.load[k] += people
            x.wheels[k] += chairs
        is_first, is_last = number == 0, number == len(trip.rides) - 1
        x.earliest[i] = max(x.earliest[i], self._released(trip, number))
        if is_first:
            x.weight[i] -= size
        if is_last:
            x.weight[j] += size
            x.latest[j] = min(x.latest[j], FAR if trip.party.due is None else trip.party.due - self.zero)
            self._add_window(j, self.window[trip.slot.id])
        else:
            x.leave_by[j] = min(x.leave_by[j], self._expected(trip, number))
        self._limit_journey(trip, i, j, is_first=is_first, is_last=is_last)

    def _add_window(self, k: int, window: int) -> None:
        x = self.x
        classes = int(x.classes[k])
        if window not in x.window[k, :classes] and classes < MAX_CLASSES:
            x.window[k, classes] = window
            x.classes[k] += 1

    def _released(self, trip: Trip, number: int) -> int:
        """The first moment at which a party stands at the stop where a ride of its begins."""
        if number == 0:
            return trip.party.ready + trip.access_s - self.zero
        before = trip.rides[number - 1]
        if isinstance(before, Service):
            return before.arrive + before.exit_s - self.zero
        stop = self._times(before.duty, before.alight)
        return 0 if stop is None else stop.depart + self.rules.transfer_s - self.zero

    def _expected(self, trip: Trip, number: int) -> int:
        """The last moment at which a party may come off a ride, for what it rides next."""
        after = trip.rides[number + 1]
        if isinstance(after, Service):
            return after.depart - after.check_in_s - self.zero
        stop = self._times(after.duty, after.board)
        return FAR if stop is None else stop.start - self.rules.transfer_s - self.zero

    def _limit_journey(self, trip: Trip, i: int, j: int, *, is_first: bool, is_last: bool) -> None:
        """Nobody is under way for too long; the other rides of a party are where they are now."""
        x, most = self.x, self.rules.max_journey_s
        if is_first and is_last:
            x.board[x.n[RIDERS]], x.alight[x.n[RIDERS]], x.access[x.n[RIDERS]] = i, j, trip.access_s
            x.n[RIDERS] += 1
            x.n[ACCESS] = max(x.n[ACCESS], trip.access_s)
        elif is_first:
            arrival = self._arrival(trip)
            if arrival is not None:
                x.earliest[i] = max(x.earliest[i], arrival - self.zero - most + trip.access_s)
        elif is_last:
            leaves = self._leaves(trip)
            if leaves is not None:
                x.latest[j] = min(x.latest[j], leaves - self.zero + most)

    def _arrival(self, trip: Trip) -> int | None:
        last = trip.rides[-1]
        if isinstance(last, Service):
            return last.arrive
        stop = self._times(last.duty, last.alight)
        return None if stop is None else stop.start

    def _leaves(self, trip: Trip) -> int | None:
        first = trip.rides[0]
        if isinstance(first, Service):
            return first.depart - first.check_in_s - trip.access_s
        stop = self._times(first.duty, first.board)
        return None if stop is None else stop.start - trip.access_s

    def _times(self, duty: OpenDuty, stop: OpenStop) -> Stop | None:
        """A stop of another duty as it is timed now (None: it is not, yet)."""
        timed = self.timed.get(duty)
        return stop.was if timed is None else timed.stops[duty.stops.index(stop)]

    def departure(self) -> int:
        """The departure that is asked for, else the present one."""
        if self.duty.leaves is not None:
            return self.duty.leaves - self.zero
        was = self.duty.was
        return 0 if was is None else was.stops[0].depart - self.zero

    def keep_starts(self) -> None:
        """No stop where people move begins earlier than they were told."""
        for k, stop in enumerate(self.duty.stops):
            if stop.was is not None and stop.busy:
                self.x.earliest[k] = max(self.x.earliest[k], stop.was.start - self.zero)

    def hold(self) -> None:
        """Stops that are to begin at a moment do so, or not before, whatever stands against it."""
        for stop, moment in self.duty.hold.items():
            self.let_go(self.index[stop])
            self.x.earliest[self.index[stop]] = moment - self.zero
        for stop, moment in self.duty.hurry.items():
            k = self.index[stop]
            self.x.earliest[k] = min(self.x.earliest[k], moment - self.zero)

    def let_go(self, k: int) -> bool:
        """A stop may be as late as it must; False: it may already."""
        if k in self.loose:
            return False
        self.loose.add(k)
        self.look_no_further()
        self.x.latest[k], self.x.leave_by[k], self.x.classes[k] = FAR, FAR, 0
        return True

    def look_no_further(self) -> None:
        """A run stops where it is late, not where it is clear that a later stop will be."""
        self.x.late[:] = FAR

    def no_later(self) -> None:
        """Stops that were let go are no later than they are on the last run."""
        for k in self.loose:
            self.x.latest[k], self.x.leave_by[k] = self.x.start[k], self.x.depart[k]

    def forget_times(self) -> None:
        """Before a run whose last stop is asked for."""
        self.x.arrive[:], self.x.depart[:] = NOT_YET, NOT_YET

    def failed_at(self) -> int | None:
        """The stop that cannot be in time on the last run (None: none, the drivers do not get on)."""
        k = next((k for k in range(len(self.duty.stops)) if self.x.depart[k] == NOT_YET), None)
        return k if k is not None and self.x.arrive[k] != NOT_YET else None

    def most_aboard(self) -> tuple[int, int]:
        """The most people and wheelchairs at once."""
        return int(self.x.n[PEOPLE]), int(self.x.n[WHEELS])

    def chosen_departure(self) -> int:
        """That of the best timing that was found."""
        return int(self.x.n[DEPARTURE])

    def waiting(self) -> int:
        """Seconds that the last run waits at stops before they begin."""
        n = len(self.duty.stops)
        return int((self.x.start[:n] - self.x.arrive[:n]).sum())

    def times(self) -> Iterator[tuple[int, int, int]]:
        """Arrival, start and departure of each stop on the last run."""
        x = self.x
        return ((int(x.arrive[k]), int(x.start[k]), int(x.depart[k])) for k in range(len(self.duty.stops)))

    def drives(self, m: Model) -> Iterator[tuple[int, int, int, int]]:
        """Leg, driver, start and end of each drive on the last run, under ``m``'s law."""
        if m.law.on:
            drives = np.zeros((ALL_DRIVES, 4), dtype=np.int64)
            for leg, driver, start, end in drives[: write_drives(self.x.log, drives)].tolist():
                yield leg, driver, start, end
            return
        for leg, (here, there) in enumerate(pairwise(self.x.place[: len(self.duty.stops)])):
            if duration := int(m.seconds[here, there]):
                yield leg, 0, int(self.x.depart[leg]), int(self.x.depart[leg]) + duration


def _arrays(ref: Sheet) -> Sheet:
    """The arrays behind a sheet for compiled code."""
    return Sheet(*cast(Any, ref).values)
