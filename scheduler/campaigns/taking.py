"""Taking in many things at once, with a verdict on each row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import DataError, IntegrityError, transaction
from django.db.models import F, Max, Model, ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

from scheduler import clock
from scheduler.campaigns.models import Campaign, CampaignRow
from scheduler.errors import AlreadyThere, Conflict, DomainError, Forbidden, Invalid, in_english, sentence
from scheduler.organisations.audit import stale
from scheduler.organisations.tenancy import acting_as_system

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

BATCH = 2000
Row = TypeVar("Row", bound=Model)
Coded = TypeVar("Coded", bound=CampaignRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a row, and in which field; ``taken``: something of that code exists already."""

    where: str
    what: str | _StrPromise
    taken: bool = False

    @property
    def told(self) -> str | _StrPromise:
        """With the field before it, for who sees no form."""
        return sentence("{where}: {what}", where=self.where, what=self.what)

    @property
    def detail(self) -> str:
        """In English, for programs and logs."""
        return in_english(self.what)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken(Generic[Row]):
    """What became of each row given: the thing that was made of it, or its faults.

    A row with neither was held back, because others were faulty and all or nothing was asked for.
    """

    rows: tuple[Row | None, ...]
    faults: tuple[tuple[Fault, ...], ...]

    def only(self) -> Row:
        """The one thing made of one row given.

        Raises
        ------
        AlreadyThere, Invalid
            It was faulty.
        """
        for fault in self.faults[0]:
            raise (AlreadyThere if fault.taken else Invalid)(fault.what, where=fault.where)
        row = self.rows[0]
        assert row is not None
        return row


class Check:
    """Collects the faults of rows that are to be taken in."""

    def __init__(self, count: int) -> None:
        self.faults: list[list[Fault]] = [[] for _ in range(count)]

    def note(self, row: int, where: str, what: str | _StrPromise, *, taken: bool = False, **facts: object) -> None:
        """Something is wrong with a row; ``facts`` are what the braces in ``what`` stand for."""
        self.faults[row].append(Fault(where=where, what=sentence(what, **facts), taken=taken))

    def known(
        self, row: int, where: str, code: str | None, among: Mapping[str, object], what: str | _StrPromise
    ) -> None:
        """A code that a row names has to be one of ``among``; None names nothing."""
        if code is not None and code not in among:
            self.note(row, where, _("no {kind} {code!r}"), kind=what, code=code)

    def ordered(self, row: int, where: str, first: object, last: object) -> None:
        """``last`` may not be less than ``first``; None bounds nothing."""
        if first is not None and last is not None and last < first:  # type: ignore[operator]
            self.note(row, where, _("{last} comes before {first}"), first=first, last=last)

    def new_codes(self, model: type[CampaignRow], campaign: Campaign, codes: Sequence[str]) -> None:
        """Each code is given once, and nothing of the campaign has it yet, seen or unseen."""
        with acting_as_system():
            there = set(model._default_manager.filter(campaign=campaign, code__in=codes).values_list("code", flat=True))
        first: dict[str, int] = {}
        for i, code in enumerate(codes):
            before = first.setdefault(code, i)
            if code in there:
                self.note(i, "code", _("{code!r} exists in this campaign"), taken=True, code=code)
            elif before != i:
                self.note(i, "code", _("{code!r} is that of row {before} too"), taken=True, code=code, before=before)

    def goes_in(self, row: int, *, all_or_nothing: bool) -> bool:
        """Whether a row is to be taken in."""
        return not (any(self.faults) if all_or_nothing else self.faults[row])

    def result(self, rows: Sequence[Row | None]) -> Taken[Row]:
        """What became of the rows."""
        return Taken(rows=tuple(rows), faults=tuple(map(tuple, self.faults)))


def next_position(model: type[CampaignRow], campaign: Campaign) -> int:
    """The place after the last thing of its kind in the campaign, seen or unseen."""
    with acting_as_system():
        last = model._default_manager.filter(campaign=campaign).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def ids_by_code(model: type[CampaignRow], campaign: Campaign, codes: Collection[str]) -> dict[str, UUID]:
    """The ids of those of the codes that exist and may be seen."""
    rows = model._default_manager.filter(campaign=campaign, code__in=set(codes))
    return dict(rows.values_list("code", "id"))


def bulk_add(model: type[Row], rows: Sequence[Row]) -> None:
    """Write rows, refusing what the database refuses in terms of the domain."""
    with refusals_told():
        model._default_manager.bulk_create(rows, batch_size=BATCH)


def row_update(row: Coded, *, version: int | None, changes: Mapping[str, object]) -> Coded:
    """Change a row, if it is still of ``version`` (None: as it was read).

    Raises
    ------
    StaleVersion
        Somebody else changed it, or it is gone.
    Forbidden
        It belongs to others.
    Invalid, AlreadyThere
        The database refuses the values.
    """
    return versioned_update(row, version=version, changes=changes)


def versioned_update(row: Row, *, version: int | None, changes: Mapping[str, object]) -> Row:
    """The same for any row that has ``version`` and ``updated_at``."""
    read = getattr(row, "version") if version is None else version  # noqa: B009 - Model itself has no version
    with refusals_told():
        changed = (
            type(row)
            ._default_manager.filter(pk=row.pk, version=read)
            .update(**changes, version=F("version") + 1, updated_at=clock.now())
        )
    if not changed:
        raise _why_not(row, read)
    row.refresh_from_db()
    return row


def row_delete(row: CampaignRow, *, version: int | None) -> None:
    """Remove a row that nothing refers to, if it is still of ``version``.

    Raises
    ------
    StaleVersion
        Somebody else changed it, or it is gone.
    Conflict
        Something refers to it.
    """
    read = row.version if version is None else version
    try:
        with transaction.atomic():
            _count, of_what = type(row)._default_manager.filter(pk=row.pk, version=read).delete()
    except (ProtectedError, RestrictedError) as error:
        users = sorted({str(user._meta.verbose_name) for user in _referring(error)})
        raise Conflict(
            _("{code!r} is used by a {users}; change that first"), code=row.code, users=", a ".join(users)
        ) from None
    except IntegrityError:
        raise Conflict(_("{code!r} is used by something else; change that first"), code=row.code) from None
    if type(row)._meta.label not in of_what:
        raise _why_not(row, read)


def _why_not(row: Model, read: int) -> DomainError:
    """Why a row that may be seen was not changed: it has another version, or belongs to others."""
    if type(row)._default_manager.filter(pk=row.pk, version=read).exists():
        return Forbidden(_("it is not yours to change"))
    return stale(row, f"it is no longer at version {read}; read it again")


def _referring(error: ProtectedError | RestrictedError) -> Iterator[Model]:
    yield from error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn what the database refuses into errors of the domain.

    Raises
    ------
    AlreadyThere
        Something of that code exists.
    Invalid
        A constraint does not hold, or a value does not fit its column.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        told = _violation(name)
        raise (AlreadyThere if name.endswith("_once") else Invalid)(told) from None
    except (DataError, UnicodeEncodeError) as error:
        first = str(error).splitlines()[0]
        raise Invalid(_("a value cannot be kept: {first}"), first=first) from None


def _violation(name: str) -> str | _StrPromise:
    """The sentence of the constraint ``name``, or its name."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name and constraint.violation_error_message:
                return constraint.violation_error_message
    return sentence(_("the rule {name!r} does not hold"), name=name)
