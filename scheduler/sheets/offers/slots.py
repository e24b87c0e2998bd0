"""Intake slots by spreadsheet, with the jobs and the gates' contacts behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from scheduler.campaigns.taking import Taken
from scheduler.intake.mapping import windows_json
from scheduler.intake.models import Gate, IntakeSlot, JobPost, Plant
from scheduler.intake.services import (
    NewJobPost,
    NewSlot,
    gate_set,
    job_post_update,
    job_posts_add,
    slot_update,
    slots_add,
)
from scheduler.organisations.models import Organisation
from scheduler.organisations.roles import OrganisationKind
from scheduler.places.models import Place, PlaceKind
from scheduler.sheets.columns import slots as columns
from scheduler.sheets.names import Names
from scheduler.sheets.offers.things import Thing, Trade
from scheduler.sheets.offers.windows import check_windows, same_way, spans, windows_of
from scheduler.sheets.rows import SheetRow
from solvers.problem import Json, Slot

OF_JOB = tuple(column.key for column in columns.JOB)
OF_GATE = ("contact_name", "contact_phone")


class Slots(Trade[IntakeSlot]):
    """Slots of employers."""

    model = IntakeSlot
    columns = columns.COLUMNS
    owner_key = "employer"
    owner_kinds = (OrganisationKind.EMPLOYER,)

    def known(self, codes: Collection[str]) -> Iterator[IntakeSlot]:
        """With the job, and whose it is."""
        rows = IntakeSlot.objects.filter(campaign=self.campaign, code__in=codes)
        yield from rows.select_related("campaign", "employer", "gate", "job_post__plant")

    def listed(self, rows: Sequence[SheetRow]) -> dict[str, Json]:
        """The windows, one of each row."""
        windows = windows_of(rows)
        return {"opens_at": windows} if windows else {}

    def says(self, row: IntakeSlot) -> Mapping[str, Json]:
        """The slot, its job, its gate."""
        post, gate = row.job_post, self._gates.get(row.gate.code)
        says: dict[str, Json] = {
            "employer": row.employer.code if row.employer else None,
            "gate": row.gate.code,
            "capacity": row.capacity,
            "min_headcount": row.min_headcount,
            "opens_at": sorted(([same_way(moment) for moment in window] for window in row.windows), key=str),
        }
        if post is not None:
            says |= {"job": post.code} | self._says_of_job(post)
        if gate is not None:
            says |= {"plant": gate.plant.code, "contact_name": str(gate.contact_name)}
            says["contact_phone"] = str(gate.contact_phone)
        return says

    def check(self, thing: Thing[IntakeSlot]) -> None:
        """Plant, gate and job are found; numbers and windows are sound."""
        thing.need("capacity", "opens_at")
        thing.order("min_headcount", "capacity", "above_capacity")
        thing.order("age_from", "age_to", "to_below_from")
        thing.order("pay_from", "pay_to", "to_below_from")
        check_windows(self.campaign, thing.rows)
        if thing.owner is None and thing.there is not None:
            thing.owner = thing.there.employer
        self._find_plant(thing)
        self._find_gate(thing)
        self._find_job(thing)

    def add(self, things: Sequence[Thing[IntakeSlot]], owner: Organisation | None) -> Taken[IntakeSlot]:
        """The jobs first, and the gates' contacts at last."""
        for thing in things:
            self._keep_job(thing)
        new = [NewSlot(slot=self._slot(thing), job_post=_text(thing.get("job"))) for thing in things]
        taken = slots_add(campaign=self.campaign, slots=new, employer=owner)
        for thing in things:
            self._keep_gate(thing)
        return taken

    def change(self, thing: Thing[IntakeSlot], row: IntakeSlot, keys: Collection[str]) -> None:
        """Each part that differs."""
        self._keep_job(thing)
        self._keep_gate(thing)
        changes: dict[str, object] = {key: thing.said[key] for key in ("capacity", "min_headcount") if key in keys}
        if "opens_at" in keys:
            changes["windows"] = windows_json(spans(thing.get("opens_at")), self.campaign.utc_offset_s)
        if "gate" in keys:
            changes["gate"] = Place.objects.get(campaign=self.campaign, code=thing.said["gate"])
        if "employer" in keys:
            changes["employer"] = thing.owner
        if "job" in keys:
            changes["job_post"] = JobPost.objects.get(campaign=self.campaign, code=thing.said["job"])
        if changes:
            slot_update(slot=row, version=None, changes=changes)

    @cached_property
    def _gates(self) -> dict[str, Gate]:
        """The campaign's gates whose plant is known, by the codes of their places."""
        gates = Gate.objects.filter(campaign=self.campaign).select_related("place", "plant")
        return {gate.place.code: gate for gate in gates}

    @cached_property
    def _plants(self) -> dict[Any, list[Plant]]:
        """Plants by their employers' ids."""
        found: dict[Any, list[Plant]] = {}
        for plant in Plant.objects.order_by("code"):
            found.setdefault(plant.employer_id, []).append(plant)
        return found

    @cached_property
    def _kinds(self) -> dict[str, str]:
        """What each place of the campaign is."""
        return dict(Place.objects.filter(campaign=self.campaign).values_list("code", "kind"))

    @cached_property
    def _posts(self) -> dict[str, JobPost]:
        """The jobs of the campaign by code, those that the sheet makes too once they are written."""
        posts = JobPost.objects.filter(campaign=self.campaign).select_related("plant")
        return {post.code: post for post in posts}

    def _find_plant(self, thing: Thing[IntakeSlot]) -> None:
        """By name or code among the employer's; without one, that of the gate."""
        named = thing.get("plant")
        if named is None:
            return
        if thing.owner is None:
            thing.need("employer")
            return
        plants = self._plants.get(thing.owner.id, [])
        names = Names(((plant.name, plant.name_en), plant.code) for plant in plants)
        codes = names.find(str(named))
        if len(codes) != 1:
            nearest = names.nearest(str(named)) or ", ".join(plant.code for plant in plants[:3]) or "—"
            thing.first.fault("plant", "plant_unknown", str(named), name=str(named), nearest=nearest)
            return
        thing.said["plant"] = codes[0]

    def _find_gate(self, thing: Thing[IntakeSlot]) -> None:
        """As named, or the plant's only one; a contact needs a plant behind the gate."""
        code, plant = thing.get("gate"), thing.get("plant")
        if code is None and plant is not None and thing.there is None:
            behind = (self._id(thing), plant)
            of_plant = [one for one, gate in self._gates.items() if (gate.plant.employer_id, gate.plant.code) == behind]
            if len(of_plant) == 1:
                code = thing.said["gate"] = of_plant[0]
        thing.need("gate")
        gate = code or (thing.there.gate.code if thing.there else None)
        if gate is None or not any(key in thing.said for key in ("plant", *OF_GATE)):
            return
        if self._kinds.get(str(gate)) != PlaceKind.GATE:
            thing.first.fault("gate", "no_gate", str(gate))
        elif plant is None and str(gate) not in self._gates:
            thing.first.fault("plant", "contact_needs_plant")

    def _id(self, thing: Thing[IntakeSlot]) -> object:
        return thing.owner.id if thing.owner else None

    def _find_job(self, thing: Thing[IntakeSlot]) -> None:
        """The job that a slot names, has, or is the only one of."""
        says_of_it = [key for key in OF_JOB if key in thing.said]
        has = thing.there.job_post.code if thing.there and thing.there.job_post else None
        if "job" not in thing.said and not says_of_it:
            return
        code = thing.said.setdefault("job", has or thing.code)
        if str(code) in self._posts:
            return
        if thing.owner is None:
            thing.first.fault("employer", "needed")
        if "title" not in thing.said:
            thing.first.fault("title", "needed")

    def _says_of_job(self, post: JobPost) -> dict[str, Json]:
        says: dict[str, Json] = {key: getattr(post, key) for key in OF_JOB}
        return says | {"accepts_needs": dict.fromkeys(post.accepts_needs, True)}

    def _keep_job(self, thing: Thing[IntakeSlot]) -> None:
        """The job of a slot as the sheet says it is."""
        code = _text(thing.get("job"))
        if code is None:
            return
        said: dict[str, Any] = {key: thing.said[key] for key in OF_JOB if key in thing.said}
        if "accepts_needs" in said:
            said["accepts_needs"] = list(said["accepts_needs"])
        plant = _text(thing.get("plant"))
        post = self._posts.get(code)
        if post is None:
            assert thing.owner is not None  # else it was noted as a fault
            said.setdefault("headcount", thing.get("capacity") or (thing.there.capacity if thing.there else 0))
            for key in ("skills", "accepts_needs"):
                said[key] = tuple(said.get(key, ()))
            new = NewJobPost(code=code, plant=plant, **said)
            self._posts[code] = job_posts_add(campaign=self.campaign, employer=thing.owner, posts=[new]).only()
            return
        changes = {key: value for key, value in said.items() if getattr(post, key) != value}
        if plant is not None and (post.plant is None or post.plant.code != plant):
            changes["plant"] = next(one for one in self._plants[post.employer_id] if one.code == plant)
        if changes:
            self._posts[code] = job_post_update(post=post, version=None, changes=changes)

    def _keep_gate(self, thing: Thing[IntakeSlot]) -> None:
        """Which plant the gate belongs to, and who receives people there; what is not said stays."""
        if not any(key in thing.said for key in ("plant", *OF_GATE)):
            return
        code = _text(thing.get("gate")) or (thing.there.gate.code if thing.there else "")
        gate, plant = self._gates.get(code), _text(thing.get("plant"))
        of_owner = self._plants.get(self._id(thing), [])
        told = {key: str(thing.get(key) or (getattr(gate, key) if gate else "")) for key in OF_GATE}
        self._gates[code] = gate_set(
            place=Place.objects.get(campaign=self.campaign, code=code),
            plant=gate.plant if gate and plant is None else next(one for one in of_owner if one.code == plant),
            **told,
        )

    def _slot(self, thing: Thing[IntakeSlot]) -> Slot:
        least = thing.get("min_headcount")
        capacity = thing.get("capacity")
        assert isinstance(capacity, int)
        return Slot(
            id=thing.code,
            gate=str(thing.get("gate")),
            capacity=capacity,
            min_headcount=least if isinstance(least, int) else 0,
            windows=spans(thing.get("opens_at")),
        )


def _text(value: Json) -> str | None:
    return None if value is None else str(value)
