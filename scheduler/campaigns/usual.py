"""What a campaign begins with that nobody has set otherwise: roads by the straight line, and the driver law of China.

A bureau changes them afterwards, or begins with a document that has its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from solvers.problem import Json

USUAL_TRAVEL: Final[Mapping[str, Json]] = {
    "kind": "haversine",
    "detour": 1.4,
    "tiers": [{"upto_m": 15_000, "kmh": 35}, {"upto_m": 80_000, "kmh": 55}, {"kmh": 80}],
}
CHINA: Final[Mapping[str, Json]] = {
    "max_continuous_drive_s": 14_400,
    "min_break_s": 1200,
    "swap_s": 300,
    "max_drive_24h_s": 28_800,
    "max_drive_7d_s": 158_400,
    "min_drivers": {"over_m": 400_000, "drivers": 2},
    "night": {"from": "22:00", "to": "06:00", "max_continuous_drive_s": 7200},
    "night_stop": {"from": "02:00", "to": "05:00", "over_m": 200_000},
}
EUROPE: Final[Mapping[str, Json]] = {
    "max_continuous_drive_s": 16_200,
    "min_break_s": 2700,
    "swap_s": 300,
    "max_drive_24h_s": 32_400,
    "max_drive_7d_s": 201_600,
}
"""Regulation (EC) 561/2006: four and a half hours, then 45 minutes; nine hours a day, 56 a week."""
LAWS: Final[Mapping[str, Mapping[str, Json]]] = {"cn": CHINA, "eu": EUROPE}
"""Driver laws to begin with."""
USUAL_RULES: Final[Mapping[str, Json]] = {
    "stop_fixed_s": 120,
    "stop_per_person_s": 15,
    "transfer_s": 900,
    "max_journey_s": 172_800,
    "max_load_factor": 1.0,
    "escort_seats": 1,
    "time_cost_per_hour": 12,
    "driver_hours": dict(CHINA),
}
