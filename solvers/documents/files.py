"""JSON files, plain or gzipped: read whole, written whole or not at all."""

from __future__ import annotations

import gzip
import json
import os
import stat
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from solvers.problem import Json

_GZIP_MAGIC = b"\x1f\x8b"


class Unreadable(ValueError):
    """A file that holds no JSON document."""


def load(path: str | os.PathLike[str]) -> Json:
    """The JSON document of a file, gzipped or not.

    Raises
    ------
    Unreadable
        The file cannot be read, or holds no JSON: says which file and what is wrong.
    """
    try:
        return parse(Path(path).read_bytes())
    except OSError as error:
        raise Unreadable(f"{os.fspath(path)}: {error.strerror or error}") from None
    except Unreadable as error:
        raise Unreadable(f"{os.fspath(path)}: {error}") from None


def parse(data: bytes) -> Json:
    """JSON bytes in UTF-8, gzipped or not -> the document; raises Unreadable.

    Stricter than Python: a key given twice and the words NaN and Infinity are no JSON.
    """
    try:
        plain = gzip.decompress(data) if data.startswith(_GZIP_MAGIC) else data
        document: Json = json.loads(
            plain.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_constant
        )
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Unreadable(f"cut-off or damaged gzip: {error}") from None
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise Unreadable(f"no JSON: {error}") from None
    except RecursionError:
        raise Unreadable("no JSON that can be read: nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"no JSON: {error}") from None
    return document


def dump(document: Mapping[str, Json], path: str | os.PathLike[str]) -> None:
    """Write a document, an entry of its lists a line; gzipped where the name ends in ``.gz``.

    The file appears whole or not at all: it is written beside its place and renamed.
    """
    data = "".join(_lines(document)).encode()
    target = Path(os.path.realpath(path))
    if target.suffix == ".gz":
        data = gzip.compress(data, mtime=0)
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):
        target.write_bytes(data)
        return
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _lines(document: Mapping[str, Json]) -> Iterator[str]:
    before = "{\n"
    for key, value in document.items():
        yield f"{before}{_text(key)}: "
        before = ",\n"
        if isinstance(value, list) and value:
            yield "[\n " + ",\n ".join(map(_text, value)) + "\n]"
        else:
            yield _text(value)
    yield "\n}\n" if document else "{}\n"


def _text(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text if text.isprintable() or _encodable(text) else json.dumps(value, allow_nan=False)


def _encodable(text: str) -> bool:
    """Half characters, which JSON can say and UTF-8 cannot, have to stay escaped."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _once_each(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise Unreadable(f"no JSON: key {twice!r} is given twice in one object")
    return found


def _no_constant(word: str) -> Json:
    raise Unreadable(f"no JSON: {word} is no number")
