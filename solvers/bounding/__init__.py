"""A proved lower bound for every plan of a problem; ``bound.py`` is the table of contents."""

from solvers.bounding.bound import bound_of

__all__ = ["bound_of"]
