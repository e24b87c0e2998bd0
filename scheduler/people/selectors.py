"""Reading workers and departure requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from scheduler.campaigns.models import Campaign
from scheduler.crypto import id_number_hashes
from scheduler.errors import NotFound
from scheduler.organisations.models import Organisation
from scheduler.people.models import BoardingOption, Choice, DepartureRequest, Member, RequestMove, Worker
from scheduler.people.states import BEGINNINGS


def worker_get(*, worker_id: UUID) -> Worker:
    """The worker of this id; raises NotFound where there is none that the asker may see."""
    worker = Worker.objects.filter(id=worker_id).first()
    if worker is None:
        raise NotFound(f"no worker {worker_id}")
    return worker


def worker_list() -> QuerySet[Worker]:
    """The workers whom the asker may see, oldest entry first."""
    return Worker.objects.order_by("created_at", "id")


def worker_rows(*, campaign: Campaign) -> QuerySet[Worker]:
    """The people of a campaign's bureau as a table shows them: ``asks`` is their request in the campaign, if any."""
    asked = Member.objects.filter(campaign=campaign, worker=OuterRef("pk")).order_by()
    workers = Worker.objects.filter(bureau_id=campaign.bureau_id)
    return workers.annotate(
        asks=Subquery(asked.values("request_id")[:1]), asks_code=Subquery(asked.values("request__code")[:1])
    ).order_by("created_at", "id")


def workers_named(*, campaign: Campaign, words: str) -> set[UUID]:
    """Those whose name or telephone number contains the words; both are sealed, so everybody's are looked at."""
    people = Worker.objects.filter(bureau_id=campaign.bureau_id).order_by().values_list("id", "name", "phone")
    return {worker for worker, name, phone in people if _is_called(words, name, phone)}


def worker_find_by_id_number(*, bureau: Organisation, id_number: str) -> Worker | None:
    """The worker of a bureau with this ID number, if there is one."""
    return Worker.objects.filter(bureau=bureau, id_number_hash__in=id_number_hashes(id_number)).first()


def request_get(*, request_id: UUID) -> DepartureRequest:
    """The departure request of this id; raises NotFound where there is none that the asker may see."""
    request = _with_all(DepartureRequest.objects.filter(id=request_id)).first()
    if request is None:
        raise NotFound(f"no departure request {request_id}")
    return request


def request_head(*, request_id: UUID) -> DepartureRequest:
    """The same with nothing but its campaign, for who reads no more of it."""
    request = DepartureRequest.objects.select_related("campaign").filter(id=request_id).first()
    if request is None:
        raise NotFound(f"no departure request {request_id}")
    return request


def request_list(
    *, campaign: Campaign, codes: Collection[str] | None = None, state: str | None = None
) -> QuerySet[DepartureRequest]:
    """The departure requests of a campaign, or those of the codes or in the state, in the order of its document."""
    requests = DepartureRequest.objects.filter(campaign=campaign)
    if codes is not None:
        requests = requests.filter(code__in=codes)
    if state is not None:
        requests = requests.filter(state=state)
    return _with_all(requests).order_by("position", "code")


def request_rows(*, campaign: Campaign) -> QuerySet[DepartureRequest]:
    """The departure requests of a campaign as a table shows them: with their people and the slots that they chose.

    ``choices_n`` and ``boarding_n`` say of how many slots and boarding places each may be given one.
    """
    requests = DepartureRequest.objects.filter(campaign=campaign)
    counted = {"choices_n": _number_of(Choice), "boarding_n": _number_of(BoardingOption)}
    people = Prefetch("members", Member.objects.select_related("worker").order_by("position"))
    slots = Prefetch("choices", Choice.objects.select_related("slot").order_by("position"))
    return requests.annotate(**counted).prefetch_related(people, slots).order_by("position", "code")


def people_by_state(*, campaign: Campaign) -> Counter[str]:
    """How many people are in each state, of the requests of a campaign that the asker may see."""
    states = DepartureRequest.objects.filter(campaign=campaign).order_by().values_list("state")
    return Counter(dict(states.annotate(people=Sum("size"))))


def request_towns(*, campaign: Campaign) -> list[str]:
    """The home towns of a campaign's requests, by name."""
    requests = DepartureRequest.objects.filter(campaign=campaign).exclude(town="")
    return list(requests.order_by("town").values_list("town", flat=True).distinct())


def requests_of_person(*, campaign: Campaign, words: str) -> set[UUID]:
    """The requests of whom a name or a telephone number contains the words.

    Both are sealed, so everybody's are opened and looked at.
    """
    members = Member.objects.filter(campaign=campaign).order_by()
    people = members.values_list("request_id", "worker__name", "worker__phone")
    return {request for request, name, phone in people if _is_called(words, name, phone)}


def _is_called(words: str, name: str, phone: str) -> bool:
    """Whether that is part of a name, or enough of a telephone number."""
    return words in name or (len(words) >= 4 and words in phone)


def request_moves(*, request: DepartureRequest) -> QuerySet[RequestMove]:
    """The steps of a request from state to state, the first one first."""
    return RequestMove.objects.filter(request=request).select_related("by").order_by("id")


def _number_of(rows: type[Choice | BoardingOption]) -> Coalesce:
    """How many rows a request has, counted for those requests only that are shown."""
    own = rows._default_manager.filter(request=OuterRef("pk")).order_by().values("request")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)


def names_of(*, campaign: Campaign, codes: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """The names of the members of a campaign's parties, or of those of the codes, by party.

    Parties nobody of whom is known, or may be seen by the asker, are left out.
    """
    members = Member.objects.filter(campaign=campaign)
    if codes is not None:
        members = members.filter(request__code__in=codes)
    names: dict[str, tuple[str, ...]] = {}
    for code, name in members.order_by("request", "position").values_list("request__code", "worker__name"):
        if name is not None:
            names[code] = (*names.get(code, ()), str(name))
    return names


def _with_all(requests: QuerySet[DepartureRequest]) -> QuerySet[DepartureRequest]:
    """With what belongs to them; ``to_join`` are the codes of those who bear the same word and could be joined."""
    others = DepartureRequest.objects.filter(
        campaign=OuterRef("campaign"), together=OuterRef("together"), state__in=BEGINNINGS
    )
    alike = others.exclude(together="").exclude(id=OuterRef("id")).order_by("position", "code")
    found = requests.select_related("campaign").annotate(to_join=ArraySubquery(alike.values("code")))
    return found.prefetch_related("members", "parts", "boarding_options__place", "choices__slot")
