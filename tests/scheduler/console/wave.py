"""3,000 people on their way, in everybody's hands, and every address that somebody can ask for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse

from scheduler import clock
from scheduler.answers.models import Ask, AskKind
from scheduler.answers.replies import reply_take
from scheduler.calls.models import Call
from scheduler.campaigns.models import Campaign, Contact
from scheduler.campaigns.services import participation_add
from scheduler.editing.services import draft_copy
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot, JobPost
from scheduler.links.models import Purpose
from scheduler.links.services import link_issue, link_token
from scheduler.organisations.roles import OrganisationKind, Role
from scheduler.organisations.tenancy import acting_as_system
from scheduler.people.models import DepartureRequest, Member, Worker
from scheduler.people.states import RequestState
from scheduler.places.models import Place
from scheduler.plans.jobs import plan_lay_out, plan_run
from scheduler.plans.models import Duty, Itinerary, Plan, PlanRun, Unserved
from scheduler.telling.jobs import plan_foresee, plan_tell
from scheduler.travel.models import Alert
from tests.cast import Actor, make_actor, make_organisation
from tests.e2e.week.desk import Clock, Desk
from tests.e2e.week.road import Road, owners_of
from tests.e2e.week.scene import COACHES, EMPLOYERS, employers_of, gather
from tests.e2e.week.versions import version_of
from tests.scheduler.console.visiting import addresses, sign_in
from tests.solvers.reference.shared import SHARED

PROBLEM = SHARED / "instances" / "wave-3000.json"
SECONDS = 60
TOWN, EVERY = "城东街道", 6
"""A town, and every how many parties one is from there."""
WRITE = 60
"""So many write by text message."""
ON_THE_ROAD = "2027-02-21T12:00:00+08:00"
MOST_MS, MOST_PRICED_MS = 400, 1000
"""What an answer may take; one that is sought by the planner's own prices."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An address; a part is asked for by the page that it belongs to, a form is posted.

    What is priced is sought by the planner in the whole plan, and shown beside the page.
    """

    address: str
    is_part: bool = False
    form: Mapping[str, str] | None = None
    is_priced: bool = False

    @property
    def most_ms(self) -> int:
        """What the answer may take."""
        return MOST_PRICED_MS if self.is_priced else MOST_MS

    @property
    def headers(self) -> dict[str, str]:
        """What a browser sends along."""
        return {"HX-Request": "true"} if self.is_part else {}


Addresses = Mapping[str, Asked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """The campaign with a published plan of which everyone was told, a draft of a run from it, and one being edited."""

    desk: Desk
    town: Actor
    driver: Actor
    published: Plan
    draft: Plan
    edited: Plan

    @property
    def everybody(self) -> tuple[Actor, ...]:
        """One of each role that has pages of its own."""
        desk = self.desk
        return (desk.bureau, desk.actors[EMPLOYERS[0]], desk.actors[COACHES], self.town, self.driver)


def wave_of(at: Clock) -> Wave:
    """All of it: gathered, planned, published, told, planned anew, edited."""
    desk = gather(json.loads(PROBLEM.read_text(encoding="utf-8")), at, seconds=SECONDS)
    town, coaches = _town(desk), desk.actors[COACHES].organisation
    published = _planned(desk, desk.post(f"{desk.here}/runs", {"seconds": SECONDS, "seed": 1})["id"])
    desk.publish(str(published.id))
    plan_tell(str(published.id))
    _write_back()
    with acting_as_system():
        withdrawn = Itinerary.objects.filter(plan=published).select_related("request")[0].request.code
    event = {"kind": "withdrawal", "party": withdrawn, "reason": "the harvest"}
    draft = _planned(desk, desk.post(f"{desk.here}/events", {"events": [event], "seconds": SECONDS})["run_id"])
    with desk.bureau.acting():
        edited = draft_copy(plan=published, by=desk.bureau.user)
        published.refresh_from_db()
    plan_lay_out(str(edited.id))
    for plan in (draft, edited):
        plan_foresee(str(plan.id))
    driver = make_actor(coaches, Role.DRIVER, "孙谷雨")
    return Wave(desk=desk, town=town, driver=driver, published=published, draft=draft, edited=edited)


def go_on(wave: Wave) -> None:
    """Let everything be seen on the road that the plan has until the middle of the second day."""
    problem = json.loads(PROBLEM.read_text(encoding="utf-8"))
    road = Road(wave.desk, owners_of(problem, employers_of(problem)))
    at = wave.desk.clock.to(ON_THE_ROAD)
    road.go_on(version_of(wave.desk, str(wave.published.id)), at)


def signed_in(who: Actor) -> Client:
    """Somebody's browser."""
    client = Client()
    sign_in(client, who)
    return client


