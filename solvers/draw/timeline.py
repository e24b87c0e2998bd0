"""When everyone goes: a row for each duty and each service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise

from solvers.draw.scene import Scene
from solvers.draw.svg import HUES, Svg
from solvers.plan import Duty
from solvers.problem import Service

ROW, BAR = 16, 8
NAMES = 172
COUNT = 44
HOUR, DAY = 3600, 86_400
DRIVER_OPACITY = (1.0, 0.6, 0.35)
"""Of the first, the second and further drivers."""
USUAL_NIGHT = (22 * HOUR, 6 * HOUR)


def timeline_height(scene: Scene) -> float:
    """How much paper the rows take."""
    return 34 + ROW * (len(scene.plan.duties) + len(scene.services))


class Timeline:
    """Rows from the first departure to the last arrival, on the problem's local clock."""

    def __init__(self, svg: Svg, scene: Scene, top: float, width: float) -> None:
        self.svg, self.scene, self.top, self.width = svg, scene, top, width
        moments = [t for duty in scene.plan.duties for t in (duty.stops[0].arrive, duty.stops[-1].depart)]
        moments += [t for s in scene.services for t in (s.depart - s.check_in_s, s.arrive + s.exit_s)]
        first, last = min(moments, default=scene.problem.horizon[0]), max(moments, default=scene.problem.horizon[1])
        self.first, self.last = first // HOUR * HOUR, -(-last // HOUR) * HOUR
        self.offset = scene.problem.utc_offset_s
        self.height = timeline_height(scene)

    def draw(self) -> None:
        """The clock, then the rows by their beginning."""
        self.nights()
        self.clock()
        hues = {duty.id: k % len(HUES) for k, duty in enumerate(self.scene.plan.duties)}
        rows: list[tuple[int, str, Duty | Service]] = [(d.stops[0].arrive, d.id, d) for d in self.scene.plan.duties]
        rows += [(s.depart - s.check_in_s, s.id, s) for s in self.scene.services]
        ordered = sorted(rows, key=lambda r: r[:2])
        tops = {name: self.top + 34 + ROW * k for k, (_, name, _) in enumerate(ordered)}
        for _, name, row in ordered:
            if isinstance(row, Duty):
                self.duty(row, tops[name], hues[row.id])
            else:
                self.service(row, tops[name])
        self.changes(tops)

    def x(self, moment: int) -> float:
        """A moment on the paper."""
        share = (moment - self.first) / max(1, self.last - self.first)
        return NAMES + share * (self.width - NAMES - COUNT)

    # ---- the clock -----------------------------------------------------------------------------------

    def nights(self) -> None:
        law = self.scene.problem.rules.driver_hours
        begins, ends = law.night.span if law and law.night else USUAL_NIGHT
        midnight = (self.first + self.offset) // DAY * DAY - self.offset
        for day in range(midnight - DAY, self.last, DAY):
            a, b = max(self.first, day + begins), min(self.last, day + begins + (ends - begins) % DAY)
            if a < b:
                self.svg.rect((self.x(a), self.top + 16), self.x(b) - self.x(a), self.height - 16, "night")

    def clock(self) -> None:
        hours = (self.last - self.first) / HOUR
        step = next(h for h in (1, 2, 3, 6, 12, 24) if h == 24 or hours / h <= 24) * HOUR
        for moment in range(-(-(self.first + self.offset) // step) * step - self.offset, self.last + 1, step):
            local, x = datetime.fromtimestamp(moment + self.offset, UTC), self.x(moment)
            self.svg.line([(x, self.top + 26), (x, self.top + self.height)], "rule")
            self.svg.write((x, self.top + 24), f"{local:%H:%M}", "faint small", "middle")
            if local.hour == 0 or moment - step < self.first:
                self.svg.write((x, self.top + 12), f"{local:%Y-%m-%d}", "ink small", "middle")

    # ---- rows ----------------------------------------------------------------------------------------

    def label(self, y: float, thing: str, what: str, people: int, seats: int) -> None:
        self.svg.write((0, y + 9), thing[:14], "ink small")
        room = NAMES - 12 - sum(9.5 if ord(c) > 0x2E80 else 5.2 for c in thing[:14])
        short = what
        while short and sum(9.5 if ord(c) > 0x2E80 else 5.2 for c in short) > room:
            short = short[:-1]
        self.svg.write((NAMES - 6, y + 9), short, "faint small", "end")
        self.svg.write((self.width, y + 9), f"{people}/{seats}", "faint small", "end")

    def duty(self, duty: Duty, y: float, hue: int) -> None:
        """Drives as bars (relief drivers paler), standing as a line, rests as boxes, stops as ticks."""
        scene, fleet = self.scene, next(f for f in self.scene.problem.fleets if f.id == duty.fleet)
        self.label(y, duty.id, scene.name(fleet.id), scene.riders[duty.id], fleet.seats)
        row, middle = self.svg.group(), y + BAR / 2 + 2
        row.hint(f"{duty.id}: {scene.name(fleet.id)}, {len(duty.stops)} stops, {len(duty.drives)} drives")
        row.line([(self.x(duty.stops[0].arrive), middle), (self.x(duty.stops[-1].depart), middle)], f"route d{hue}")
        law = scene.problem.rules.driver_hours
        drives = sorted(duty.drives, key=lambda d: d.start)
        for a, b in pairwise(drives):
            if law and a.leg == b.leg and b.start - a.end >= law.min_break_s:
                self.bar(row, y, a.end, b.start, f"rest d{hue}")
        for drive in drives:
            self.bar(row, y, drive.start, drive.end, f"f{hue}", fill_opacity=DRIVER_OPACITY[min(drive.driver, 2)])
        for stop in duty.stops:
            if stop.board or stop.alight:
                x = self.x(stop.start)
                row.line(
                    [(x, y - 1 if stop.board else y + 2), (x, y + BAR + (2 if stop.board else 5))], "tick rule scale"
                )

    def service(self, service: Service, y: float) -> None:
        """The timed leg as a bar, check-in and exit paler around it."""
        people = self.scene.riders[service.id]
        self.label(y, service.id, self.scene.name(service.id), people, service.seats)
        css = "bar-flight" if service.mode == "flight" else "bar-rail"
        self.bar(self.svg, y, service.depart - service.check_in_s, service.depart, f"{css} wait")
        self.bar(self.svg, y, service.arrive, service.arrive + service.exit_s, f"{css} wait")
        self.bar(self.svg, y, service.depart, service.arrive, css)

    def changes(self, tops: Mapping[str, float]) -> None:
        """Lines from where people leave one vehicle to where they board the next."""
        duties = {duty.id: duty for duty in self.scene.plan.duties}
        legs = {pair: None for one in self.scene.plan.itineraries for pair in one.changes}
        for before, after in legs:
            off = duties[before.duty].stops[before.to_stop].start
            on = duties[after.duty].stops[after.from_stop].start
            middle = BAR / 2 + 2
            self.svg.line(
                [(self.x(off), tops[before.duty] + middle), (self.x(on), tops[after.duty] + middle)], "change"
            )

    def bar(self, svg: Svg, y: float, start: int, end: int, css: str, **attributes: float) -> None:
        svg.rect((self.x(start), y + 2), max(0.6, self.x(end) - self.x(start)), BAR, css, **attributes)
