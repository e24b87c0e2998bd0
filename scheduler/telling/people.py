"""Who is to be told, and how they can be reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from scheduler.organisations.models import Membership
from scheduler.organisations.roles import Role
from scheduler.papers.wording import Language
from scheduler.people.models import Member
from scheduler.telling.models import ReaderLanguage

TELLS: dict[Role, str] = {Role.COORDINATOR: "staff", Role.EMPLOYER: "employer", Role.OPERATOR: "operator"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Traveller:
    """A worker of a party; ``phone`` is empty where there is none, or no messages are wanted."""

    worker: UUID
    request: UUID
    party: str
    place: int
    name: str = field(repr=False)
    phone: str = field(repr=False)
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Someone who acts for an organisation and reads its mail."""

    user: UUID
    organisation: UUID
    email: str = field(repr=False)
    language: Language


def travellers(*, requests: Collection[UUID]) -> dict[UUID, list[Traveller]]:
    """The workers of departure requests, in the order of their parties."""
    members = Member.objects.filter(request_id__in=requests).select_related("worker", "request")
    rows = list(members.order_by("request_id", "position"))
    languages = languages_of(workers={row.worker_id for row in rows})
    found: dict[UUID, list[Traveller]] = defaultdict(list)
    for row in rows:
        found[row.request_id].append(
            Traveller(
                worker=row.worker_id,
                request=row.request_id,
                party=row.request.code,
                place=len(found[row.request_id]),
                name=str(row.worker.name),
                phone=_welcome_phone(row),
                language=languages[row.worker_id],
            )
        )
    return dict(found)


def languages_of(*, workers: Collection[UUID]) -> dict[UUID, Language]:
    """The language in which each of some workers is written to: Chinese, where nobody chose another."""
    rows = ReaderLanguage.objects.filter(worker_id__in=workers).values_list("worker_id", "language")
    chosen = {worker: language_of(language) for worker, language in rows}
    return {worker: chosen.get(worker, "zh") for worker in workers}


def readers(*, organisations: Iterable[UUID]) -> dict[UUID, list[Reader]]:
    """Who reads the mail of organisations: their office, not their drivers and auditors."""
    found: dict[UUID, list[Reader]] = defaultdict(list)
    rows = Membership.objects.filter(
        organisation_id__in=list(organisations), role__in=list(TELLS), user__is_active=True
    )
    for row in rows.select_related("user").order_by("created_at", "id"):
        if all(reader.user != row.user_id for reader in found[row.organisation_id]):
            found[row.organisation_id].append(
                Reader(
                    user=row.user_id,
                    organisation=row.organisation_id,
                    email=row.user.email,
                    language=language_of(row.user.language),
                )
            )
    return dict(found)


def language_of(code: str) -> Language:
    """The language of messages that a language code stands for."""
    return "en" if code.startswith("en") else "zh"


def _welcome_phone(member: Member) -> str:
    """The number, unless its owner has said that messages are not welcome."""
    return "" if member.worker.consent_messages is False else str(member.worker.phone)