def pages_of(wave: Wave, who: Actor) -> Addresses:
    """Every screen, with what is this one's own; they see it or do not."""
    return {name: Asked(address) for name, address in addresses(_ids(wave, who, wave.published)).items()}


def pages_of_plan(wave: Wave, plan: Plan, which: str) -> Addresses:
    """Every screen of a plan, for the bureau."""
    found = addresses(_ids(wave, wave.desk.bureau, plan)).items()
    return {f"{name}, {which}": Asked(address) for name, address in found if address.startswith(f"/plans/{plan.id}")}


def telephone_pages(wave: Wave) -> Addresses:
    """What links open that were sent to a driver and to a worker."""
    with acting_as_system():
        duty = Duty.objects.filter(plan=wave.published, fleet__operator__code=COACHES)[0]
        ask = Ask.objects.filter(kind=AskKind.TRIP, worker__isnull=False, campaign=wave.published.campaign)[0]
    drive, trip = (_token(wave, purpose, to.id) for purpose, to in ((Purpose.DRIVE, duty), (Purpose.TRIP, ask)))
    return {
        "a driver's page": Asked(reverse("drive", args=[drive])),
        "a driver's page, how it stands": Asked(reverse("drive_state", args=[drive])),
        "a worker's slip": Asked(reverse("trip", args=[trip])),
    }


def parts_of(wave: Wave) -> Addresses:
    """What the bureau's pages load once they are there, and what is looked up in them."""
    return {name: Asked(address) for name, address in _looked_up(wave)} | _of_board(wave) | _of_editor(wave)


def _town(desk: Desk) -> Actor:
    """A town's staff, and people who are at home there."""
    town = make_actor(make_organisation(OrganisationKind.TOWN, "chengdong", TOWN), Role.TOWN, "陈清明")
    with desk.bureau.acting():
        participation_add(campaign=Campaign.objects.get(id=desk.campaign), organisation=town.organisation)
    with acting_as_system():
        requests = DepartureRequest.objects.filter(campaign=desk.campaign).order_by("code").values_list("id", flat=True)
        at_home = list(requests)[::EVERY]
        DepartureRequest.objects.filter(id__in=at_home).update(town=TOWN)
        members = Member.objects.filter(request__in=at_home).values("worker")
        Worker.objects.filter(id__in=members).update(town=TOWN)
    return town


def _write_back() -> None:
    """What some write by text message that nobody could take for a yes or a no."""
    with acting_as_system():
        asks = Ask.objects.filter(kind=AskKind.TRIP, worker__isnull=False).select_related("worker").order_by("id")
        phones = [str(ask.worker.phone) for ask in asks[:WRITE] if ask.worker]
    for n, phone in enumerate(phones):
        reply_take(reference=f"m{n}", phone=phone, text="几点的车？")


def _planned(desk: Desk, run: str) -> Plan:
    """What a queue worker makes of a run."""
    plan_run(run)
    with acting_as_system():
        return Plan.objects.select_related("campaign").get(run_id=run)


