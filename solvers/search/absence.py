"""What staying at home counts for during the search: at times less than it costs, at times more.

A plan that serves everybody is often reached best through plans that leave somebody behind, such as on the way to one
vehicle less. So the price of a person at home goes down while the plan that is being changed leaves nobody whom the
best one takes, and up while it does: the adaptive penalties of Vidal et al. (2012), for the one rule that can be broken
here. Where many stay at home, a vehicle often pays only once it is full, and one more on it never seems to: there
staying counts for many times its cost at first, and for less and less, so that vehicles fill before those are given up
that do not pay. The best plan is always told by what it really costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solvers.model import Model

FIRST = 5.0
"""The first price, as a multiple of what a person costs on average."""
UP, DOWN = 1.25, 0.9
"""How the price changes, each time that it is looked at."""
UNTIL = 0.75
"""The share of the run after which staying counts for what it costs, so that the search ends among plans that hold."""
MANY, RAISED = 0.15, 10.0
"""Where the best plan leaves more than this share of the parties, staying counts for so many times as much at first."""


@dataclass(slots=True)
class AbsencePrice:
    """The price of a person at home, in money (0: not yet set)."""

    money: float = 0.0

    def adapt(self, m: Model, at_home: int, at_home_in_best: int, best_cost: float, share: float) -> None:
        """Set what of the cost of staying is not counted, ``m.relief``, for the next rounds at a share of the run.

        ``at_home`` are the parties that the current plan leaves there though they could travel. Relief is negative
        where staying counts for more than it costs.
        """
        if self.money == 0.0:
            self.money = FIRST * best_cost / max(1, int(m.size.sum()))
        self.money *= UP if at_home > at_home_in_best else DOWN
        if share > UNTIL:
            m.relief[:] = 0.0
        elif at_home_in_best > MANY * len(m.size):
            m.relief[:] = m.left_cost * (1.0 - RAISED ** (1.0 - share / UNTIL))
        else:
            m.relief[:] = np.maximum(0.0, m.left_cost - self.money * m.size)
