"""The transfer format, version 1: JSON documents <-> the dataclasses of the problem and the plan."""

from solvers.documents.checking import check_problem
from solvers.documents.files import Unreadable, dump, load, parse
from solvers.documents.reading import UnknownWord, read_plan, read_problem
from solvers.documents.writing import write_plan, write_problem

__all__ = [
    "UnknownWord",
    "Unreadable",
    "check_problem",
    "dump",
    "load",
    "parse",
    "read_plan",
    "read_problem",
    "write_plan",
    "write_problem",
]
