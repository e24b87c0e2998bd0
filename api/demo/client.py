"""One signed-in user of the API."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

Row = dict[str, Any]

API = "/api/v1"
TIMEOUT_S = 60
PAGE = 200


class DemoFailed(Exception):
    """Something that the demonstration counts on did not happen; the text is for whoever watches."""


class Client:
    """Asks as one user of one organisation; what is refused ends the demonstration with the API's own words."""

    def __init__(self, http: httpx.Client, *, token: str = "", name: str = "") -> None:
        self.name = name
        self._http = http
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: str) -> Row:
        """An answer in JSON."""
        return self._send("GET", path, params=query).json()  # type: ignore[no-any-return]

    def file(self, path: str, **query: str) -> bytes:
        """An answer that is a file."""
        return self._send("GET", path, params=query).content

    def all(self, path: str, **query: str) -> Iterator[Row]:
        """Every row of a list, page after page."""
        cursor: str | None = None
        while True:
            page = self.get(path, **query, limit=str(PAGE), **({"cursor": cursor} if cursor else {}))
            yield from page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def post(self, path: str, body: Row | None = None) -> Row:
        """Make or do something, once: the same request sent again would get the same answer."""
        key = {"Idempotency-Key": str(uuid.uuid4())}
        return self._send("POST", path, json=body, headers=key).json()  # type: ignore[no-any-return]

    def post_sign_in(self, email: str, password: str) -> Row:
        """A token for an e-mail address and its password."""
        body = {"email": email, "password": password, "label": "demo"}
        return self._send("POST", "/tokens", json=body).json()  # type: ignore[no-any-return]

    def post_unless_there(self, path: str, body: Row) -> None:
        """Make something that an earlier demonstration may have made already."""
        self._send("POST", path, json=body, also=(409,))

    def bulk(self, path: str, rows: Sequence[Row]) -> list[str]:
        """Many rows at once, all or none; gives their ids."""
        if not rows:
            return []
        return [str(made["id"]) for made in self.post(f"{path}/bulk", {"rows": list(rows)})["results"]]

    def put(self, path: str, body: Row) -> None:
        """Replace what was read."""
        etag = self._send("GET", path).headers["ETag"]
        self._send("PUT", path, json=body, headers={"If-Match": etag})

    def _send(
        self,
        method: str,
        path: str,
        *,
        json: Row | None = None,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        also: tuple[int, ...] = (),
    ) -> httpx.Response:
        try:
            answer = self._http.request(
                method, API + path, json=json, params=params, headers=self._headers | (headers or {})
            )
        except httpx.HTTPError as error:
            raise DemoFailed(f"{method} {API}{path}: {error}") from error
        if answer.is_success or answer.status_code in also:
            return answer
        raise DemoFailed(f"{method} {API}{path}, asked by {self.name or 'nobody'}: {_refusal(answer)}")


def _refusal(answer: httpx.Response) -> str:
    """What the API says was wrong, in a line or some."""
    if not answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        return f"{answer.status_code} {answer.reason_phrase}"
    problem = answer.json()
    faults = [f"  {fault['where']}: {fault['what']}" for fault in problem.get("errors", [])[:10]]
    return "\n".join([f"{answer.status_code} {problem['code']}: {problem['detail']}", *faults])
