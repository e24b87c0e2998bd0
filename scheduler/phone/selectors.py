"""Everything that the driver's page shows."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from uuid import UUID

from scheduler.links.models import Purpose
from scheduler.links.services import link_check
from scheduler.organisations.tenancy import acting_as_system
from scheduler.papers.maps import TELEPHONE, whole_map
from scheduler.papers.route_sheet import RouteSheet
from scheduler.papers.services import route_sheet_of
from scheduler.papers.wording import Language
from scheduler.people.codes import boarding_code
from scheduler.phone.wire import state_out
from scheduler.phone.wording import FOR_SCRIPT, WORDS
from scheduler.plans.models import Duty, PlanState
from scheduler.travel.selectors import duty_in_force, duty_under_way
from solvers.problem import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A duty's sheet, and what the page's script is given."""

    duty: Duty
    sheet: RouteSheet
    map: str
    is_in_force: bool
    data: dict[str, Json]


def duty_of_link(*, token: str) -> Duty:
    """The duty that a driver's link opens: the one of its name in the plan that is in force.

    Raises
    ------
    LinkRefused
        The link does not hold.
    NotFound
        The duty that it was given out for is gone.
    """
    link = link_check(token=token, purpose=Purpose.DRIVE)
    return duty_in_force(duty_id=link.subject)


def page_of(*, duty: Duty, language: Language) -> Page:
    """What the page of a duty shows. The script's data names parties by numbers, in the order of ``riders``."""
    way = duty_under_way(duty=duty)
    case, words = way.case, asdict(WORDS[language])
    with acting_as_system():
        sheet = route_sheet_of(riding=case.riding, language=language)
    numbers = riders_of(case.riders)
    return Page(
        duty=duty,
        sheet=sheet,
        map=whole_map(sheet, size=TELEPHONE, ground="var(--ground)"),
        is_in_force=duty.plan.state == PlanState.PUBLISHED,
        data={
            "duty": f"{duty.campaign_id}/{duty.code}",
            "offset_s": case.problem.utc_offset_s,
            "riders": [[str(request), boarding_code(request), case.sizes[request]] for request in numbers],
            "stops": [[[numbers[r] for r in halt.board], [numbers[r] for r in halt.alight]] for halt in case.halts],
            "words": {name: words[name] for name in FOR_SCRIPT},
            "state": state_out(way, numbers),
        },
    )


def riders_of(riders: dict[str, UUID]) -> dict[UUID, int]:
    """The parties of a duty, numbered in the order of their codes."""
    return {riders[code]: k for k, code in enumerate(sorted(riders))}
