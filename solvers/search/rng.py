"""Random numbers whose whole state is an array: the same seed gives the same search in any thread.

xorshift64* (Vigna 2016).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solvers.search.compiled import compiled

Rng = NDArray[np.uint64]


def new_rng(seed: int) -> Rng:
    mixed = np.random.SeedSequence(seed).generate_state(1, np.uint64)
    return mixed | np.uint64(1)


@compiled
def uniform(rng):
    """A number from 0 to 1, 1 left out."""
    a = rng[0]
    a ^= a >> np.uint64(12)
    a ^= a << np.uint64(25)
    a ^= a >> np.uint64(27)
    rng[0] = a
    return ((a * np.uint64(2685821657736338717)) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(rng, n):
    """A whole number from 0 to n - 1."""
    return int(uniform(rng) * n)
