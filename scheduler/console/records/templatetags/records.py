"""Words and tones of records in templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django import template

from scheduler.console.language import language
from scheduler.console.records.lists.uploads import Cell, cells_of
from scheduler.console.records.words import MODES
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot, JobPost, Plant
from scheduler.matching.wording import MATCHED
from scheduler.organisations.models import Organisation
from scheduler.papers.wording import LANGUAGES, duration
from scheduler.people.models import Choice, DepartureRequest, Worker
from scheduler.people.states import RequestState
from scheduler.people.whys import why_told
from scheduler.people.wishes import Wishes, wishes_of
from scheduler.places.models import Place
from scheduler.plans.demand import SlotPeople
from scheduler.sheets.models import Upload, UploadRow

register = template.Library()
register.filter(why_told)

S = RequestState
TONES = {
    S.VERIFIED: "now",
    S.PLANNED: "now",
    S.TOLD: "warn",
    S.CONFIRMED: "good",
    S.BOARDED: "good",
    S.ARRIVED: "good",
    S.SETTLED: "good",
    S.NO_SHOW: "bad",
    S.RETURNED: "bad",
}
"""How a state looks: on its way, waiting for an answer, well, or not."""


@register.filter
def tone(state: str) -> str:
    """The badge of a request's state."""
    return TONES.get(RequestState(state), "")


@register.filter
def state_words(state: str) -> str:
    """A request's state in words."""
    return str(RequestState(state).label)


@register.filter
def needs(worker: Worker) -> list[str]:
    """What somebody needs on the way, in words."""
    words = LANGUAGES[language()].needs
    return [words.get(need, need) for need, has in worker.needs.items() if has]


@register.filter
def needs_of_party(request: DepartureRequest) -> list[str]:
    """What somebody of a party needs on the way, in words, each once."""
    found = [need for member in request.members.all() for need in needs(member.worker)]
    return list(dict.fromkeys(found))


@register.filter
def wishes(record: DepartureRequest | Worker) -> Wishes:
    """What is wished for."""
    return wishes_of(record.wishes)


@register.filter
def why(choice: Choice) -> str:
    """Why the matching proposed a slot; nothing for one that was chosen by hand."""
    told = (choice.meta or {}).get(MATCHED) or {}
    return str(told.get(language(), ""))


@register.filter
def as_window(window: Sequence[str]) -> str:
    """A window of a slot, in the local time in which it is kept: the day once, where it is one."""
    start, end = map(datetime.fromisoformat, window)
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%m-%d %H:%M}"
    return f"{start:%m-%d %H:%M} – {last}"


@register.filter
def as_duration(seconds: int) -> str:
    """Seconds as hours and minutes."""
    return duration(seconds, LANGUAGES[language()])


@register.filter
def as_clock(seconds: int) -> str:
    """Seconds of a day as a time of day."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


@register.filter
def name_of(record: Place | Fleet | Service | Plant) -> str:
    """What people call a thing, in the reader's language; else its code."""
    return (language() == "en" and record.name_en) or record.name or record.code


@register.filter
def title_of(post: JobPost | None) -> str:
    """What a job is called, in the reader's language."""
    return ((language() == "en" and post.title_en) or post.title) if post else "–"


@register.filter
def employer(slot: IntakeSlot) -> Organisation | None:
    """Whose slot it is, or whose job it offers."""
    return slot.employer or (slot.job_post.employer if slot.job_post else None)


@register.filter
def in_slot(people: Mapping[UUID, SlotPeople], slot: IntakeSlot) -> SlotPeople:
    """The people of a slot."""
    return people[slot.id]


@register.filter
def mode(service: Service) -> str:
    """What kind of service it is."""
    return str(MODES.get(service.mode, service.mode))


@register.filter
def cells(row: UploadRow, upload: Upload) -> Sequence[Cell]:
    """The cells of a row of a sheet."""
    return cells_of(row, upload)


@register.filter
def amount(value: float) -> str:
    """An amount with its thousands kept apart, and no more decimals than it has."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
