"""Linear and mixed-integer programs: the one door to HiGHS (Huangfu & Hall 2018)."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable

import highspy
import numpy as np
from numpy.typing import ArrayLike

from solvers.model import Flags, Floats, Ints

SAFETY = 2e-6
"""What a bound gives away for the engine's arithmetic, of its value."""
Row = int
Variable = int
Parts = Iterable[tuple[Row, float]]


class Linear:
    """A program of least cost, made row by row and variable by variable; no variable is below 0.

    Rows and variables are numbers, counted from 0. After :meth:`solve`, ``values`` are those of the variables and
    ``prices`` those of the rows. More may be added then: the engine goes on from its last solution.
    """

    def __init__(self) -> None:
        self.values: Floats = np.empty(0)
        self.prices: Floats = np.empty(0)
        self.value = 0.0
        self._engine = highspy.Highs()
        for name, setting in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0)):
            self._engine.setOptionValue(name, setting)
        self._rows: list[tuple[float, float]] = []  # new ones
        self._costs: list[float] = []
        self._most: list[float] = []
        self._whole: list[int] = []
        self._parts: list[tuple[ArrayLike, ArrayLike, ArrayLike]] = []  # rows, variables, amounts
        self._singly: tuple[list[int], list[int], list[float]] = [], [], []

    def row(self, low: float | None, high: float | None) -> Row:
        """A constraint, without a limit where there is None."""
        self._rows.append((-math.inf if low is None else low, math.inf if high is None else high))
        return int(self._engine.getNumRow()) + len(self._rows) - 1

    def row_of(self, low: float | None, high: float | None, variables: Ints, amounts: ArrayLike) -> Row:
        """A constraint with its parts; a variable may be in it more than once."""
        row = self.row(low, high)
        self._parts.append((np.full(len(variables), row), variables, np.broadcast_to(amounts, len(variables))))
        return row

    def variable(self, cost: float, parts: Parts, *, most: float = math.inf, whole: bool = False) -> Variable:
        """A variable up to ``most`` with its part in rows, added up if there are several in one."""
        number = int(self._engine.getNumCol()) + len(self._costs)
        self._costs.append(cost)
        self._most.append(most)
        if whole:
            self._whole.append(number)
        rows, variables, amounts = self._singly
        for row, amount in parts:
            rows.append(row)
            variables.append(number)
            amounts.append(amount)
        return number

    def at_most(self, variable: Variable) -> tuple[Row, float]:
        """A part that a variable has if it may not be above another one."""
        return self.row_of(None, 0.0, np.array([variable]), -1.0), 1.0

    def opened(self, low: int) -> tuple[Row, Variable] | None:
        """A slot with a minimum: what its people add to, and whether it has any."""
        if low <= 1:
            return None
        people = self.row(0.0, None)
        return people, self.variable(0.0, [(people, -float(low))], most=1.0, whole=True)

    def limit(self, row: Row, low: float, high: float) -> None:
        """Set what a row may be."""
        self._hand_over()
        self._engine.changeRowBounds(row, low, high)

    def solve(self, until: float, *, anew: bool = False) -> bool:
        """Whether the linear program was solved to the end by ``until`` (of ``time.monotonic``).

        A large one that is solved ``anew`` takes interior points a third of the time of the simplex method, which goes
        on from its last solution.
        """
        self._engine.setOptionValue("solver", "ipm" if anew else "choose")
        if self._run(until) != highspy.HighsModelStatus.kOptimal:
            return False
        solution = self._engine.getSolution()
        self.values, self.prices = np.array(solution.col_value), np.array(solution.row_dual)
        self.value = float(self._engine.getInfo().objective_function_value)
        return True

    def bound(self, until: float) -> float:
        """What branch and bound has proved by ``until`` with whole numbers; 0 if nothing."""
        proved = highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit
        self._hand_over()
        whole = np.array(self._whole, dtype=np.int32)
        kinds = np.full(len(whole), int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self._engine.changeColsIntegrality(len(whole), whole, kinds)
        if self._run(until) not in proved:
            return 0.0
        bound = float(self._engine.getInfo().mip_dual_bound)
        return bound if math.isfinite(bound) else 0.0

    def _run(self, until: float) -> highspy.HighsModelStatus:
        self._hand_over()
        left = max(0.001, until - time.monotonic())
        self._engine.setOptionValue("time_limit", self._engine.getRunTime() + left)  # its clock goes on
        self._engine.run()
        return self._engine.getModelStatus()

    def _hand_over(self) -> None:
        """Give the engine what is new: variables with their parts in old rows, then rows."""
        rows, variables, amounts = self._all_parts()
        old = int(self._engine.getNumRow())
        first = int(self._engine.getNumCol())
        self._add_variables(*_compressed(variables, rows, amounts, rows < old, len(self._costs), first))
        self._add_rows(*_compressed(rows, variables, amounts, rows >= old, len(self._rows), old))

    def _all_parts(self) -> tuple[Ints, Ints, Floats]:
        """Rows, variables and amounts of all new parts, those of one place added up."""
        self._parts.append(self._singly)
        rows, variables = (
            np.concatenate([np.asarray(part[k], dtype=np.int64) for part in self._parts]) for k in (0, 1)
        )
        amounts = np.concatenate([np.asarray(part[2], dtype=np.float64) for part in self._parts])
        self._parts, self._singly = [], ([], [], [])
        wide = int(variables.max(initial=0)) + 1
        places, which = np.unique(rows * wide + variables, return_inverse=True)
        added: Floats = np.bincount(which, amounts, len(places)).astype(np.float64)
        return places // wide, places % wide, added

    def _add_variables(self, starts: Ints, rows: Ints, amounts: Floats) -> None:
        number, costs, most = len(self._costs), np.array(self._costs), np.array(self._most)
        if number:
            self._engine.addCols(number, costs, np.zeros(number), most, len(rows), starts, rows, amounts)
        self._costs, self._most = [], []

    def _add_rows(self, starts: Ints, variables: Ints, amounts: Floats) -> None:
        number, limits = len(self._rows), np.array(self._rows).reshape(-1, 2)
        if number:
            low, high = np.ascontiguousarray(limits.T)
            self._engine.addRows(number, low, high, len(variables), starts, variables, amounts)
        self._rows = []


def _compressed(
    lines: Ints, across: Ints, amounts: Floats, which: Flags, number: int, first: int
) -> tuple[Ints, Ints, Floats]:
    """Parts of so many lines from the ``first`` on, one line after the other: where each begins, and what is in it."""
    lines, across, amounts = lines[which] - first, across[which], amounts[which]
    order = np.argsort(lines, kind="stable")
    starts = np.searchsorted(lines[order], np.arange(number))
    return starts.astype(np.int32), across[order].astype(np.int32), amounts[order]
