"""Parcels and what came of them as bytes: arrays as NumPy writes them, without pickle, lightly compressed.

What was packed by another version of the planner, with other fields, is refused.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from solvers.interchanges import DRAWN
from solvers.model import Law, Model
from solvers.parts.parcel import Found, Parcel
from solvers.search.state import State, new_state

LEVEL = 1
"""Most of a plan's arrays is zeros: more effort saves little."""

Arrays = Mapping[str, Any]


class Unreadable(ValueError):
    """The bytes hold nothing of this planner's."""


def pack_parcel(parcel: Parcel) -> bytes:
    """A parcel as bytes."""
    return _pack({
        **dict(_flat("model", parcel.model)), **dict(_flat("state", parcel.state)), "slot": parcel.slot,
        "seed": parcel.seed, "shares": parcel.shares, "seconds": parcel.seconds,
        "rounds": -1 if parcel.rounds is None else parcel.rounds,
    })  # fmt: skip


def unpack_parcel(data: bytes) -> Parcel:
    """The parcel of these bytes.

    Raises
    ------
    Unreadable
        They are not what :func:`pack_parcel` of this version makes.
    """
    arrays = _unpack(data)
    try:
        model = _model(arrays)
        since, till = arrays["shares"].tolist()
        rounds = int(arrays["rounds"])
        return Parcel(
            model=model, state=_state(arrays, model), slot=arrays["slot"], seed=int(arrays["seed"]),
            shares=(since, till), seconds=float(arrays["seconds"]), rounds=None if rounds < 0 else rounds,
        )  # fmt: skip
    except KeyError as missing:
        raise Unreadable(f"a parcel without {missing}") from missing


def pack_found(found: Found) -> bytes:
    """What came of a parcel, as bytes."""
    return _pack({
        **dict(_flat("state", found.state)), **{f"model.{name}": getattr(found.model, name) for name in DRAWN},
        "gained": found.gained, "took_in": found.took_in,
    })  # fmt: skip


def unpack_found(data: bytes, model: Model) -> Found:
    """What came of the parcel with this model.

    Raises
    ------
    Unreadable
        The bytes are not what :func:`pack_found` of this version makes, or belong to another model.
    """
    arrays = _unpack(data)
    try:
        drawn = {name: arrays[f"model.{name}"] for name in DRAWN}
        return Found(
            model=model._replace(**drawn), state=_state(arrays, model), gained=float(arrays["gained"]),
            took_in=int(arrays["took_in"]),
        )  # fmt: skip
    except KeyError as missing:
        raise Unreadable(f"a plan of a part without {missing}") from missing


def _flat(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Named tuples in named tuples as names with dots."""
    if isinstance(value, tuple):
        for name, inner in value._asdict().items():  # type: ignore[attr-defined]
            yield from _flat(f"{path}.{name}", inner)
    else:
        yield path, value


def _pack(values: Arrays) -> bytes:
    file = io.BytesIO()
    arrays: dict[str, Any] = {name: np.asarray(value) for name, value in values.items()}
    np.savez(file, allow_pickle=False, **arrays)
    return zlib.compress(file.getvalue(), LEVEL)


def _unpack(data: bytes) -> Arrays:
    try:
        with np.load(io.BytesIO(zlib.decompress(data)), allow_pickle=False) as arrays:
            return dict(arrays)
    except (zlib.error, ValueError, OSError) as error:
        raise Unreadable(f"no arrays: {error}") from error


def _value(arrays: Arrays, path: str, name: str) -> Any:
    """An array, or the plain number that it was: compiled code tells one from the other."""
    array = arrays[f"{path}.{name}"]
    return array if array.ndim else array.item()


def _model(arrays: Arrays) -> Model:
    law = Law(**{name: _value(arrays, "model.law", name) for name in Law._fields})
    return Model(**{name: _value(arrays, "model", name) for name in Model._fields if name != "law"}, law=law)


def _state(arrays: Arrays, model: Model) -> State:
    state = State(**{name: arrays[f"state.{name}"] for name in State._fields})
    for name, given, empty in zip(State._fields, state, new_state(model), strict=True):
        if (given.shape, given.dtype) != (empty.shape, empty.dtype):
            raise Unreadable(f"{name} is {given.dtype}{given.shape}, where the part has {empty.dtype}{empty.shape}")
    return state
