"""What no plan can beat: a proved lower bound on the cost of a problem."""

from solvers.bounding.beside import Prover, tenable
from solvers.bounding.bound import bound_of

__all__ = ["Prover", "bound_of", "tenable"]
