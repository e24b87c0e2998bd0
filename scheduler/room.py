"""Room on the stack: whatever a request calls is held by one piece of it.

From 3.11 on Python asks the system for a thread's stack in pieces of 16 KB, and gives each back as soon as nothing runs
in it any more. Where a template's nodes call each other across the end of a piece, that happens at every call: the same
page takes 145 ms or 260 ms, by how deep the calls are in which it is made.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ROOM = 33_000
"""Words: a little more than 256 KB, for which Python asks for a piece of 512 KB; the rest is for those called."""

View = Callable[[HttpRequest], HttpResponse]


def with_room(get_response: View) -> View:
    """Middleware, the outermost: a function that says it needs all of it, so that its piece is as large as that."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answer.__code__ = answer.__code__.replace(co_stacksize=ROOM)
    return answer
