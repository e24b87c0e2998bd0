"""The documents of the transfer format; the planner's library reads and checks them, and says where a fault is."""

from __future__ import annotations

from typing import Any

from pydantic import RootModel


class TransferProblemIn(RootModel[dict[str, Any]]):
    """A transfer problem, as a client sends it."""


class TransferProblemOut(RootModel[dict[str, Any]]):
    """A transfer problem, as it is given back."""


class TransferPlanOut(RootModel[dict[str, Any]]):
    """A transfer plan."""
