"""Changing a plan by hand: an edit is carried out, timed anew by the planner's own code, and judged at once.

``edits`` says what can be asked for, ``carry`` does it, ``effect`` tells what came of it, ``places`` looks for the best
places of a party, ``locks`` holds what is to stay. Plain data in, plain data out; it knows no server.
"""

from solvers.editing.carry import carry_out
from solvers.editing.edits import CannotEdit
from solvers.editing.effect import Broken, Effect, Retimed, compared
from solvers.editing.locks import Held, Locked
from solvers.editing.places import Place, best_places

__all__ = [
    "Broken", "CannotEdit", "Effect", "Held", "Locked", "Place", "Retimed", "best_places", "carry_out", "compared",
]  # fmt: skip
