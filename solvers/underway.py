"""A duty on the road: when it will be where, after what has been seen of it.

The road ahead takes as long as the problem says, and whoever was to drive a stretch drives it. What changes is when:
the driver law is asked anew, so that a late vehicle rests where it has to, and not where it would have had to. It is
assumed that

* nobody leaves a stop before its planned departure, and waiting there makes up for being late;
* boarding and alighting take as long as planned;
* a leg that was begun is as long as planned, whatever has become of the road since;
* on legs that are over, the wheel turned by the planned drives from the departure on, and then up to the arrival;
* a vehicle that is not where it should be is as far as it can be at the present moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from solvers.plan import Drive, Duty, Stop
from solvers.problem import DriverHours, Problem, Span
from solvers.travel import road_of

DAY_S = 86_400
WORTHWHILE_S = 1800
"""After a rest, a driver takes the wheel for at least this long, or to the end of the leg."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What has been seen of a duty: arrivals and departures by stop, and breaks (still going on: without an end)."""

    arrivals: Mapping[int, int] = field(default_factory=dict)
    departures: Mapping[int, int] = field(default_factory=dict)
    breaks: tuple[tuple[int, int | None], ...] = ()


def carry_on(problem: Problem, duty: Duty, seen: Seen, *, now: int) -> Duty:
    """The duty with its times and drives as they were and as they will be.

    Where the law lets no driver go on at all, the rest of a leg is driven without it: the times are the earliest
    there are, and the judge says which rule they break.
    """
    return _Trip(problem, duty, seen, now).carried_on()


def repeatable(problem: Problem, duty: Duty, seen: Seen, *, now: int) -> Duty:
    """The duty as late as it is, in a form that a plan can have.

    Where a vehicle was quicker than the problem says, it is as quick as that.
    """
    return _Repeatable(problem, duty, seen, now).carried_on()


class _Trip:
    def __init__(self, problem: Problem, duty: Duty, seen: Seen, now: int) -> None:
        self.duty, self.seen, self.now = duty, seen, now
        self.law = problem.rules.driver_hours
        road = road_of(problem)
        self.roads = [road.leg(a.at, b.at) for a, b in zip(duty.stops, duty.stops[1:], strict=False)]
        crew = next(f for f in problem.fleets if f.id == duty.fleet).crews[duty.crew]
        stands = None
        if self.law and self.law.night_stop and sum(metres for metres, _ in self.roads) > self.law.night_stop.over_m:
            stands = self.law.night_stop.span
        self.wheel = _Wheel(self.law, crew.drivers, problem.utc_offset_s, stands)
        self.last_seen = max((*seen.arrivals, *seen.departures), default=-1)

    def carried_on(self) -> Duty:
        stops: list[Stop] = []
        arrive = self.duty.stops[0].arrive
        for k, planned in enumerate(self.duty.stops):
            here = self._stop(k, planned, arrive)
            stops.append(here)
            if k + 1 < len(self.duty.stops):
                arrive = self._leg(k, here.depart)
        drives = sorted(self.wheel.drives, key=lambda d: (d.leg, d.start))
        return replace(self.duty, stops=tuple(stops), drives=tuple(drives))

    def _stop(self, k: int, planned: Stop, arrive: int) -> Stop:
        if k == 0:
            # a vehicle is at its first stop when it leaves it
            arrive = min(arrive, self.seen.arrivals.get(0, arrive), self.seen.departures.get(0, arrive))
        left = self.seen.departures.get(k)
        start = max(arrive, planned.start)
        if left is None:
            depart = max(start + planned.depart - planned.start, planned.depart)
            if self._stands_at(k):
                depart = max(depart, self.now)
        else:
            depart = max(left, arrive)
            start = min(start, depart)
        return replace(planned, arrive=arrive, start=start, depart=depart)

    def _stands_at(self, k: int) -> bool:
        """Whether it was not seen to go on from a stop that it has come to."""
        return k >= self.last_seen and (k == 0 or k in self.seen.arrivals)

    def _leg(self, k: int, depart: int) -> int:
        """Drive leg ``k``; the moment of arrival."""
        planned = sorted((d for d in self.duty.drives if d.leg == k), key=lambda d: d.start)
        arrived = self.seen.arrivals.get(k + 1)
        if arrived is not None:
            self.wheel.drives += _as_it_was(planned, depart - self.duty.stops[k].depart, depart, max(depart, arrived))
            return max(depart, arrived)
        arrive = self._driven(k, depart, planned)
        if k < self.last_seen:
            return min(arrive, max(depart, self.seen.departures.get(k + 1, arrive)))
        return max(arrive, self.now) if k in self.seen.departures else arrive

    def _driven(self, k: int, depart: int, planned: Sequence[Drive]) -> int:
        """Drive leg ``k`` as planned, or as early as the law lets it be; the moment of arrival."""
        as_planned = sum(drive.end - drive.start for drive in planned)
        seconds = as_planned if k in self.seen.departures or k < self.last_seen else self.roads[k][1]
        on_time = depart == self.duty.stops[k].depart and self.wheel.drives == self._planned(k)
        if on_time and not self.seen.breaks and seconds == as_planned:
            self.wheel.drives += planned
            return self.duty.stops[k + 1].arrive
        return self.wheel.drive(k, depart, seconds, planned, self._pauses(depart))

    def _planned(self, k: int) -> list[Drive]:
        """The planned drives up to leg ``k``, in their order."""
        return sorted((d for d in self.duty.drives if d.leg < k), key=lambda d: (d.leg, d.start))

    def _pauses(self, depart: int) -> list[Span]:
        """Breaks that were taken since a departure; one that goes on lasts as long as one has to."""
        least = self.law.min_break_s if self.law else 0
        return [
            (begin, max(self.now, begin + least) if end is None else end)
            for begin, end in sorted(self.seen.breaks, key=lambda b: b[0])
            if begin >= depart
        ]


