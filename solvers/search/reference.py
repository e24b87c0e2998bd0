"""Named tuples of arrays, handed to compiled code as one pointer.

Numba copies a tuple's arrays at every call, and counts references to each array that a structref gives out:
together most of a search's time. A :class:`Reference` is the address of a table with every field's data pointer
and shape; an array read through it is borrowed, so nothing is counted, and is never indexed from its end, which
Numba would allow for at every access (:class:`FromStart`). Python's side keeps the arrays alive.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    NativeValue,
    infer_getattr,
    lower_builtin,
    lower_getattr_generic,
    models,
    register_model,
    typeof_impl,
    unbox,
)
from numba.np.arrayobj import (
    getitem_array_tuple,
    getitem_arraynd_intp,
    load_item,
    make_array,
    populate_array,
    setitem_array,
    store_item,
)

Fields = TypeVar("Fields", bound=tuple[Any, ...])
WORD = 8
"""Bytes of a table's entry."""


class FromStart(types.Array):
    """A contiguous array whose elements are read and written by indices that count from its start: none is below 0."""


register_model(FromStart)(models.ArrayModel)


class Borrowed(types.Type):
    """The compiled side of a reference: its fields' names and types, in the order of its table."""

    def __init__(self, fields: str, members: tuple[tuple[str, types.Type], ...]) -> None:
        self.members = members
        super().__init__(name=f"Borrowed[{fields}]({', '.join(f'{name}: {kind}' for name, kind in members)})")

    def find(self, name: str) -> tuple[int, types.Type] | None:
        """A field's first word in the table, and its type (None: there is no such field)."""
        word = 0
        for member, kind in self.members:
            if member == name:
                return word, kind
            word += _words(kind)
        return None


register_model(Borrowed)(models.OpaqueModel)


class Reference:
    """Keeps the fields alive, and the table of their addresses."""

    __slots__ = ("address", "kind", "table", "values")

    def __init__(self, fields: tuple[Any, ...]) -> None:
        self.values = [Reference(value) if isinstance(value, tuple) else value for value in fields]
        members = tuple(zip(fields._fields, map(_kind, self.values), strict=True))  # type: ignore[attr-defined]
        self.kind = Borrowed(type(fields).__name__, members)
        self.table = np.array([word for value in self.values for word in _entry(value)], dtype=np.int64)
        self.address = int(self.table.ctypes.data)


def by_reference(fields: type[Fields]) -> Callable[[Fields], Fields]:
    """A function that turns a named tuple of one class into a reference; compiled code reads it like the tuple."""

    def refer(values: Fields) -> Fields:
        if not isinstance(values, fields):
            raise TypeError(f"{type(values).__name__} is no {fields.__name__}")
        made: Any = Reference(values)
        return made  # type: ignore[no-any-return]

    return refer


def _kind(value: Any) -> types.Type:
    if isinstance(value, Reference):
        return value.kind
    if isinstance(value, np.ndarray):
        if not value.flags.c_contiguous:
            raise ValueError("a field that is referred to must be contiguous")
        return FromStart(numba.typeof(value).dtype, value.ndim, "C", name=f"FromStart({value.dtype}, {value.ndim}d)")
    kind: types.Type = numba.typeof(value)
    return kind


def _words(kind: types.Type) -> int:
    return 1 + kind.ndim if isinstance(kind, types.Array) else 1


def _entry(value: Any) -> list[int]:
    """The words of one field: an array's address and shape, a reference's address, or a number's bits."""
    if isinstance(value, np.ndarray):
        return [int(value.ctypes.data), *value.shape]
    if isinstance(value, Reference):
        return [value.address]
    if isinstance(value, float):
        return [int(np.float64(value).view(np.int64))]
    return [int(value)]


@typeof_impl.register(Reference)
def _typeof(value: Reference, _context: Any) -> types.Type:
    return value.kind


@unbox(Borrowed)  # type: ignore[untyped-decorator]
def _unbox(_kind: Borrowed, value: Any, c: Any) -> NativeValue:
    address = c.pyapi.object_getattr_string(value, "address")
    number = c.pyapi.long_as_longlong(address)
    c.pyapi.decref(address)
    return NativeValue(c.builder.inttoptr(number, cgutils.voidptr_t))


@infer_getattr
class _Attributes(AttributeTemplate):
    key = Borrowed

    def generic_resolve(self, kind: Borrowed, name: str) -> types.Type | None:  # type: ignore[override]
        found = kind.find(name)
        return found[1] if found else None


@lower_getattr_generic(Borrowed)  # type: ignore[untyped-decorator]
def _getattr(context: Any, builder: Any, kind: Borrowed, value: Any, name: str) -> Any:
    word, member = kind.find(name) or (0, types.none)
    table = builder.bitcast(value, ir.IntType(64).as_pointer())

    def read(k: int) -> Any:
        number = builder.load(builder.gep(table, [ir.Constant(ir.IntType(64), word + k)]))
        # a table never changes: loops may read it once
        number.set_metadata("invariant.load", builder.module.add_metadata([]))
        return number

    if isinstance(member, types.Array):
        return _array(context, builder, member, read)
    if isinstance(member, Borrowed):
        return builder.inttoptr(read(0), cgutils.voidptr_t)
    if isinstance(member, types.Float):
        return builder.bitcast(read(0), context.get_value_type(member))
    return context.cast(builder, read(0), types.int64, member)


def _array(context: Any, builder: Any, kind: types.Array, read: Callable[[int], Any]) -> Any:
    """An array that owns nothing, so that no reference to it is counted."""
    made = make_array(kind)(context, builder)
    itemsize = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(kind.dtype)))
    shape = [read(1 + axis) for axis in range(kind.ndim)]
    strides = [itemsize]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    data = builder.inttoptr(read(0), context.get_data_type(kind.dtype).as_pointer())
    populate_array(made, data=data, shape=shape, strides=strides, itemsize=itemsize, meminfo=None)
    return made._getvalue()  # noqa: SLF001 - Numba's own lowering has no other name for it


def _place(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    """The address of one element (None: the index is of several)."""
    kind, index_kind = signature.args[:2]
    kinds, indices = [index_kind], [args[1]]
    if isinstance(index_kind, types.BaseTuple):
        kinds, indices = list(signature.args[1].types), cgutils.unpack_tuple(builder, args[1])
    if len(kinds) < kind.ndim or not all(isinstance(of, types.Integer) for of in kinds):
        return None
    counts = [context.cast(builder, k, of, types.intp) for k, of in zip(indices, kinds, strict=True)]
    array, checked = make_array(kind)(context, builder, args[0]), context.enable_boundscheck
    return cgutils.get_item_pointer(context, builder, kind, array, counts, boundscheck=checked)


@lower_builtin(operator.getitem, FromStart, types.Integer)  # type: ignore[untyped-decorator]
@lower_builtin(operator.getitem, FromStart, types.BaseTuple)  # type: ignore[untyped-decorator]
def _read(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    place = _place(context, builder, signature, args)
    if place is None:
        numbas = getitem_array_tuple if isinstance(signature.args[1], types.BaseTuple) else getitem_arraynd_intp
        return numbas(context, builder, signature, args)
    return load_item(context, builder, signature.args[0], place)


@lower_builtin(operator.setitem, FromStart, types.Any, types.Any)  # type: ignore[untyped-decorator]
def _write(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    place = _place(context, builder, signature, args)
    if place is None:
        return setitem_array(context, builder, signature, args)
    kind, _, value_kind = signature.args
    store_item(context, builder, kind, context.cast(builder, args[2], value_kind, kind.dtype), place)
    return context.get_dummy_value()
