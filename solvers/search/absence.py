"""What staying at home counts for during the search: at times less than it costs.

A plan that serves everybody is often reached best through plans that leave somebody behind, such as on the way to one
vehicle less. So the price of a person at home goes down while the plan that is being changed leaves nobody whom the
best one takes, and up while it does: the adaptive penalties of Vidal et al. (2012), for the one rule that can be broken
here. The best plan is always told by what it really costs.
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
"""The share of the run after which staying counts for all that it costs, so that the search ends among plans that
hold."""
MANY = 0.05
"""Where the best plan leaves more than this share of the parties, others come and go by themselves."""


@dataclass(slots=True)
class AbsencePrice:
    """The price of a person at home, in money (0: not yet set)."""

    money: float = 0.0

    def adapt(self, m: Model, at_home: int, at_home_in_best: int, best_cost: float, share: float) -> None:
        """Set what of the cost of staying is not counted, ``m.relief``, for the next rounds at a share of the run."""
        if self.money == 0.0:
            self.money = FIRST * best_cost / max(1, int(m.size.sum()))
        self.money *= UP if at_home > at_home_in_best else DOWN
        if share > UNTIL or at_home_in_best > MANY * len(m.size):
            m.relief[:] = 0.0
        else:
            m.relief[:] = np.maximum(0.0, m.left_cost - self.money * m.size)
