"""Things that a body names by their codes."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import UUID

from api.errors import Code, Fault, Refused
from scheduler.people.selectors import request_list

if TYPE_CHECKING:
    from scheduler.campaigns.models import Campaign

FAULTS_SHOWN = 100


def request_ids(campaign: Campaign, codes: Sequence[str]) -> list[UUID]:
    """The ids of the requests of these codes.

    Raises
    ------
    Refused
        422 where the campaign has no request of a code.
    """
    known = dict(request_list(campaign=campaign, codes=codes).values_list("code", "id"))
    faults = [
        Fault(where=f"requests[{i}]", what=f"no request '{code}'") for i, code in enumerate(codes) if code not in known
    ]
    if faults:
        raise Refused(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            Code.INVALID_INPUT,
            f"{len(faults)} of the requests are not in this campaign.",
            errors=faults[:FAULTS_SHOWN],
        )
    return list(known.values())
