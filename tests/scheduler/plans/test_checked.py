"""A look at a draft is kept, and holds for as long as nothing is written or runs out that it depends on."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from scheduler import clock
from scheduler.fleet.models import Fleet
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import Choice, DepartureRequest
from scheduler.people.states import RequestState
from scheduler.plans.ahead import ahead_of_plan
from scheduler.plans.checked import plan_checked
from scheduler.plans.models import CheckedPlan
from scheduler.plans.written import campaign_mark
from tests.builders import ok_small_plan
from tests.cast import Cast
from tests.scheduler.replanning.scene import draft_of, problem_of


def test_a_draft_is_looked_at_before_anyone_asks_and_again_when_something_was_written(cast: Cast) -> None:
    draft = draft_of(cast.campaign, cast.coordinator, ok_small_plan(problem_of(cast)))
    ahead_of_plan(plan_id=draft.id)
    with acting_as_system():
        CheckedPlan.objects.update(document=CheckedPlan.objects.get().document.replace('"people":null', '"people":{}'))
    with cast.bureau_auditor.acting():
        kept = plan_checked(plan=draft)
    assert (kept.check.stands, kept.let_down, kept.people) == (True, (), {})
    with acting_as_system():
        DepartureRequest.objects.filter(campaign=cast.campaign, code="p1").update(size=9)
    with cast.coordinator.acting():
        anew = plan_checked(plan=draft)
        assert (anew.check.stands, anew.people) == (False, None)
        assert plan_checked(plan=draft) == anew


def test_the_mark_of_a_campaign_is_another_for_everything_that_is_written_and_by_time_where_that_matters(
    cast: Cast,
) -> None:
    campaign, marks = cast.campaign, list[str]()

    def look() -> None:
        with cast.coordinator.acting():
            marks.append(campaign_mark(campaign=campaign))

    requests = DepartureRequest.objects.filter(campaign=campaign)
    with time_machine.travel(clock.now(), tick=False) as machine:
        look()
        machine.shift(timedelta(hours=1))
        look()
        assert marks.pop() == marks[0]
        with acting_as_system():
            Choice.objects.filter(request__in=requests)[0].delete()
        look()
        with acting_as_system():
            Fleet.objects.filter(campaign=campaign, code="van").update(hold_until=clock.now() + timedelta(hours=1))
        look()
        machine.shift(timedelta(hours=2))
        look()
        with acting_as_system():
            for state in (RequestState.PLANNED, RequestState.BOARDED):
                requests.filter(code="p1").update(state=state)
        look()
        machine.shift(timedelta(minutes=1))
        look()
    assert len(set(marks)) == len(marks) == 6
