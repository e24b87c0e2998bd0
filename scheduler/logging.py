"""Logs: one JSON object a line, carrying the request's and the run's id, and no personal data.

Whoever works on a plan run binds it once: ``structlog.contextvars.bind_contextvars(run_id=...)``; the request's
id is bound by django-structlog's middleware. What looks like a person's number or a token is struck out of every
line, whoever wrote it; names and phone numbers read from the database are :class:`scheduler.crypto.Personal`
and hide themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

LogFormat = Literal["json", "console"]

HIDDEN = "‹hidden›"
PRIVATE_KEYS = frozenset(
    {"authorization", "cookie", "contact_name", "email", "id_number", "password", "person_name", "phone", "token"}
)
_PRIVATE_TEXT = (
    (re.compile(r"(?<![\w.-])\d{17}[\dXx](?!\w)"), HIDDEN),  # ID numbers
    (re.compile(r"(?<![\w.-])1\d{10}(?![\w.])"), HIDDEN),  # phone numbers
    (re.compile(r"\b(menlu_[a-z0-9]{8})_[\w-]{20,}"), r"\1_" + HIDDEN),  # API tokens: what tells them apart stays
)


def strike_out(value: object) -> object:
    """The same value without personal numbers and tokens, however deep they are."""
    if isinstance(value, str):
        for pattern, instead in _PRIVATE_TEXT:
            value = pattern.sub(instead, value)
        return value
    if isinstance(value, Mapping):
        return {k: HIDDEN if str(k).lower() in PRIVATE_KEYS else strike_out(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [strike_out(v) for v in value]
    return value


def no_personal_data(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Strike personal data out of a log line, as the last step before it is written."""
    return {key: HIDDEN if key.lower() in PRIVATE_KEYS else strike_out(value) for key, value in event.items()}


def shared_processors() -> list[Processor]:
    """What happens to every line, ours and other libraries'."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.UnicodeDecoder(),
    ]


def configure_structlog() -> None:
    """Send structlog's loggers through the standard library, so that all lines are formatted at one place."""
    structlog.configure(
        processors=[*shared_processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_config(log_format: LogFormat, level: str) -> dict[str, Any]:
    """The ``LOGGING`` setting: everything to standard error, as JSON or for a reader's eyes."""
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "menlu": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared_processors(),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    no_personal_data,
                    renderer,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "menlu"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # The makers of PDFs tell every step, even of being imported.
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
        },
    }
