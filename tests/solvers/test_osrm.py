"""Roads from OSRM's HTTP interface, asked of a real server on this machine that speaks it.

The fake is of the provider outside, not of our own: it answers in OSRM's shapes with roads that tests can
count, a metre and a tenth of a second for each millionth of a degree.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from threading import Thread
from time import sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from solvers.documents import check_problem, read_problem, write_problem
from solvers.osrm import OsrmRoads
from solvers.problem import InvalidProblem, Location, Matrix
from solvers.travel import LonLat, NoRoad, RoadsUnavailable, road_of, with_roads
from tests.builders import ok_small

Answer = tuple[int, Any]
POINTS: list[LonLat] = [(108.0 + i / 1e4, 29.0) for i in range(7)]


@dataclass
class Osrm:
    """The server: what it was asked, and what it answers instead of roads (once each, in order)."""

    asked: list[str] = field(default_factory=list)
    instead: list[Answer | Callable[[], Answer]] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        if self.instead:
            instead = self.instead.pop(0)
            return instead() if callable(instead) else instead
        parts = urlsplit(path)
        _, service, _, _, coordinates = parts.path.split("/", 4)
        points = [tuple(map(float, pair.split(","))) for pair in coordinates.split(";")]
        if service == "route":
            length = sum(_metres(a, b) for a, b in pairwise(points))
            line = {"type": "LineString", "coordinates": points}
            return 200, {"code": "Ok", "routes": [{"distance": length, "duration": length / 10, "geometry": line}]}
        options = parse_qs(parts.query)
        rows, columns = ([points[int(i)] for i in options[k][0].split(";")] for k in ("sources", "destinations"))
        metres = [[_metres(a, b) for b in columns] for a in rows]
        return 200, {"code": "Ok", "distances": metres, "durations": [[m / 10 for m in row] for row in metres]}


def _metres(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    return round(abs(a[0] - b[0]) * 1e6, 1) + 0.4


@pytest.fixture
def osrm() -> Iterator[Osrm]:
    state = Osrm()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = state.answer(self.path)
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client() as client:
        yield client


def test_a_table_is_asked_for_in_one_request(osrm: Osrm, client: httpx.Client) -> None:
    table = OsrmRoads(client, osrm.url + "/").table(POINTS[:2], POINTS[:3])
    assert table.distance_m.tolist() == [[0, 100, 200], [100, 0, 100]]
    assert table.duration_s.tolist() == [[0, 11, 21], [11, 0, 11]], "a started second counts"
    (asked,) = osrm.asked
    assert asked.startswith("/table/v1/driving/108.000000,29.000000;108.000100,29.000000;108.000000,29.000000;")


@pytest.mark.parametrize("most", [2, 3, 4, 5, 100])
def test_a_big_table_is_asked_for_in_blocks(osrm: Osrm, client: httpx.Client, most: int) -> None:
    table = OsrmRoads(client, osrm.url, most_points=most).table(POINTS, POINTS)
    assert table.distance_m.tolist() == [[abs(i - j) * 100 for j in range(7)] for i in range(7)]
    assert all(path.split("?")[0].count(";") < most for path in osrm.asked)


def test_a_route_comes_with_its_line(osrm: Osrm, client: httpx.Client) -> None:
    line = OsrmRoads(client, osrm.url, profile="coach").route(POINTS[:3])
    assert (line.distance_m, line.duration_s, line.geometry) == (201, 21, tuple(POINTS[:3]))
    assert osrm.asked[0].startswith("/route/v1/coach/")


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_service_that_stumbles_is_asked_again(osrm: Osrm, client: httpx.Client, status: int) -> None:
    osrm.instead = [(status, b"busy"), (status, b"busy")]
    assert OsrmRoads(client, osrm.url, wait_s=0.01).table(POINTS[:1], POINTS[1:2]).distance_m[0, 0] == 100
    assert len(osrm.asked) == 3


def test_a_service_that_stays_away_is_given_up(osrm: Osrm, client: httpx.Client) -> None:
    osrm.instead = [(503, b"")] * 9
    with pytest.raises(RoadsUnavailable, match=rf"^the road service at {osrm.url} is away: answered 503"):
        OsrmRoads(client, osrm.url, wait_s=0.001, attempts=3).table(POINTS, POINTS)
    assert len(osrm.asked) == 3


def test_a_service_that_does_not_answer_in_time_is_away(osrm: Osrm, client: httpx.Client) -> None:
    osrm.instead = [lambda: (sleep(0.2), (200, {}))[1]] * 2
    with pytest.raises(RoadsUnavailable, match=r"is away: no answer within 0\.05 s"):
        OsrmRoads(client, osrm.url, wait_s=0.001, attempts=2, timeout_s=0.05).route(POINTS)


def test_no_service_at_all_is_away(client: httpx.Client) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(RoadsUnavailable, match=rf"^the road service at {url} is away: .*refused"):
        OsrmRoads(client, url, wait_s=0.001, attempts=2).table(POINTS, POINTS)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((400, {"code": "InvalidQuery", "message": "Query string malformed"}), "refuses: 400 InvalidQuery Query"),
        ((400, {"code": "TooBig", "message": "Too many table coordinates"}), "refuses: 400 TooBig"),
        ((200, {"code": "Ok", "durations": [[1]]}), "answered without distances of 1 by 1"),
        ((200, {"code": "Ok", "durations": [[1]], "distances": [[1, 2]]}), "answered without distances of 1 by 1"),
        ((200, {"code": "Ok", "durations": [[1]], "distances": [[-1]]}), "answered with distances outside 0 to"),
        ((200, {"code": "Ok", "durations": [[1e12]], "distances": [[1]]}), "answered with durations outside 0 to"),
        ((200, b"<html>"), "answered 200 with no OSRM answer"),
        ((404, b"not found"), "answered 404 with no OSRM answer"),
        ((200, {"durations": [[1]]}), "answered 200 with no OSRM answer"),
    ],
)
def test_an_answer_that_is_none_is_told(osrm: Osrm, client: httpx.Client, answer: Answer, message: str) -> None:
    osrm.instead = [answer]
    with pytest.raises(RoadsUnavailable) as error:
        OsrmRoads(client, osrm.url).table(POINTS[:1], POINTS[1:2])
    assert str(error.value).startswith(f"the road service at {osrm.url} {message}")
    assert len(osrm.asked) == 1, "asking again would not help"


def test_two_points_without_a_road_are_named(osrm: Osrm, client: httpx.Client) -> None:
    osrm.instead = [(200, {"code": "Ok", "distances": [[7, None]], "durations": [[1, None]]})]
    with pytest.raises(NoRoad, match=r"knows no road from \(108\.0, 29\.0\) to \(108\.0002, 29\.0\)"):
        OsrmRoads(client, osrm.url).table(POINTS[:1], POINTS[1:3])
    osrm.instead = [(400, {"code": "NoRoute", "message": "Impossible route"})]
    with pytest.raises(NoRoad, match="Impossible route"):
        OsrmRoads(client, osrm.url).route(POINTS)


def test_a_problem_gets_the_service_s_roads_as_its_matrix(osrm: Osrm, client: httpx.Client) -> None:
    problem, roads = ok_small(), OsrmRoads(client, osrm.url)
    other = with_roads(problem, roads)
    assert isinstance(other.travel, Matrix)
    check_problem(other)
    assert read_problem(write_problem(other)) == other
    assert replace(other, travel=problem.travel) == problem
    assert road_of(problem, roads).leg("bp-1", "bp-2") == road_of(other).leg("bp-1", "bp-2") == (100_000, 10_001)


def test_a_place_without_coordinates_has_no_road(osrm: Osrm, client: httpx.Client) -> None:
    problem = replace(ok_small(), locations=(*ok_small().locations, Location(id="moon-1", kind="hub")))
    with pytest.raises(InvalidProblem, match=r"^locations\[8\]: location 'moon-1' has no lon and lat"):
        with_roads(problem, OsrmRoads(client, osrm.url))
    assert osrm.asked == []
