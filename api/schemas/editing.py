"""Edits of a draft plan, what they do, locks, and best places."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, JsonValue

from api.schemas.base import Code, Count, Flag, Input, LongText, Output, Page, Remark
from api.schemas.plans import PlanCost

DAY_S = 86_400


def _whole(value: object) -> object:
    return int(value) if type(value) is float and value.is_integer() else value


Shift = Annotated[int, BeforeValidator(_whole), Field(strict=True, ge=-31 * DAY_S, le=31 * DAY_S)]
Stops = Annotated[list[Count], Field(min_length=2, max_length=500)]


class AtIn(Input):
    """Where on a duty's way: at its stop `stop` (from 0), or, `new`, at a stop of one's own right after that one."""

    stop: Count
    new: Flag = False


class RideIn(Input):
    """What to ride: a duty of the plan, or an idle vehicle of a fleet; without stops the shortest detour is taken."""

    duty: Code | None = None
    fleet: Code | None = None
    board: AtIn | None = None
    alight: AtIn | None = None


class MovePartyIn(Input):
    """Have a party travel otherwise, or travel at all.

    `before` is the ride to its service, or all the way to the gate; `after` that from the service. With no service it
    changes from the one to the other: at the stop at which `before` alights, or `after` boards. What is not named is
    chosen as cheaply as can be found; with `exact` it is not used.
    """

    kind: Literal["move_party"]
    party: Code
    slot: Code | None = None
    boarding: Code | None = None
    before: RideIn | None = None
    service: Code | None = None
    after: RideIn | None = None
    exact: Flag = False


class LeaveOutIn(Input):
    """Take a party out of the plan."""

    kind: Literal["leave_out"]
    party: Code
    why: Remark | None = None


class SwapVehicleIn(Input):
    """Another vehicle does a duty (null: an idle one); if it has a duty of its own, the two are exchanged."""

    kind: Literal["swap_vehicle"]
    duty: Code
    fleet: Code
    vehicle: Count | None = None


class SwapCrewIn(Input):
    """Another crew of its fleet mans a duty; `crew` counts the fleet's crews from 0."""

    kind: Literal["swap_crew"]
    duty: Code
    crew: Count


class AddStopIn(Input):
    """A duty passes by a place right after its stop `after`; parties can be moved there afterwards."""

    kind: Literal["add_stop"]
    duty: Code
    at: Code
    after: Count


class DropStopIn(Input):
    """A duty does not stop there; who boards there boards at another of its stops if they can, or stays at home."""

    kind: Literal["drop_stop"]
    duty: Code
    stop: Count


class ReorderStopsIn(Input):
    """A duty's stops in another order: all of them by their present numbers."""

    kind: Literal["reorder_stops"]
    duty: Code
    order: Stops


class ShiftTimeIn(Input):
    """A duty leaves so many seconds later (negative: earlier), or begins one of its stops so much later."""

    kind: Literal["shift_time"]
    duty: Code
    by_s: Shift
    stop: Count | None = None


EditIn = Annotated[
    MovePartyIn | LeaveOutIn | SwapVehicleIn | SwapCrewIn | AddStopIn | DropStopIn | ReorderStopsIn | ShiftTimeIn,
    Field(discriminator="kind"),
]


class EditBody(Input):
    """One edit."""

    edit: EditIn


class ViolationOut(Output):
    """A rule that the plan breaks: by how much, in the rule's unit."""

    rule: str
    subject: str
    excess: float
    unit: str
    text: str


class BrokenOut(Output):
    """A rule that one thing breaks: by `excess` in all, and by `more` than before the edit (negative: less)."""

    rule: str
    sentence: str
    thing: str
    excess: float
    more: float
    unit: str
    texts: list[str]


class ChangedWayOut(Output):
    """How a party travels; `vehicles` are fleet and number of each in turn, `changes` where it changes between them."""

    slot: str
    boarding: str | None
    services: list[str]
    vehicles: list[tuple[str, int]]
    changes: list[str] = Field(default_factory=list)
    leaves: datetime | None
    arrives: datetime | None


class ChangedOut(Output):
    """A party that travels otherwise: in what, and by how much earlier (negative) or later."""

    party: str
    people: int
    otherwise: list[str]
    leaves_later_s: int | None
    arrives_later_s: int | None
    before: ChangedWayOut
    after: ChangedWayOut


class PartiesOut(Output):
    """Who travels now, who no longer (with their people), who otherwise, and who only at another time."""

    served: dict[str, int]
    left: dict[str, int]
    moved: list[ChangedOut]
    shifted: list[ChangedOut]


class RetimedOut(Output):
    """A duty that is otherwise now."""

    duty: str
    is_new: bool
    is_gone: bool
    fleet: str | None
    vehicle: int | None
    crew: int | None
    leaves: datetime | None
    ends: datetime | None
    leaves_later_s: int | None
    ends_later_s: int | None


class EffectOut(Output):
    """What an edit does: to the money, to the rules, to the others.

    `worse` are rules that are broken now and were not, or not so much; `better` those that are broken less. With any
    `violations` the plan can be kept as a draft, and not be published.
    """

    feasible: bool
    extra: PlanCost
    cost_before: PlanCost
    cost_after: PlanCost
    worse: list[BrokenOut]
    better: list[BrokenOut]
    violations: list[ViolationOut]
    parties: PartiesOut
    duties: list[RetimedOut]
    km_before: float | None
    km_after: float | None


class EditOut(Output):
    """An edit: as it was asked for, what it did, who made it, and whether it is done, undone or lost.

    After a dry run `number` is null and nothing was changed. `version` is the plan's.
    """

    number: int | None
    kind: str
    edit: dict[str, JsonValue]
    effect: EffectOut
    state: Literal["preview", "done", "undone", "lost"]
    made_by: str | None
    made_at: datetime | None
    turned_by: str | None
    turned_at: datetime | None
    plan_id: UUID
    version: int


class EditPage(Page):
    """The edits of a draft, in the order in which they were made."""

    items: list[EditOut]


class BestPlaceOut(Output):
    """A place of a party: what the whole plan would cost more, the edit to send for it, and what that would do."""

    extra: float
    edit: dict[str, JsonValue]
    effect: EffectOut


class PlacesOut(Output):
    """The cheapest places of a party that break no rule, by rising cost."""

    party: str
    items: list[BestPlaceOut]


class LockIn(Input):
    """Something of the plan that is to stay as it is."""

    kind: Literal["party", "duty", "service", "slot"]
    code: Code
    why: LongText = ""


class LockOut(Output):
    """What is locked: by whom, when and why."""

    id: UUID
    kind: Literal["party", "duty", "service", "slot"]
    code: str
    why: str
    made_by: str | None
    made_at: datetime


class FrozenOut(Output):
    """Something that stays: because somebody locked it, its charter is signed, its manifest was issued, or it has left
    or will within the hours that the campaign's policy freezes.

    `why` says it as a sentence, with what would free it.
    """

    kind: Literal["party", "duty", "service", "slot"]
    code: str
    because: Literal["lock", "charter", "manifest", "departure"]
    since: datetime
    by: str | None
    why: str


class FrozenList(Output):
    """What runs from a plan leave as it is, and edits too, but for what is near its departure."""

    items: list[FrozenOut]


class LockPage(Page):
    """What is locked in a plan."""

    items: list[LockOut]
