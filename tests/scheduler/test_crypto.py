"""Personal data at rest."""

import base64
import os

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from pytest_django.fixtures import Settings

from scheduler.crypto import HIDDEN, Personal, Unreadable, id_number_hashes, seal, unseal
from scheduler.people.models import Worker
from scheduler.people.services import NewWorker, workers_add
from tests.cast import Cast

COLUMN = "people.worker.name"


def test_what_was_sealed_opens_again() -> None:
    assert unseal(seal("钱雨水", column=COLUMN), column=COLUMN) == "钱雨水"
    assert unseal(seal("", column=COLUMN), column=COLUMN) == ""


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert seal("x", column=COLUMN) != seal("x", column=COLUMN)


def test_a_value_does_not_open_in_another_column() -> None:
    with pytest.raises(Unreadable, match="another column"):
        unseal(seal("x", column=COLUMN), column="people.worker.phone")


@pytest.mark.parametrize("index", [0, 1, 5, 20, -1])
def test_a_value_that_was_altered_does_not_open(index: int) -> None:
    sealed = bytearray(seal("钱雨水", column=COLUMN))
    sealed[index] ^= 1
    with pytest.raises(Unreadable):
        unseal(bytes(sealed), column=COLUMN)


def test_keys_are_rotated_by_putting_the_new_one_in_front(settings: Settings) -> None:
    old, new = os.urandom(32), os.urandom(32)
    settings.MENLU_DATA_KEYS = (old,)
    sealed, (hashed,) = seal("x", column=COLUMN), id_number_hashes("500239199001011231")
    settings.MENLU_DATA_KEYS = (new, old)
    assert unseal(sealed, column=COLUMN) == "x"
    assert id_number_hashes("500239199001011231")[1] == hashed
    assert seal("x", column=COLUMN)[1:5] != sealed[1:5]
    settings.MENLU_DATA_KEYS = (new,)
    with pytest.raises(Unreadable, match=f"sealed with key {sealed[1:5].hex()}"):
        unseal(sealed, column=COLUMN)


def test_id_numbers_are_hashed_under_a_key_and_whatever_their_spelling(settings: Settings) -> None:
    assert id_number_hashes("50023919900101123x") == id_number_hashes(" 5002 3919900101123X")
    before = id_number_hashes("500239199001011231")
    settings.MENLU_DATA_KEYS = (os.urandom(32),)
    assert id_number_hashes("500239199001011231") != before


def test_the_database_never_sees_a_name_in_the_clear(cast: Cast) -> None:
    with cast.coordinator.acting():
        new = NewWorker(name="钱雨水", phone="11100000601", id_number="500239199001011231")
        workers_add(bureau=cast.coordinator.organisation, workers=[new]).only()
        with connection.cursor() as cursor:
            cursor.execute("select to_jsonb(w)::text, name, phone from people_worker w")
            row, name, phone = cursor.fetchone()
    seen = row.encode() + bytes(name) + bytes(phone)
    for secret in ("钱雨水", "11100000601", "500239199001011231"):
        assert secret.encode() not in seen
        assert secret.encode().hex() not in row
        assert base64.b64encode(secret.encode()).decode() not in row


def test_sealed_columns_cannot_be_searched() -> None:
    with pytest.raises(FieldError):
        Worker.objects.filter(name="钱雨水").exists()


def test_personal_text_hides_itself_but_is_text() -> None:
    name = Personal("钱雨水")
    assert (str(name), name + "!", f"{name}", repr(name)) == ("钱雨水", "钱雨水!", "钱雨水", HIDDEN)
