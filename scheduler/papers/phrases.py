"""Every phrase of the papers.

They stand in one dataclass, so that a phrase missing in one language is a type error and not a hole in a sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Every word that a paper prints by itself."""

    language: Language
    weekdays: tuple[str, ...]
    months: tuple[str, ...]

    route_sheet: str
    duty: str
    plan: str
    draft: str
    draft_warning: str
    vehicle: str
    number_of: str
    seats: str
    wheelchair_spaces: str
    operator: str
    plate: str
    drivers: str
    driver: str
    drive_by: str
    escort: str
    begins: str
    ends: str
    distance: str
    driving: str
    people: str
    most_aboard: str
    contacts: str
    roles: dict[str, str]

    stop: str
    time: str
    place_and_people: str
    aboard: str
    arrive: str
    start: str
    depart: str
    begin_here: str
    end_here: str
    pick_up: str
    set_down: str
    persons: str
    phone_end: str
    from_service: str
    to_service: str
    from_duty: str
    to_duty: str
    needs: dict[str, str]
    withdrawn: str
    no_show: str
    at_the_door: str
    wheelchairs: str
    rest: str
    wait: str
    night_stop: str
    swap: str

    deadlines: str
    deadline: str
    planned: str
    spare: str
    check_in_closes: str
    gate_closes: str
    connects: str
    when_late: str
    late_advice: tuple[str, ...]
    modes: dict[str, str]
    signatures: tuple[str, ...]
    printed: str
    scan: str
    scan_link: str
    seat: str

    manifest: str
    from_to: str
    check_in: str
    comes_by: str
    goes_by: str
    employer: str
    counts: tuple[str, ...]
    handover: str
    every_place: str
    gives: str
    takes: str
    latest: str
    counted_out: str
    counted_in: str
    signed: str
    handover_advice: str

    intake_list: str
    summary: str
    slot: str
    gate: str
    window: str
    capacity: str
    expected: str
    first_arrival: str
    last_arrival: str
    arrival: str
    vehicle_or_service: str
    party: str
    name: str
    party_size: str
    sex: str
    sexes: dict[str, str]
    birth_year: str
    need: str
    contact: str
    arrived: str
    total: str
