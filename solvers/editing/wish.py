"""What is asked of a party's place: all that a move names has to be so."""

from __future__ import annotations

from dataclasses import dataclass

from solvers.editing.edits import MoveParty, Ride


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A move by which others are measured."""

    named: MoveParty

    @property
    def is_open(self) -> bool:
        """Does it name nothing to travel by?"""
        return self.named.before is None and self.named.service is None and self.named.after is None

    def allows(self, edit: MoveParty) -> bool:
        """Is a move as asked for?"""
        wanted, given = self.named, edit
        same = all(
            asked is None or asked == has
            for asked, has in (
                (wanted.slot, given.slot), (wanted.boarding, given.boarding), (wanted.service, given.service),
            )
        )  # fmt: skip
        return same and _rides(wanted.before, given.before) and _rides(wanted.after, given.after)


ANYTHING = Wish(named=MoveParty(party=""))


def _rides(wanted: Ride | None, given: Ride | None) -> bool:
    if wanted is None:
        return True
    if given is None:
        return False
    pairs = ((getattr(wanted, name), getattr(given, name)) for name in ("duty", "fleet", "board", "alight"))
    return all(asked is None or asked == has for asked, has in pairs)
