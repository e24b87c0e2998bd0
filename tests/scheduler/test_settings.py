"""What the environment may say."""

import base64

import pytest
from pydantic import ValidationError

from scheduler.settings import Environment


def test_several_data_keys_are_read_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    new, old = (base64.b64encode(letter * 32).decode() for letter in (b"n", b"o"))
    monkeypatch.setenv("MENLU_DATA_KEY", f"{new}, {old}")
    assert Environment().menlu_data_key == (b"n" * 32, b"o" * 32)


@pytest.mark.parametrize("text", ["not base64", base64.b64encode(b"short").decode()])
def test_a_data_key_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("MENLU_DATA_KEY", text)
    with pytest.raises(ValidationError, match="32") as refused:
        Environment()
    assert text not in str(refused.value)


def test_hosts_are_words_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MENLU_ALLOWED_HOSTS", "a.example, b.example,")
    assert Environment().menlu_allowed_hosts == ("a.example", "b.example")


def test_keys_do_not_show() -> None:
    shown = repr(Environment())
    assert "menlu_data_key" not in shown
    assert "menlu_secret_key=SecretStr('**********')" in shown
