"""Plans as they are kept with edits: documents of the transfer format, compressed."""

from __future__ import annotations

import json
import zlib

from solvers.documents import read_plan, write_plan
from solvers.plan import Plan
from solvers.problem import Problem


def pack(plan: Plan, problem: Problem) -> bytes:
    """A plan as bytes."""
    return zlib.compress(json.dumps(write_plan(plan, problem), ensure_ascii=False, separators=(",", ":")).encode())


def unpack(document: bytes | memoryview) -> Plan:
    """The very plan that was packed."""
    return read_plan(json.loads(zlib.decompress(bytes(document))))
