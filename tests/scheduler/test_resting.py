"""Nobody empties tables while a request of a page that is gone is still at work."""

from __future__ import annotations

import socket
import threading
import time
from socketserver import BaseRequestHandler, ThreadingTCPServer

from tests.resting import requests_end

BEGAN, DONE = threading.Event(), threading.Event()


class Slow(BaseRequestHandler):
    """Takes its time, whoever listens."""

    def handle(self) -> None:
        BEGAN.set()
        time.sleep(0.5)
        DONE.set()


def test_a_request_that_nobody_listens_to_any_more_is_waited_for() -> None:
    with ThreadingTCPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        socket.create_connection(server.server_address).close()
        assert BEGAN.wait(10)
        assert not requests_end(within_s=0.01)
        assert requests_end(within_s=10)
        assert DONE.is_set()
        server.shutdown()