def _ids(wave: Wave, who: Actor, plan: Plan) -> dict[str, UUID]:
    """An id of each kind by the name that an address gives it: of ``who``'s own, where they have such things."""
    campaign, own = plan.campaign_id, {"operator": who.organisation}
    with acting_as_system():
        slots = IntakeSlot.objects.filter(itineraries__plan=wave.published)
        duties = Duty.objects.filter(plan=wave.published)
        found: dict[str, QuerySet[Model]] = {
            "run_id": PlanRun.objects.filter(campaign=campaign).order_by("-created_at"),
            "duty_id": duties.filter(fleet__operator=who.organisation) or duties,
            "slot_id": slots.filter(employer=who.organisation) or slots,
            "fleet_id": Fleet.objects.filter(campaign=campaign, **own) or Fleet.objects.filter(campaign=campaign),
            "service_id": Service.objects.filter(campaign=campaign, **own) or Service.objects.filter(campaign=campaign),
            "worker_id": Worker.objects.filter(town=TOWN),
            "request_id": DepartureRequest.objects.filter(campaign=campaign, town=TOWN),
            **{
                name: model._default_manager.filter(campaign=campaign)
                for name, model in (
                    ("place_id", Place),
                    ("alert_id", Alert),
                    ("call_id", Call),
                    ("contact_id", Contact),
                    ("job_post_id", JobPost),
                )
            },
        }
        ids = {name: first.pk for name, rows in found.items() if (first := rows.first())}
    return {
        "campaign_id": campaign,
        "plan_id": plan.id,
        "first_id": wave.published.id,
        "second_id": wave.draft.id,
        **ids,
    }


def _token(wave: Wave, purpose: Purpose, subject: UUID) -> str:
    bureau, until = wave.desk.bureau.organisation.id, clock.now() + timedelta(days=365)
    return link_token(link_issue(organisation=bureau, purpose=purpose, subject=subject, expires_at=until))


def _looked_up(wave: Wave) -> Iterator[tuple[str, str]]:
    campaign, compare = f"/campaigns/{wave.draft.campaign_id}", f"/plans/{wave.published.id}/compare"
    for which, plan in (("", wave.draft), (", edited", wave.edited)):
        yield f"publish, check{which}", f"/plans/{plan.id}/publish?part=check"
        yield f"publish, telling{which}", f"/plans/{plan.id}/publish?part=telling"
        yield f"compare, changes{which}", f"{compare}/{plan.id}?now=1"
        yield f"compare, stops{which}", f"{compare}/{plan.id}?now=1&show=stops"
        yield f"compare, map{which}", f"{compare}/{plan.id}/map.json"
    yield "requests, words", f"{campaign}/requests?q=工友12"
    yield "slots, words", f"{campaign}/slots?q=slot"


def _of_board(wave: Wave) -> Addresses:
    board, party, duty = reverse("board", args=[wave.published.id]), _told(wave), _duty(wave)
    with acting_as_system():
        left = Unserved.objects.filter(plan=wave.published).select_related("request")[0].request.code
    return {
        "board, a duty": Asked(f"{board}?duty={duty}"),
        "board, people": Asked(f"{board}?tab=people&q=工友12"),
        "board, at home": Asked(f"{board}?tab=unserved"),
        "board, details": Asked(f"{board}/details?party={party}", is_part=True),
        "board, why": Asked(f"{board}/why?party={party}", is_part=True, is_priced=True),
        "board, why at home": Asked(f"{board}/why?party={left}", is_part=True, is_priced=True),
    }


def _of_editor(wave: Wave) -> Addresses:
    edit, party, duty = reverse("edit_plan", args=[wave.edited.id]), _told(wave), _duty(wave)
    leave_out = {"kind": "leave_out", "party": party, "why": "the harvest", "version": str(wave.edited.version)}
    return {
        "editor, words": Asked(f"{edit}?q=工友12"),
        "editor, a duty": Asked(f"{edit}/duty?code={duty}", is_part=True),
        "editor, menu of a party": Asked(f"{edit}/menu?on=party&code={party}", is_part=True),
        "editor, menu of a duty": Asked(f"{edit}/menu?on=duty&code={duty}", is_part=True),
        "editor, best places": Asked(f"{edit}/best?code={party}", is_part=True, is_priced=True),
        "editor, preview": Asked(f"{edit}/preview", is_part=True, form=leave_out, is_priced=True),
    }


def _told(wave: Wave) -> str:
    with acting_as_system():
        told = Itinerary.objects.filter(plan=wave.published, request__state=RequestState.TOLD)
        return told.select_related("request")[0].request.code


def _duty(wave: Wave) -> str:
    with acting_as_system():
        return Duty.objects.filter(plan=wave.published)[0].code
