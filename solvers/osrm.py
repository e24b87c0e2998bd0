"""Roads from a service that speaks OSRM's HTTP interface (table and route), as a RoadProvider.

See https://project-osrm.org/docs/v5.24.0/api/ for the interface.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Annotated

import httpx
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, ValidationError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from solvers.travel import LONGEST, LonLat, NoRoad, RoadLine, RoadsUnavailable, RoadTable, Table

_TIMEOUT_S = 10.0
_MOST_POINTS = 100
"""OSRM's own limit of a table (--max-table-size) unless told otherwise."""


class _ComeAgain(Exception):
    """The service did not answer this time."""


class _Line(BaseModel):
    coordinates: tuple[LonLat, ...]


class _Route(BaseModel):
    distance: Annotated[float, Field(ge=0, le=LONGEST)]
    duration: Annotated[float, Field(ge=0, le=LONGEST)]
    geometry: _Line


class _Answer(BaseModel):
    code: str
    message: str = ""
    distances: list[list[float | None]] = []
    durations: list[list[float | None]] = []
    routes: list[_Route] = []


class OsrmRoads:
    """Roads of an OSRM-compatible service.

    Parameters
    ----------
    client
        The HTTP client to use; its owner closes it.
    url
        Where the service is, e.g. ``http://localhost:5000``.
    profile
        The service's name for the kind of vehicle.
    attempts
        How often a request is made before the service counts as away: after a lost connection, no answer in
        time, 429 and 5xx. Between them passes a time that doubles from ``wait_s``.
    most_points
        How many points a request for a table may name; larger tables are asked for in blocks.
    """

    def __init__(
        self,
        client: httpx.Client,
        url: str,
        *,
        profile: str = "driving",
        attempts: int = 4,
        wait_s: float = 0.5,
        timeout_s: float = _TIMEOUT_S,
        most_points: int = _MOST_POINTS,
    ) -> None:
        self._client, self._url, self._profile = client, url.rstrip("/"), profile
        self._timeout_s, self._block = timeout_s, max(1, most_points // 2)
        self._retrying = Retrying(
            retry=retry_if_exception_type(_ComeAgain),
            stop=stop_after_attempt(attempts),
            wait=wait_exponential_jitter(multiplier=wait_s, max=16 * wait_s, jitter=wait_s),
            reraise=True,
        )

    def table(self, sources: Sequence[LonLat], targets: Sequence[LonLat]) -> RoadTable:
        """Every road from a source to a target.

        Raises
        ------
        NoRoad
            Two of the points have no road between them.
        RoadsUnavailable
            The service is away, refuses, or answers with something else.
        """
        distance = np.zeros((len(sources), len(targets)), np.int32)
        duration = np.zeros_like(distance)
        step = self._block
        for i, j in product(range(0, len(sources), step), range(0, len(targets), step)):
            rows, columns = sources[i : i + step], targets[j : j + step]
            here = np.s_[i : i + len(rows), j : j + len(columns)]
            distance[here], duration[here] = self._block_of(rows, columns)
        same = np.array([[a == b for b in targets] for a in sources], bool).reshape(distance.shape)
        distance[same] = duration[same] = 0
        return RoadTable(distance_m=distance, duration_s=duration)

    def route(self, points: Sequence[LonLat]) -> RoadLine:
        """The road through the points in order, with its line; raises as :meth:`table` does."""
        answer = self._ask("route", points, {"overview": "full", "geometries": "geojson", "steps": "false"})
        if not answer.routes:
            raise self._away("answered without a route")
        best = answer.routes[0]
        return RoadLine(
            distance_m=round(best.distance),
            duration_s=math.ceil(best.duration - 1e-6),
            geometry=best.geometry.coordinates,
        )

    def _block_of(self, sources: Sequence[LonLat], targets: Sequence[LonLat]) -> tuple[Table, Table]:
        first = len(sources)
        options = {
            "sources": ";".join(map(str, range(first))),
            "destinations": ";".join(map(str, range(first, first + len(targets)))),
            "annotations": "duration,distance",
        }
        answer = self._ask("table", [*sources, *targets], options)
        metres = self._cells("distances", answer.distances, sources, targets)
        seconds = self._cells("durations", answer.durations, sources, targets)
        return np.rint(metres).astype(np.int32), np.ceil(seconds - 1e-6).astype(np.int32)

    def _cells(
        self, what: str, rows: list[list[float | None]], sources: Sequence[LonLat], targets: Sequence[LonLat]
    ) -> NDArray[np.float64]:
        if len(rows) != len(sources) or any(len(row) != len(targets) for row in rows):
            raise self._away(f"answered without {what} of {len(sources)} by {len(targets)}")
        cells = np.array(rows, np.float64)  # None becomes NaN
        unknown = np.argwhere(np.isnan(cells))
        if len(unknown):
            i, j = unknown[0]
            raise NoRoad(f"{self._name} knows no road from {sources[i]} to {targets[j]}")
        if cells.size and not 0 <= cells.min() <= cells.max() <= LONGEST:
            raise self._away(f"answered with {what} outside 0 to {LONGEST}")
        return cells

    @property
    def _name(self) -> str:
        place = httpx.URL(self._url)
        return f"the road service at {place.scheme}://{place.host}{f':{place.port}' if place.port else ''}"

    def _away(self, what: str) -> RoadsUnavailable:
        return RoadsUnavailable(f"{self._name} {what}")

    def _ask(self, service: str, points: Sequence[LonLat], options: Mapping[str, str]) -> _Answer:
        path = ";".join(f"{lon:.6f},{lat:.6f}" for lon, lat in points)
        try:
            response = self._retrying(self._get, f"{self._url}/{service}/v1/{self._profile}/{path}", options)
        except (_ComeAgain, httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._away(f"is away: {error}") from error
        try:
            answer = _Answer.model_validate_json(response.content)
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            raise self._away(f"answered {response.status_code} with no OSRM answer: {fault['msg']}") from None
        if answer.code in ("NoRoute", "NoSegment", "NoTable"):
            raise NoRoad(f"{self._name} knows no road: {answer.code} {answer.message}".rstrip())
        if response.status_code != httpx.codes.OK or answer.code != "Ok":
            raise self._away(f"refuses: {response.status_code} {answer.code} {answer.message}".rstrip())
        return answer

    def _get(self, url: str, options: Mapping[str, str]) -> httpx.Response:
        try:
            response = self._client.get(url, params=options, timeout=self._timeout_s)
        except httpx.TimeoutException as error:
            raise _ComeAgain(f"no answer within {self._timeout_s:g} s") from error
        except httpx.TransportError as error:
            raise _ComeAgain(str(error) or type(error).__name__) from error
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
            raise _ComeAgain(f"answered {response.status_code} {response.reason_phrase}")
        return response
