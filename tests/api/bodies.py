"""A sound body for every endpoint that takes one, by its name; they fit the stage. Bytes are a file."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

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
SHEET = "姓名,手机,乡镇,可出发时间,上车点\n向阳花,11100000601,城东,2027-02-20 06:30,bp-1\n".encode()
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
    "worker_update": {"town": "城东街道"},
    "request_create": REQUEST,
    "request_bulk": {"rows": [REQUEST]},
    "request_update": {"priority": 1},
    "boarding_options_search": {},
    "request_move": {"action": "withdraw", "why": "has found work at home"},
    "request_moves_bulk": {"action": "verify", "requests": ["p4", "p5"]},
    "plant_create": {"code": "plant-2", "name": "二号厂"},
    "gate_set": {"place": "gate-1", "plant": "plant-1", "contact_name": "门卫", "contact_phone": "11100000502"},
    "job_post_create": POST,
    "job_post_bulk": {"rows": [POST]},
    "job_post_update": {"headcount": 4},
    "slot_create": SLOT,
    "slot_bulk": {"rows": [SLOT]},
    "slot_update": {"capacity": 40},
    "intake_decide": {"state": "confirmed"},
    "hours_say": {"keeps_open": True},
    "fleet_create": FLEET,
    "fleet_bulk": {"rows": [FLEET]},
    "fleet_update": {"count": 2},
    "service_create": SERVICE,
    "service_bulk": {"rows": [SERVICE]},
    "service_update": {"seats": 170},
    "message_resend": {"messages": ["00000000-0000-4000-8000-000000000000"]},
    "worker_language_set": {"language": "en"},
    "answers_note": {"rows": [{"request": "p1", "comes": True}]},
    "driver_create": {"code": "qian", "name": "钱处暑", "phone": "11100000092"},
    "driver_bulk": {"rows": [{"code": "qian", "name": "钱处暑"}]},
    "driver_update": {"licence_class": "A1"},
    "driver_days_set": {"days": [{"on": "2027-02-19", "drive_s": 25200}]},
    "duty_decide": {"state": "accepted", "plate": "渝H·00001"},
    "duties_decide": {"rows": [{"duty": "d1", "state": "refused", "reason": "车辆检修"}]},
    "webhook_create": {"url": "https://works.example/hook"},
    "webhook_update": {"description": "生产系统"},
    "matching_rules_set": {"skills": "wish", "most": 5},
    "matching_preview": {"requests": ["p4", "p5"]},
    "matching_apply": {},
    "duty_events": {"events": [{"id": str(uuid4()), "kind": "depart", "at": "2027-02-20T05:00:00+08:00", "stop": 0}]},
    "duty_position": {"device": "tracker-1", "at": "2027-02-20T05:05:00+08:00", "lon": 108.1, "lat": 29.5},
    "alert_settle": {"remark": "the airline waits"},
    "alert_hours_ask": {"until": "2026-03-01T12:30:00+08:00"},
    "reception_create": {"at": "2027-02-20T11:40:00+08:00", "people": 5},
    "upload_create": SHEET,
    "upload_take_in": {},
    "call_note": {"outcome": "reached", "note": "想一想"},
    "call_request": {"code": "new-call", "ready_at": "2027-02-20T05:00:00+08:00", "phone": "11100000602"},
    "run_start": {"seconds": 5, "seed": 1, "from_plan": "published", "locks": {"parties": ["p1"]}},
    "events_record": {"events": [{"kind": "withdrawal", "party": "p1", "reason": "sprained ankle"}]},
    "replan_start": {"seconds": 5, "locks": {"duties": ["d1"]}},
    "planning_policy_set": {"freeze_hours": 12, "move_cost": 100, "reserve": {"slot_share": 0.05}},
    "manifest_withdraw": {"why": "one more comes along"},
    "plan_approve": {"parties": ["p1"], "reason": "the works has burnt down"},
    "requests_join": {"groups": [["p4", "p5"]]},
    "request_split": {},
    "edit_create": {"edit": {"kind": "leave_out", "party": "p3", "why": "生病"}},
    "lock_create": {"kind": "duty", "code": "d2", "why": "已通知司机"},
}
