"""What pydantic finds wrong with a document, as one place and one sentence."""

from __future__ import annotations

from reprlib import Repr

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from solvers.problem import Json

_short = Repr()
_short.maxstring = _short.maxother = _short.maxlong = 60

_SENTENCES = {
    "missing": "missing",
    "extra_forbidden": "unknown key",
    "int_type": "{value} is not a whole number",
    "int_from_float": "{value} is not a whole number",
    "float_type": "{value} is not a number",
    "finite_number": "{value} is not a finite number",
    "string_type": "{value} is not a text",
    "string_too_short": "is empty",
    "string_unicode": "{value} is not a text of whole characters",
    "model_type": "{value} is not an object",
    "model_attributes_type": "{value} is not an object",
    "tuple_type": "{value} is not a list",
    "too_long": "has {actual_length} entries, more than {max_length}",
    "greater_than_equal": "{value} is less than {ge}",
    "greater_than": "{value} is not more than {gt}",
    "less_than_equal": "{value} is more than {le}",
    "less_than": "{value} is not less than {lt}",
    "literal_error": "{value} is not {expected}",
    "enum": "{value} is not {expected}",
    "union_tag_invalid": "{discriminator} is {tag!r}, none of {expected_tags}",
    "union_tag_not_found": "has no {discriminator}",
    "text": "{what}",
}


def first_fault(error: ValidationError, document: Json) -> tuple[str, str]:
    """The place in the document of the first fault, such as ``parties[3].size``, and what is wrong there."""
    detail = error.errors(include_url=False)[0]
    return _place(detail, document), _sentence(detail)


def _place(detail: ErrorDetails, document: Json) -> str:
    """The path without what pydantic adds to it: the tags of unions are no keys of the document."""
    path, here, last = "", document, len(detail["loc"]) - 1
    for depth, step in enumerate(detail["loc"]):
        if isinstance(step, int):
            path += f"[{step}]"
            here = here[step] if isinstance(here, list) and step < len(here) else None
        elif isinstance(here, dict) and depth != last and step in (here.get("kind"), here.get("mode")):
            continue
        elif isinstance(here, dict) and (step in here or (depth == last and detail["type"] == "missing")):
            path += f".{step}" if path else step
            here = here.get(step)
    return path


def _sentence(detail: ErrorDetails) -> str:
    sentence = _SENTENCES.get(detail["type"])
    if sentence is None:
        return detail["msg"]
    limits = {key: _plain(value) for key, value in detail.get("ctx", {}).items()}
    return sentence.format(value=_short.repr(detail["input"]), **limits)


def _plain(limit: object) -> object:
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


def only_unknown_words(error: ValidationError) -> bool:
    """Whether all that is wrong is words out of the format's closed lists."""
    words = {"enum", "union_tag_invalid", "union_tag_not_found"}
    return all(detail["type"] in words for detail in error.errors(include_url=False))
