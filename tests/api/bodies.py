"""A sound body for every endpoint that takes one, by its name; they fit the stage."""

from __future__ import annotations

from typing import Any

from solvers.documents import write_problem
from tests.builders import ok_small
from tests.cast import PASSWORD

RULES = write_problem(ok_small())["rules"]
TRAVEL = {"kind": "haversine", "detour": 1.4, "tiers": [{"upto_m": 15000, "kmh": 35}, {"kmh": 80}]}
MEMBER = {"email": "gate@works.example", "password": "a-long-enough-one-9", "name": "门卫", "role": "employer"}
PLACE = {"code": "new-place", "kind": "gate", "name": "新门", "lon": 119.4, "lat": 35.4, "hours": ["06:00", "19:30"]}
WORKER = {"name": "向日葵", "phone": "11100000001", "id_number": "500000200002020000", "birth_year": 2000}
REQUEST = {
    "code": "new-party",
    "size": 2,
    "ready_at": "2027-02-20T05:00:00+08:00",
    "boarding": [{"at": "bp-1", "access_s": 600}],
    "choices": [{"slot": "s1"}],
}
POST = {"code": "new-post", "title": "焊工", "headcount": 3, "plant": "plant-1"}
SLOT = {
    "code": "new-slot",
    "gate": "gate-1",
    "capacity": 10,
    "windows": [["2027-02-20T11:00:00+08:00", "2027-02-20T12:00:00+08:00"]],
}
FLEET = {
    "code": "new-fleet",
    "count": 1,
    "seats": 19,
    "crews": [{"drivers": 1}],
    "start": "bp-1",
    "available_from": "2027-02-20T00:00:00+08:00",
    "available_until": "2027-02-22T00:00:00+08:00",
    "cost_fixed": 500,
    "cost_per_km": 5,
    "cost_per_hour": 50,
}
SERVICE = {
    "code": "new-service",
    "mode": "flight",
    "origin": "hub-1",
    "destination": "hub-2",
    "departs_at": "2027-02-20T08:00:00+08:00",
    "arrives_at": "2027-02-20T10:00:00+08:00",
    "seats": 180,
    "cost_fixed": 160000,
    "cost_per_seat": 0,
}
BODIES: dict[str, Any] = {
    "token_create": {"email": "coordinator@qianjiang.example", "password": PASSWORD},
    "organisation_create": {"kind": "employer", "code": "new-works", "name": "新厂", "member": MEMBER},
    "member_create": {**MEMBER, "email": "second@qianjiang.example", "role": "driver"},
    "campaign_import": write_problem(ok_small()),
    "campaign_create": {
        "name": "spring",
        "horizon_start": "2027-02-20T00:00:00+08:00",
        "horizon_end": "2027-02-24T00:00:00+08:00",
        "travel": TRAVEL,
        "rules": RULES,
    },
    "campaign_update": {"title": "春运"},
    "access_rules_set": {"rules": [{"means": "walk", "place_kinds": ["hub"], "reach_m": 900, "kmh": 4}]},
    "participation_create": {"organisation": "jijiang"},
    "contact_create": {"role": "desk", "name": "许小暑", "phone": "11100000501"},
    "place_create": PLACE,
    "place_bulk": {"rows": [PLACE]},
    "place_update": {"name": "村口"},
    "worker_create": WORKER,
    "worker_bulk": {"rows": [WORKER]},
    "worker_update": {"town": "城东"},
    "request_create": REQUEST,
    "request_bulk": {"rows": [REQUEST]},
    "request_update": {"priority": 1},
    "boarding_options_search": {},
    "plant_create": {"code": "plant-2", "name": "二号厂"},
    "gate_set": {"place": "gate-1", "plant": "plant-1", "contact_name": "门卫", "contact_phone": "11100000502"},
    "job_post_create": POST,
    "job_post_bulk": {"rows": [POST]},
    "job_post_update": {"headcount": 4},
    "slot_create": SLOT,
    "slot_bulk": {"rows": [SLOT]},
    "slot_update": {"capacity": 40},
    "intake_decide": {"state": "confirmed"},
    "fleet_create": FLEET,
    "fleet_bulk": {"rows": [FLEET]},
    "fleet_update": {"count": 2},
    "service_create": SERVICE,
    "service_bulk": {"rows": [SERVICE]},
    "service_update": {"seats": 170},
    "run_start": {"seconds": 5, "seed": 1},
    "edit_create": {"edit": {"kind": "leave_out", "party": "p3", "why": "生病"}},
    "lock_create": {"kind": "duty", "code": "d2", "why": "已通知司机"},
}
