"""A plan as a GTFS feed: a trip for each duty and service, on the days on which they run.

A trip belongs to the local day on which it leaves; later times count on beyond 24:00. Stops need coordinates in GTFS:
a trip with fewer than two such stops is left out, and other stops without them are passed over.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from scheduler.errors import Conflict
from scheduler.exports.timetable import Run, runs_of
from scheduler.plans.models import Plan

ROUTE_TYPES = {"coach": "200", "flight": "1100", "rail": "2", "ferry": "4"}
"""Of the extended types, where the basic ones have none: 200 a coach, 1100 a flight."""
OTHER = "1700"
MADE_AT = (2000, 1, 1, 0, 0, 0)
"""The same plan gives the same file, to the last byte."""
Row = Sequence[object]


def plan_gtfs(*, plan: Plan) -> bytes:
    """The feed, zipped.

    Raises
    ------
    Conflict
        Nothing of the plan can be put into a feed: its places have no coordinates.
    """
    runs = [run for run in map(_placed, runs_of(plan)) if len(run.halts) > 1]
    if not runs:
        raise Conflict(_("nothing can be put into the feed: GTFS needs the coordinates of places"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as feed:
        for name, header, rows in _tables(plan, runs):
            feed.writestr(zipfile.ZipInfo(f"{name}.txt", MADE_AT), _table(header, rows), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _tables(plan: Plan, runs: Sequence[Run]) -> Iterable[tuple[str, str, Iterable[Row]]]:
    bureau = plan.campaign.bureau
    operators = {bureau.code: bureau.name} | {_agency(run): run.operator for run in runs if run.operator}
    days = sorted({_day(run) for run in runs})
    agencies = [(key, name, settings.MENLU_PUBLIC_URL, _zone_name(plan)) for key, name in operators.items()]
    yield "agency", "agency_id,agency_name,agency_url,agency_timezone", agencies
    places = {halt.code: halt for run in runs for halt in run.halts}
    stops = [
        (code, halt.name, f"{halt.spot[1]:.6f}", f"{halt.spot[0]:.6f}") for code, halt in places.items() if halt.spot
    ]
    yield "stops", "stop_id,stop_name,stop_lat,stop_lon", stops
    routes = [
        (_key(run), _agency(run) or bureau.code, run.code, run.name, ROUTE_TYPES.get(run.kind, OTHER)) for run in runs
    ]
    yield "routes", "route_id,agency_id,route_short_name,route_long_name,route_type", routes
    dates = [(f"{day:%Y%m%d}", f"{day:%Y%m%d}", 1) for day in days]
    yield "calendar_dates", "service_id,date,exception_type", dates
    trips = [(_key(run), f"{_day(run):%Y%m%d}", _key(run), run.halts[-1].name) for run in runs]
    yield "trips", "route_id,service_id,trip_id,trip_headsign", trips
    times = [
        (
            _key(run),
            k,
            halt.code,
            _time(halt.arrive, run),
            _time(halt.depart, run),
            0 if halt.boards else 1,
            0 if halt.alights else 1,
        )
        for run in runs
        for k, halt in enumerate(run.halts, start=1)
    ]
    yield "stop_times", "trip_id,stop_sequence,stop_id,arrival_time,departure_time,pickup_type,drop_off_type", times
    info = [(bureau.name, settings.MENLU_PUBLIC_URL, "zh", f"{days[0]:%Y%m%d}", f"{days[-1]:%Y%m%d}", plan.number)]
    yield (
        "feed_info",
        "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,feed_end_date,feed_version",
        info,
    )


def _placed(run: Run) -> Run:
    """A run with the stops that GTFS can hold."""
    return Run(
        id=run.id, code=run.code, kind=run.kind, name=run.name, operator=run.operator,
        halts=tuple(halt for halt in run.halts if halt.spot),
    )  # fmt: skip


def _key(run: Run) -> str:
    return f"{run.kind}-{run.code}"


def _agency(run: Run) -> str:
    return run.operator


def _day(run: Run) -> date:
    """The local day on which a trip leaves."""
    return run.halts[0].arrive.date()


def _time(at: datetime, run: Run) -> str:
    """The time of a trip's day, beyond 24:00 on the days after."""
    first = run.halts[0].arrive
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    seconds = int((at - midnight) / timedelta(seconds=1))
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"


def _zone_name(plan: Plan) -> str:
    """A zone of the campaign's offset, all year: GTFS wants a name (Etc's signs are the other way round)."""
    offset_s = plan.campaign.utc_offset_s
    if offset_s == 8 * 3600:
        return "Asia/Shanghai"
    hours, rest = divmod(offset_s, 3600)
    if rest:
        raise Conflict(
            _("the campaign's clock is {offset_s} s off UTC: GTFS knows no zone for that"), offset_s=offset_s
        )
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"


def _table(header: str, rows: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue()
