"""What ticks on the road do to the states of departure requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from scheduler.organisations.models import User
from scheduler.people.models import RequestMove
from scheduler.people.moves import Moved, Outcome, requests_move
from scheduler.people.states import PROMISED_STATES, RequestState
from scheduler.people.whys import Why
from scheduler.travel.case import Case
from scheduler.travel.models import EventKind
from scheduler.travel.progress import Progress, Tick
from solvers.plan import DutyLeg

Step = tuple[RequestState, tuple[RequestState, ...]]

BOARDS: Step = (RequestState.BOARDED, (*PROMISED_STATES, RequestState.NO_SHOW))
STAYS: Step = (RequestState.NO_SHOW, (*PROMISED_STATES, RequestState.BOARDED))
ARRIVES: Step = (RequestState.ARRIVED, (*PROMISED_STATES, RequestState.NO_SHOW, RequestState.BOARDED))


def states_follow(case: Case, before: Progress, after: Progress, *, by: User | None) -> list[Moved]:
    """Move the parties whose ticks have changed; those that the table of transitions does not let move."""
    steps: dict[tuple[Step, datetime], list[UUID]] = defaultdict(list)
    taken_back = []
    for request, now, step in _changes(case, before, after):
        if now is None or step is None:
            taken_back.append(request)
        else:
            steps[step, now.at].append(request)
    refused = []
    for (to, only_from), at in sorted(steps, key=lambda key: (key[1], key[0][0] == RequestState.ARRIVED)):
        requests = steps[(to, only_from), at]
        moved = requests_move(
            campaign=case.row.plan.campaign, requests=requests, to=to, by=by, why=Why.SEEN.kept(), at=at,
            only_from=only_from,
        )  # fmt: skip
        refused += [one for one in moved if one.outcome == Outcome.REFUSED]
    _take_back(case, taken_back, by=by)
    return refused


def _changes(case: Case, before: Progress, after: Progress) -> Iterator[tuple[UUID, Tick | None, Step | None]]:
    """Each party whose tick at a stop is another than before, with the step that it means for its state."""
    firsts, gates = _first_boardings(case), _at_the_gate(case)
    for k, (old, new) in enumerate(zip(before.stops, after.stops, strict=True)):
        for request in old.board.keys() | new.board.keys():
            tick = new.board.get(request)
            if request in firsts and tick != old.board.get(request):
                yield request, tick, STAYS if tick and tick.kind == EventKind.NO_SHOW else BOARDS
        for request in old.alight.keys() | new.alight.keys():
            tick = new.alight.get(request)
            if (k, request) in gates and tick != old.alight.get(request):
                yield request, tick, ARRIVES


def _first_boardings(case: Case) -> set[UUID]:
    """The parties whose journey begins on this duty."""
    firsts = set()
    for itinerary in case.plan.itineraries:
        first = next((leg for leg in itinerary.legs if isinstance(leg, DutyLeg)), None)
        if first is not None and first.duty == case.row.code:
            firsts.add(case.riders[itinerary.party])
    return firsts


def _at_the_gate(case: Case) -> set[tuple[int, UUID]]:
    """Stops at which parties leave for their gate."""
    last = ((itinerary.party, itinerary.legs[-1]) for itinerary in case.plan.itineraries)
    return {
        (leg.to_stop, case.riders[party])
        for party, leg in last
        if isinstance(leg, DutyLeg) and leg.duty == case.row.code
    }


def _take_back(case: Case, requests: list[UUID], *, by: User | None) -> None:
    """Put parties whose tick was a mistake back into the state that they had before."""
    for request in requests:
        move = RequestMove.objects.filter(request_id=request).order_by("-noted_at", "-id").first()
        if move is not None and move.to_state in (RequestState.BOARDED, RequestState.NO_SHOW, RequestState.ARRIVED):
            requests_move(
                campaign=case.row.plan.campaign,
                requests=[request],
                to=RequestState(move.from_state),
                by=by,
                why=Why.TAKEN_BACK.kept(),
                only_from=[RequestState(move.to_state)],
            )
