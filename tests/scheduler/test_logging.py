"""Logs carry ids and no personal data."""

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
import structlog

from scheduler.crypto import Personal
from scheduler.logging import logging_config
from scheduler.people.services import NewWorker, workers_add
from tests.cast import Cast

ID_NUMBER, PHONE, TOKEN = "50023919900101123X", "13800138000", "menlu_abcd1234_" + "s" * 43


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What goes to the log, as it would in production but for the level."""
    stream = io.StringIO()
    config = logging_config("json", "DEBUG")
    config["handlers"]["stderr"]["stream"] = stream
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logging.config.dictConfig(config)
    yield stream
    root.handlers, root.level = before, level


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_the_ids_of_the_request_and_the_run(written: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1", run_id="run-1"):
        structlog.get_logger("menlu.test").info("run_claimed", seconds=60)
        logging.getLogger("some.library").warning("slow: %s ms", 12)
    ours, theirs = lines(written)
    assert ours["event"] == "run_claimed"
    assert ours["seconds"] == 60
    assert theirs["event"] == "slow: 12 ms"
    for line in (ours, theirs):
        assert (line["request_id"], line["run_id"]) == ("r-1", "run-1")
        assert {"timestamp", "level", "logger"} <= set(line)


def test_numbers_tokens_and_private_fields_are_struck_out_whoever_writes_them(written: io.StringIO) -> None:
    structlog.get_logger("menlu.test").info(
        "told", phone="12345", text=f"call {PHONE}", deep=[{"id": ID_NUMBER, "person_name": "钱雨水"}]
    )
    logging.getLogger("some.library").error("id %s with %s", ID_NUMBER, TOKEN)
    name = Personal("钱雨" + "水")  # the traceback quotes this line
    try:
        raise ValueError(f"{ID_NUMBER} of {name!r}")
    except ValueError:
        structlog.get_logger("menlu.test").exception("broke")
    text = written.getvalue()
    for secret in ('12345"', PHONE, ID_NUMBER, "钱雨水", TOKEN):
        assert secret not in text
    assert "menlu_abcd1234_" in text
    assert len(lines(written)) == 3


def test_counts_ids_and_times_stay_readable(written: io.StringIO) -> None:
    kept = {"run_id": "0190d0c8-13800138000a-7000", "bytes": 13800138000, "at": "2027-02-20T00:00:00+08:00", "x": 1.5}
    structlog.get_logger("menlu.test").info("kept", **kept)
    (line,) = lines(written)
    assert {key: line[key] for key in kept} == kept


def test_registering_workers_leaves_nothing_of_them_in_the_log(cast: Cast, written: io.StringIO) -> None:
    new = NewWorker(name="钱雨水", phone=PHONE, id_number=ID_NUMBER)
    with cast.coordinator.acting():
        workers_add(bureau=cast.coordinator.organisation, workers=[new]).only()
        logging.getLogger("menlu.test").info(
            "%r %r", new, workers_add(bureau=cast.coordinator.organisation, workers=[new])
        )
    text = written.getvalue()
    assert text
    for secret in ("钱雨水", PHONE, ID_NUMBER):
        assert secret not in text
