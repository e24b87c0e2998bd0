"""Named tuples of arrays, handed to compiled code by reference.

Numba copies a tuple's arrays at every call; a plan has dozens. A reference is one pointer, and may be
created outside compiled code only: code that creates one cannot be loaded from Numba's cache.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from numba import types
from numba.experimental import structref

Fields = TypeVar("Fields", bound=tuple[Any, ...])


def by_reference(fields: type[Fields]) -> Callable[[Fields], Fields]:
    """A function that turns a named tuple of one class into a reference with the same attributes."""

    def preprocess_fields(_: Any, members: Any) -> Any:
        return tuple((name, types.unliteral(kind)) for name, kind in members)

    def new(cls: Any, *values: Any) -> Any:
        return structref.StructRefProxy.__new__(cls, *values)

    def publish(name: str, base: type, **body: Any) -> Any:
        # Numba's cache finds a type again by the module and the name that it had
        made = type(name, (base,), {"__module__": fields.__module__, **body})
        setattr(sys.modules[fields.__module__], name, made)
        return made

    reference = publish(f"{fields.__name__}Reference", types.StructRef, preprocess_fields=preprocess_fields)
    proxy = publish(f"{fields.__name__}Proxy", structref.StructRefProxy, __new__=new)
    structref.register(reference)
    structref.define_proxy(proxy, reference, list(fields._fields))  # type: ignore[attr-defined]

    def refer(values: Fields) -> Fields:
        made: Fields = proxy(*values)
        return made

    return refer
