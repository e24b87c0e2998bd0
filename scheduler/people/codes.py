"""The short code of a party: on its slip, as text and as a QR code, and known to the telephones of its duties."""

from __future__ import annotations

from uuid import UUID

from django.utils.crypto import salted_hmac

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0, 1, I, L and O: they are misread."""
LENGTH = 6


def boarding_code(request_id: UUID) -> str:
    """Six characters that only who made them can know; the same as long as the request lasts."""
    number = int.from_bytes(salted_hmac("menlu.boarding", request_id.bytes, algorithm="sha256").digest(), "big")
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "".join(letters)
