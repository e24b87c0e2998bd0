"""A request is answered in one piece of Python's stack, however deep the calls begin."""

from __future__ import annotations

import resource
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from scheduler.room import with_room

CALLS = 2_000
DEPTHS = range(300)
"""More than a piece has room for."""


def leaf() -> None:
    """Called again and again."""


def work(depth: int) -> None:
    """Go so deep, and call from there."""
    if depth:
        return work(depth - 1)
    for _ in range(CALLS):
        leaf()
    return None


def faults_of(call: Callable[[], object]) -> int:
    """How often memory had to be got for a call."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    call()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_no_memory_is_got_and_given_back_at_each_call() -> None:
    def answer_at(depth: int) -> Callable[[HttpRequest], HttpResponse]:
        def view(_request: HttpRequest) -> HttpResponse:
            work(depth)
            return HttpResponse()

        return with_room(view)

    most = max(faults_of(lambda depth=depth: answer_at(depth)(HttpRequest())) for depth in DEPTHS)  # type: ignore[misc]
    assert most < CALLS / 4