class _Repeatable(_Trip):
    """What was seen counts where it makes the duty later, and never makes a drive or a stop shorter."""

    def _stop(self, k: int, planned: Stop, arrive: int) -> Stop:
        start = max(arrive, planned.start)
        left = self.seen.departures.get(k)
        depart = max(start + planned.depart - planned.start, planned.depart, left or 0)
        if left is None and self._stands_at(k):
            depart = max(depart, self.now)
        return replace(planned, arrive=arrive, start=start, depart=depart)

    def _leg(self, k: int, depart: int) -> int:
        planned = sorted((d for d in self.duty.drives if d.leg == k), key=lambda d: d.start)
        arrive = max(self._driven(k, depart, planned), self.seen.arrivals.get(k + 1, 0))
        return max(arrive, self.now) if k == self.last_seen and k in self.seen.departures else arrive


def _as_it_was(planned: Sequence[Drive], shift: int, depart: int, arrive: int) -> list[Drive]:
    """The drives of a leg that is over."""
    moved = [
        replace(d, start=max(depart, d.start + shift), end=min(arrive, d.end + shift))
        for d in planned
        if d.start + shift < arrive
    ]
    if moved:
        moved[-1] = replace(moved[-1], end=arrive)
    return moved


class _Wheel:
    """Who drives when, under the driver law (None: there is none). Drives are in order of time."""

    def __init__(self, law: DriverHours | None, drivers: int, utc_offset_s: int, stands: Span | None) -> None:
        self.law, self.drivers, self.offset, self.stands = law, drivers, utc_offset_s, stands
        self.drives: list[Drive] = []

    def drive(self, leg: int, depart: int, seconds: int, planned: Sequence[Drive], pauses: Sequence[Span]) -> int:
        """Drive a leg as early as the law and the ``pauses`` let its planned drivers; the moment of arrival."""
        at, done, waiting = depart, 0, list(pauses)
        while done < seconds:
            while waiting and waiting[0][0] <= at:
                at = max(at, waiting.pop(0)[1])
            driver, length = _turn(planned, done, seconds)
            at, driver, room = self._next(at, driver, length)
            if waiting and waiting[0][0] > at:
                room = min(room, waiting[0][0] - at)
            self._add(leg, driver, at, min(length, room))
            at += min(length, room)
            done += min(length, room)
        return max([at, *(end for begin, end in waiting if begin <= at)])

    def _add(self, leg: int, driver: int, at: int, seconds: int) -> None:
        last = self.drives[-1] if self.drives else None
        if last and (last.leg, last.driver, last.end) == (leg, driver, at):
            self.drives[-1] = replace(last, end=at + seconds)
        else:
            self.drives.append(Drive(leg=leg, driver=driver, start=at, end=at + seconds))

    def _next(self, at: int, planned: int, length: int) -> tuple[int, int, int]:
        """When somebody can drive on, who, and how long: the planned driver, or whoever can go on longest."""
        if self.law is None:
            return at, planned, length
        need = min(length, WORTHWHILE_S)
        moments = sorted({at, *self._wakings(at)})
        for moment in moments:
            turns = [(who, *self._turn_of(who, moment, length)) for who in self._order(planned)]
            if fit := [turn for turn in turns if turn[2] >= need]:
                who, begin, room = fit[0] if fit[0][0] == planned else max(fit, key=lambda turn: turn[2])
                return begin, who, room
        return at, planned, length

    def _order(self, planned: int) -> list[int]:
        return [planned, *(who for who in range(self.drivers) if who != planned)]

    def _turn_of(self, who: int, at: int, length: int) -> tuple[int, int]:
        """When a driver can take the wheel from ``at`` on, and for how long, at most ``length``."""
        assert self.law
        last = self.drives[-1] if self.drives else None
        begin = max(at, last.end + self.law.swap_s) if last and last.driver != who else at
        begin = self._after_night(begin)
        return begin, min(self._room(who, begin, length), self._until_night(begin))

    def _room(self, who: int, at: int, length: int) -> int:
        """The longest drive from ``at`` on that the law allows: every limit is reached once and stays so."""
        low, high = 0, length
        while low < high:
            middle = (low + high + 1) // 2
            if self._allowed(who, at, middle):
                low = middle
            else:
                high = middle - 1
        return low

    def _allowed(self, who: int, at: int, length: int) -> bool:
        law, mine = self.law, [d for d in self.drives if d.driver == who]
        assert law
        spell = [*_since_break(mine, at, law.min_break_s), Drive(leg=0, driver=who, start=at, end=at + length)]
        if sum(d.end - d.start for d in spell) > law.max_continuous_drive_s:
            return False
        if law.night and sum(self._by_night(d, law.night.span) for d in spell) > law.night.max_continuous_drive_s:
            return False
        spans = [(DAY_S, law.max_drive_24h_s), (7 * DAY_S, law.max_drive_7d_s)]
        return all(limit is None or length + _driven(mine, at + length - span, at) <= limit for span, limit in spans)

    def _wakings(self, at: int) -> Iterator[int]:
        """Moments at which a driver may be fresh again."""
        assert self.law
        for drive in self.drives:
            edges = (
                drive.end + self.law.min_break_s,
                *(edge + span for edge in (drive.start, drive.end) for span in (DAY_S, 7 * DAY_S)),
            )
            yield from (edge for edge in edges if edge > at)

    def _by_night(self, drive: Drive, night: Span) -> int:
        length = (night[1] - night[0]) % DAY_S
        start, end = drive.start + self.offset, drive.end + self.offset
        first = (start - night[0]) // DAY_S * DAY_S + night[0]
        return sum(max(0, min(end, b + length) - max(start, b)) for b in range(first, end, DAY_S))

    def _after_night(self, at: int) -> int:
        """The end of the night stop that a moment falls into, or the moment."""
        if self.stands is None:
            return at
        into = (at + self.offset - self.stands[0]) % DAY_S
        length = (self.stands[1] - self.stands[0]) % DAY_S
        return at + length - into if into < length else at

    def _until_night(self, at: int) -> int:
        """Seconds until the next night stop."""
        return DAY_S if self.stands is None else (self.stands[0] - at - self.offset) % DAY_S or DAY_S


def _turn(planned: Sequence[Drive], done: int, seconds: int) -> tuple[int, int]:
    """Who was to drive after ``done`` seconds of a leg, and for how long from there."""
    upto = 0
    for drive in planned:
        upto += drive.end - drive.start
        if upto > done:
            return drive.driver, min(upto, seconds) - done
    return (planned[-1].driver if planned else 0), seconds - done


def _since_break(mine: Sequence[Drive], at: int, min_break_s: int) -> list[Drive]:
    """The drives of one driver since the last pause that counts, were he to drive on at ``at``."""
    spell: list[Drive] = []
    after = at
    for drive in reversed(mine):
        if after - drive.end >= min_break_s:
            break
        spell.append(drive)
        after = drive.start
    return spell


def _driven(mine: Sequence[Drive], start: int, end: int) -> int:
    return sum(max(0, min(d.end, end) - max(d.start, start)) for d in mine)
