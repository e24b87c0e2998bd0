"""Personal data at rest: names and phone numbers encrypted, ID numbers as a keyed hash only.

All keys are derived with HKDF-SHA256 (RFC 5869) from the data keys of the settings, newest first: the first
encrypts, every one of them decrypts, so that a key is rotated by putting the new one in front.

A sealed value is ``version (1 byte) | key id (4) | nonce (12) | AES-256-GCM ciphertext and tag``. The column's
name is authenticated with it: a value moved to another column does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

VERSION = b"\x01"
KEY_ID_BYTES, NONCE_BYTES = 4, 12
CHINESE_DIGITS = 11
HIDDEN = "‹hidden›"


class Unreadable(Exception):
    """A sealed value that no key at hand opens, or that was put where it does not belong."""


class Personal(str):
    """A name or a phone number: text that does not show itself in reprs, tracebacks and logs."""

    __slots__ = ()

    def __repr__(self) -> str:
        return HIDDEN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keys:
    """What is derived from one data key."""

    id: bytes
    cipher: AESGCM = field(repr=False)
    hash_key: bytes = field(repr=False)


def _derived(secret: bytes, purpose: bytes, length: int = 32) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=b"menlu/" + purpose).derive(secret)


@lru_cache(maxsize=8)
def _keys_of(secret: bytes) -> _Keys:
    return _Keys(
        id=_derived(secret, b"key-id", KEY_ID_BYTES),
        cipher=AESGCM(_derived(secret, b"aes-gcm")),
        hash_key=_derived(secret, b"id-number-hmac"),
    )


def _all_keys() -> tuple[_Keys, ...]:
    return tuple(_keys_of(secret) for secret in settings.MENLU_DATA_KEYS)


def seal(text: str, *, column: str) -> bytes:
    """Encrypt ``text`` for ``column`` (``app.model.field``) with the newest key."""
    keys, nonce = _all_keys()[0], os.urandom(NONCE_BYTES)
    return VERSION + keys.id + nonce + keys.cipher.encrypt(nonce, text.encode(), column.encode())


def unseal(sealed: bytes, *, column: str) -> Personal:
    """The text of a sealed value.

    Raises
    ------
    Unreadable
        Its key is not among the data keys, it was altered, or it was sealed for another column.
    """
    head = len(VERSION) + KEY_ID_BYTES
    version, key_id, nonce = sealed[:1], sealed[1:head], sealed[head : head + NONCE_BYTES]
    keys = next((keys for keys in _all_keys() if keys.id == key_id), None)
    if version != VERSION or keys is None:
        raise Unreadable(f"{column}: sealed with key {key_id.hex()}, which is not among MENLU_DATA_KEY")
    try:
        return Personal(keys.cipher.decrypt(nonce, sealed[head + NONCE_BYTES :], column.encode()).decode())
    except InvalidTag:
        raise Unreadable(f"{column}: the value was altered or belongs to another column") from None


def id_number_hashes(number: str) -> tuple[str, ...]:
    """The keyed hashes that an ID number may be stored under, that of the newest key first.

    Spaces and letter case do not count (the last character of a Chinese ID number may be x or X).
    """
    return _hashes("".join(number.split()).upper())


def phone_hashes(number: str) -> tuple[str, ...]:
    """The keyed hashes of a telephone number, by which a reply finds who was written to; the newest key's first.

    Only digits count, and of those China's prefix does not: 0086 or 86 before a number of 11 digits.
    """
    digits = "".join(filter(str.isdecimal, number)).removeprefix("00")
    return _hashes("tel:" + (digits[2:] if len(digits) == CHINESE_DIGITS + 2 and digits.startswith("86") else digits))


def _hashes(plain: str) -> tuple[str, ...]:
    return tuple(
        f"{keys.id.hex()}:{hmac.new(keys.hash_key, plain.encode(), hashlib.sha256).hexdigest()}" for keys in _all_keys()
    )


class SealedText(models.Field):  # type: ignore[type-arg]  # django-stubs' Field has no default parameters
    """A column of text that the database never sees in the clear; it cannot be searched or ordered."""

    description = "Encrypted text"
    empty_strings_allowed = True

    def get_internal_type(self) -> str:
        """Sealed values are bytes; said so, Django hands many rows to PostgreSQL as one array a column."""
        return "BinaryField"

    @property
    def column_label(self) -> str:
        """The name that is authenticated with each value."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_db_prep_value(self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Seal on the way in; an empty text stays empty."""
        return None if value is None else seal(str(value), column=self.column_label)

    def from_db_value(self, value: bytes | memoryview | None, *_: object) -> Personal | None:
        """Unseal on the way out."""
        return None if value is None else unseal(bytes(value), column=self.column_label)

    def to_python(self, value: object) -> Personal | None:
        """Text, as :class:`Personal`."""
        return None if value is None else Personal(value)

    def get_lookup(self, lookup_name: str) -> Callable[..., Any] | None:  # type: ignore[override]
        """Only ``isnull`` makes sense: equal texts are sealed differently."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
