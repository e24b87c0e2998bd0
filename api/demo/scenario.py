"""What the clients of the demonstration post, and who they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.demo.client import DemoFailed, Row

SCENARIO = Path(__file__).resolve().parents[2] / "fixtures" / "qianjiang-rizhao"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How somebody signs in."""

    role: str
    organisation: str
    name: str
    email: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One wave: what the bureau, the employers and the operators post, in the API's shapes."""

    bureau: Row
    employers: tuple[Row, ...]
    operators: tuple[Row, ...]

    @property
    def carriers(self) -> tuple[Row, ...]:
        """Everyone with vehicles or services: operators, and employers that send coaches of their own."""
        return (*self.employers, *self.operators)

    def english_names(self) -> dict[str, str]:
        """What places, fleets and services are called in English, by their codes."""
        things = [*self.bureau["places"]]
        for one in self.carriers:
            things += [*one["places"], *one["fleets"], *one.get("services", ())]
        return {thing["code"]: thing["name_en"] for thing in things}


def read_scenario(folder: Path = SCENARIO) -> Scenario:
    """The scenario of a folder of fixtures."""
    return Scenario(
        bureau=_json(folder / "bureau.json"),
        employers=tuple(_json(folder / "employers.json")),
        operators=tuple(_json(folder / "operators.json")),
    )


def read_accounts(path: Path) -> tuple[Account, ...]:
    """The accounts that `demo_accounts` made.

    Raises
    ------
    DemoFailed
        There is no such file.
    """
    if not path.exists():
        raise DemoFailed(f"no accounts in {path}: make them with `./menlu manage demo_accounts --out {path}`")
    known = Account.__dataclass_fields__
    return tuple(Account(**{key: row[key] for key in known}) for row in _json(path))


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
