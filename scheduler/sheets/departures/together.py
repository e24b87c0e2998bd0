"""Parties that name each other in a sheet: who is meant, and whether they can travel as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.campaigns.models import Campaign
from scheduler.organisations.models import User
from scheduler.people.joining import Part, Refusal, refusals
from scheduler.people.states import RequestState
from scheduler.people.unions import parties_join, parts_of, room_of
from scheduler.sheets.context import Context
from scheduler.sheets.departures.access import Access
from scheduler.sheets.departures.known import Known, companions_of
from scheduler.sheets.departures.parties import Party
from scheduler.sheets.groups import number_group, spread_faults
from scheduler.sheets.names import plain
from scheduler.sheets.rows import Action, SheetRow

COLUMN = "with"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """Parties of a sheet that travel as one, and requests that are there already; ``is_new``: they are not joined."""

    parties: tuple[Party, ...]
    others: tuple[str, ...]
    is_new: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """All of them."""
        return (*(party.code for party in self.parties), *self.others)

    @property
    def rows(self) -> list[SheetRow]:
        """The rows that are taken in together."""
        return [row for party in self.parties for row in party.rows]

    def tell(self, refused: Refusal) -> None:
        """Note at the party that it concerns, or at the first, why not."""
        party = next((one for one in self.parties if one.code == refused.part), self.parties[0])
        row = next((row for row in party.rows if COLUMN in row.values), party.first)
        row.fault(COLUMN, f"join_{refused.why}", refused.part, **dict(refused.says))


def bonds_of(
    campaign: Campaign, parties: Sequence[Party], known: Known, context: Context, access: Access
) -> list[Bond]:
    """Who travels with whom; groups, changes and faults are written on the rows."""
    if not any(_words(party) for party in parties):
        return []
    bound = _bound(parties, known)
    there = parts_of(campaign, {code for codes in bound for code in codes})
    by_code, room = {party.code: party for party in parties}, room_of(campaign)
    bonds = []
    for codes in bound:
        joined = {there[code].joined for code in codes if code in there}
        bond = Bond(
            parties=tuple(by_code[code] for code in codes if code in by_code),
            others=tuple(code for code in codes if code not in by_code),
            is_new=len(joined) > 1 or joined == {None} or not all(code in there for code in codes),
        )
        bonds.append(bond)
        if bond.is_new:
            parts = [_part(by_code.get(code), there.get(code), context, access) for code in codes]
            for refused in refusals([part for part in parts if part is not None], room):
                bond.tell(refused)
            _say_new(bond)
        number_group(bond.rows)
        spread_faults(bond.rows, COLUMN)
    return bonds


def join(campaign: Campaign, bonds: Sequence[Bond], by: User | None) -> None:
    """Make one party of each, once all of them have requests; what is refused is a fault."""
    new = [bond for bond in bonds if bond.is_new]
    for bond, joined in zip(
        new, parties_join(campaign=campaign, groups=[bond.codes for bond in new], by=by), strict=True
    ):
        for refused in joined.refusals:
            bond.tell(refused)


def _words(party: Party) -> list[tuple[SheetRow, str]]:
    return [(row, str(word)) for row in party.rows for word in companions_of(row)]


def _bound(parties: Sequence[Party], known: Known) -> list[tuple[str, ...]]:
    """Codes of those who belong together, in the order of the sheet."""
    find = _finder(parties, known)
    named: dict[str, set[str]] = {}
    for party in parties:
        for row, word in _words(party):
            code = find(party, row, word)
            if code is not None and code != party.code:
                named.setdefault(party.code, set()).add(code)
    for party in parties:
        for code in named.get(party.code, ()):
            if code in {one.code for one in parties} and party.code not in named.get(code, ()):
                party.first.warn(COLUMN, "with_one_sided", code, name=code)
    return _connected([party.code for party in parties], named)


def _connected(codes: Sequence[str], named: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Those whom names lead to each other, directly or by others."""
    ways: dict[str, set[str]] = {}
    for code, others in named.items():
        for other in others:
            ways.setdefault(code, set()).add(other)
            ways.setdefault(other, set()).add(code)
    place = {code: i for i, code in enumerate(codes)}
    seen: set[str] = set()
    groups = []
    for code in codes:
        if code not in ways or code in seen:
            continue
        group, ahead = {code}, [code]
        while ahead:
            new = ways[ahead.pop()] - group
            group |= new
            ahead += new
        seen |= group
        groups.append(tuple(sorted(group, key=lambda one: (place.get(one, len(place)), one))))
    return groups


def _finder(parties: Sequence[Party], known: Known) -> Callable[[Party, SheetRow, str], str | None]:
    """Finds the party that a word means: of the sheet, else of the campaign; notes where none or several are meant."""
    called: dict[str, set[str]] = {}
    for party in parties:
        for name in _names(party):
            called.setdefault(plain(name), set()).add(party.code)

    def find(party: Party, row: SheetRow, word: str) -> str | None:
        codes = called.get(plain(word), set()) - {party.code}
        if not codes and party.code in called.get(plain(word), ()):
            return None  # of the own party
        codes = codes or set(_registered(word, known))
        if len(codes) == 1:
            return codes.pop()
        row.fault(COLUMN, "with_several" if codes else "with_nobody", word, name=word)
        return None

    return find


def _names(party: Party) -> Iterator[str]:
    if party.named:
        yield party.code
    for row in party.rows:
        for key in ("name", "phone"):
            if key in row.values:
                yield str(row.values[key])


def _registered(word: str, known: Known) -> Iterator[str]:
    """Requests of the campaign by their code, or by the name of somebody who travels in them."""
    if word in known.codes:
        yield word
        return
    for worker in known.by_name.get(word, ()):
        if worker.request is not None:
            yield known.requests[worker.request].code


def _part(party: Party | None, there: Part | None, context: Context, access: Access) -> Part | None:
    """What a party will be once its rows are taken in."""
    if party is None:
        return there
    ready = party.moment("ready_at") or (there.ready_at if there else None)
    if ready is None:
        return None  # noted as a fault
    size, wheelchairs, boarding = party.count("size"), party.count("wheelchairs"), party.boarding(context, access)
    said = Part(
        code=party.code,
        size=size or len(party.people),
        wheelchairs=party.in_wheelchairs if wheelchairs is None else wheelchairs,
        ready_at=ready,
        due_at=party.moment("due_at"),
        home=party.home(context),
        state=RequestState.SUBMITTED,
        boarding=boarding,
        choices=tuple((slot, 0.0) for slot in party.slots),
    )
    if there is None:
        return said
    return replace(
        there,
        size=size or there.size,
        wheelchairs=there.wheelchairs if wheelchairs is None else wheelchairs,
        ready_at=ready,
        due_at=said.due_at or there.due_at,
        home=said.home or there.home,
        boarding=there.boarding if boarding is None else boarding,
        choices=said.choices or there.choices,
    )


def _say_new(bond: Bond) -> None:
    """Who was there before is changed by travelling with others."""
    for row in bond.rows:
        if row.action != Action.NEW:
            row.changes.append(COLUMN)
            row.action = Action.UPDATE
