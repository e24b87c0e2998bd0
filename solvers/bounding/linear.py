"""Linear and mixed-integer programs: the one door to OR-Tools' solvers of them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, Literal

from ortools.linear_solver import pywraplp

SAFETY = 2e-6
"""What a bound gives away for the engines' arithmetic, of its value."""
Row = Any
Variable = Any
Engine = Literal["GLOP", "HIGHS_LP", "SCIP"]
"""GLOP goes on from its last solution; HiGHS is the quickest from nothing; SCIP knows whole numbers."""


class Linear:
    """A program of least cost, made row by row and variable by variable; no variable is below 0."""

    def __init__(self, engine: Engine) -> None:
        self.solver: Any = pywraplp.Solver.CreateSolver(engine)
        if engine == "HIGHS_LP":
            self.solver.SetSolverSpecificParametersAsString("output_flag=false")  # says no, but is silent then
        if engine == "SCIP":
            # it would take Ctrl-C for itself, and the planner would not hear of it
            self.solver.SetSolverSpecificParametersAsString("misc/catchctrlc = FALSE")
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        self.whole = engine == "SCIP"

    def row(self, low: float | None, high: float | None) -> Row:
        """A constraint, without a limit where there is None."""
        rest = self.solver.infinity()
        return self.solver.Constraint(-rest if low is None else low, rest if high is None else high)

    def variable(
        self, cost: float, parts: Iterable[tuple[Row, float]], *, most: float = 1e9, whole: bool = False
    ) -> Variable:
        """A variable up to ``most`` with its part in rows; ``whole`` is heeded where the engine can."""
        variable = (self.solver.IntVar if whole and self.whole else self.solver.NumVar)(0.0, most, "")
        self.objective.SetCoefficient(variable, cost)
        for row, amount in parts:
            row.SetCoefficient(variable, row.GetCoefficient(variable) + amount)
        return variable

    def at_most(self, variable: Variable) -> tuple[Row, float]:
        """A part that a variable has if it may not be above another one."""
        row = self.row(None, 0.0)
        row.SetCoefficient(variable, -1.0)
        return row, 1.0

    def opened(self, low: int) -> tuple[Row, Variable] | None:
        """A slot with a minimum: what its people add to, and whether it has any."""
        if low <= 1:
            return None
        people = self.row(0.0, None)
        return people, self.variable(0.0, [(people, -float(low))], most=1.0, whole=True)

    def solve(self, until: float) -> bool:
        """Whether it was solved to the end by ``until`` (of ``time.monotonic``)."""
        return bool(self._run(until) == pywraplp.Solver.OPTIMAL)

    def value(self) -> float:
        return float(self.objective.Value())

    def bound(self, until: float) -> float:
        """What branch and bound has proved by ``until``; 0 if nothing."""
        proved = pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE, pywraplp.Solver.NOT_SOLVED
        return float(self.objective.BestBound()) if self._run(until) in proved else 0.0

    def _run(self, until: float) -> int:
        self.solver.SetTimeLimit(max(1, int(1000 * (until - time.monotonic()))))
        return int(self.solver.Solve())
