"""Who and what is there already, of all that a sheet names.

Names and telephone numbers are sealed, so that the database cannot look for them: the bureau's workers are gone
through once, and only those that the sheet may mean are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce

from scheduler.campaigns.models import Campaign
from scheduler.people.models import BoardingOption, Choice, DepartureRequest, Member, Worker
from scheduler.sheets.batches import BATCH, in_batches
from scheduler.sheets.rows import SheetRow
from solvers.problem import Json

OF_WORKER = (
    "id",
    "id_number_hash",
    "name",
    "phone",
    "sex",
    "birth_year",
    "town",
    "registered_poor",
    "needs",
    "skills",
)
OF_REQUEST = ("id", "code", "state", "size", "wheelchairs", "ready_at", "due_at", "priority", "home")
ASKED_IN = Coalesce("joined_from_id", "request_id")
"""The request with which a member came, although it may travel as part of another."""


@dataclass(slots=True, kw_only=True)
class KnownWorker:
    """Somebody who is registered; ``request`` is what they ask for in the campaign."""

    id: UUID
    id_number_hash: str | None = field(repr=False)
    name: str = field(repr=False)
    phone: str = field(repr=False)
    sex: str
    birth_year: int | None
    town: str
    registered_poor: bool
    needs: Json
    skills: Json
    request: UUID | None = None


@dataclass(slots=True, kw_only=True)
class KnownRequest:
    """A departure request of the campaign; ``boarding`` has what was entered by hand."""

    id: UUID
    code: str
    state: str
    size: int
    wheelchairs: int
    ready_at: datetime
    due_at: datetime | None
    home: tuple[float, float] | None
    priority: int
    members: set[UUID] = field(default_factory=set)
    boarding: list[tuple[str, int]] = field(default_factory=list)
    slots: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Workers by hash, by name and phone, and by name alone; requests by id and by code."""

    by_hash: dict[str, KnownWorker]
    by_name_and_phone: dict[tuple[str, str], KnownWorker]
    by_name: dict[str, list[KnownWorker]]
    requests: dict[UUID, KnownRequest]
    codes: dict[str, KnownRequest]

    def worker(self, row: SheetRow) -> KnownWorker | None:
        """Whom a row means: by the ID number, else by name and phone, unless their ID number is another."""
        hashes = hashes_of(row)
        for value in hashes:
            if value in self.by_hash:
                return self.by_hash[value]
        found = self.by_name_and_phone.get((str(row.values.get("name")), str(row.values.get("phone"))))
        return None if found and hashes and found.id_number_hash else found


def hashes_of(row: SheetRow) -> list[str]:
    """What the ID number of a row may be stored as."""
    identity = row.values.get("id_number")
    return [str(value) for value in identity["hashes"]] if isinstance(identity, dict) else []


def companions_of(row: SheetRow) -> list[Json]:
    """With whom somebody travels, in the words of the sheet."""
    words = row.values.get("with")
    return list(words) if isinstance(words, list) else []


def known_of(campaign: Campaign, rows: Sequence[SheetRow], codes: Collection[str]) -> Known:
    """All that the rows may mean, and the requests of these codes."""
    workers = list(_workers(campaign, rows))
    by_id = {worker.id: worker for worker in workers}
    for batch in in_batches(by_id):
        theirs = Member.objects.filter(campaign=campaign, worker_id__in=batch).order_by()
        for member, request in theirs.values_list("worker_id", ASKED_IN):
            by_id[member].request = request
    asked = {*codes, *(str(word) for row in rows for word in companions_of(row))}
    requests = _requests(campaign, {worker.request for worker in workers if worker.request}, asked)
    by_name: dict[str, list[KnownWorker]] = {}
    for worker in workers:
        by_name.setdefault(worker.name, []).append(worker)
    return Known(
        by_hash={worker.id_number_hash: worker for worker in workers if worker.id_number_hash},
        by_name_and_phone={(worker.name, worker.phone): worker for worker in workers if worker.phone},
        by_name=by_name,
        requests=requests,
        codes={request.code: request for request in requests.values()},
    )


def _workers(campaign: Campaign, rows: Sequence[SheetRow]) -> Iterator[KnownWorker]:
    names = {row.values.get("name") for row in rows}
    names |= {word for row in rows for word in companions_of(row)}
    hashes = {value for row in rows for value in hashes_of(row)}
    everyone = Worker.objects.filter(bureau_id=campaign.bureau_id).order_by("created_at", "id")
    for values in everyone.values_list(*OF_WORKER).iterator(chunk_size=BATCH):
        if values[1] in hashes or values[2] in names:
            worker = KnownWorker(**dict(zip(OF_WORKER, values, strict=True)))
            worker.name, worker.phone = str(worker.name), str(worker.phone)
            yield worker


def _requests(campaign: Campaign, ids: set[UUID], codes: Collection[str]) -> dict[UUID, KnownRequest]:
    found: dict[UUID, KnownRequest] = {}
    of_campaign = DepartureRequest.objects.filter(campaign=campaign)
    for asked in (
        *(of_campaign.filter(id__in=batch) for batch in in_batches(ids)),
        *(of_campaign.filter(code__in=batch) for batch in in_batches(codes)),
    ):
        for values in asked.values_list(*OF_REQUEST):
            home = values[-1]
            point = None if home is None else (home.x, home.y)
            request = KnownRequest(**dict(zip(OF_REQUEST[:-1], values[:-1], strict=True)), home=point)
            found[request.id] = request
    for batch in in_batches(found):
        _details(batch, found)
    return found


def _details(ids: list[UUID], found: dict[UUID, KnownRequest]) -> None:
    """Members, boarding places and choices of some requests."""
    members = Member.objects.annotate(asked_in=ASKED_IN).filter(asked_in__in=ids).order_by()
    for request, worker in members.values_list("asked_in", "worker_id"):
        found[request].members.add(worker)
    options = BoardingOption.objects.filter(request_id__in=ids, found=False).order_by("request_id", "position")
    for request, place, access_s in options.values_list("request_id", "place__code", "access_s"):
        found[request].boarding.append((place, access_s))
    choices = Choice.objects.filter(request_id__in=ids).order_by("request_id", "position")
    for request, slot in choices.values_list("request_id", "slot__code"):
        found[request].slots.append(slot)
