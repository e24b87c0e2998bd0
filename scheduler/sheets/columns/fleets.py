"""Fleets as operators and employers offer them: a row for each way to man a vehicle."""

from __future__ import annotations

from functools import partial
from typing import Final

from scheduler.sheets import cells
from scheduler.sheets.both import Both
from scheduler.sheets.columns.column import Column
from scheduler.sheets.columns.offers import (
    COST_FIXED,
    HOLD_UNTIL,
    NAME,
    OPERATOR,
    SEATS,
    WHEELCHAIRS,
    cost_column,
    place_column,
)

CODE: Final = Column(
    key="code",
    head=Both("车队编号", "Fleet code"),
    also=("编号", "车队", "代码", "fleet"),
    read=cells.code,
    needed=True,
    help=Both(
        "必填。同一编号的几行是同一车队的几种驾驶配置。以“示例”开头的行会跳过。",
        "Needed. Several rows of one code are several ways to man its vehicles. "
        "Rows that begin with 'Example' are passed over.",
    ),
    example=Both("示例 wl-49", "Example wl-49"),
)

FLEET: Final = (
    OPERATOR,
    NAME,
    Column(
        key="count",
        shared=True,
        head=Both("车辆数", "Vehicles"),
        also=("数量", "车数", "台数", "辆数", "number of vehicles"),
        read=partial(cells.whole, most=10_000),
        help=Both("新车队必填。同样的车有几辆。", "Needed for a new fleet. How many equal vehicles."),
        example=Both("6", "6"),
        looks="number",
        width=9,
    ),
    SEATS,
    WHEELCHAIRS,
    place_column(
        "start",
        Both("出发停车场", "Starts at"),
        *("停车场", "出发地", "起点", "depot", "start"),
        options_of="depots",
        says=Both("新车队必填。名称或代码。", "Needed for a new fleet. Name or code of the place."),
    ),
    place_column(
        "end",
        Both("返回停车场", "Ends at"),
        *("返回地", "终点", "end"),
        options_of="depots",
        says=Both("名称或代码；不填则在末站结束。", "Name or code; left empty, where its last stop is."),
    ),
    Column(
        key="available_from",
        shared=True,
        head=Both("可用开始", "Available from"),
        also=("可用时间", "空闲开始", "开始日期", "free from"),
        read=cells.moment,
        help=Both("不填则从本批次开始起。", "Left empty, from the beginning of the campaign."),
        example=Both("2027-02-20", "2027-02-20"),
        looks="moment",
        width=18,
    ),
    Column(
        key="available_until",
        shared=True,
        head=Both("可用结束", "Available until"),
        also=("空闲结束", "结束日期", "free until"),
        read=cells.due,
        help=Both(
            "只写日期按当天 24:00 计；不填则到本批次结束。", "A date alone means its end; left empty, all along."
        ),
        example=Both("2027-02-23", "2027-02-23"),
        looks="moment",
        width=18,
    ),
    COST_FIXED,
    cost_column("cost_per_km", Both("每公里费用", "Cost per km"), "公里单价", "元/公里", "price per km", example="6.5"),
    cost_column(
        "cost_per_hour", Both("每小时费用", "Cost per hour"), "小时单价", "元/小时", "price per hour", example="60"
    ),
    Column(
        key="only_slots",
        shared=True,
        head=Both("只接批次", "Only for slots"),
        also=("专车批次", "专用批次", "only slots", "reserved for"),
        read=cells.slots,
        help=Both(
            "企业自派车：只有去这些批次的人能坐；不填则都能坐。",
            "An employer's own vehicle: only people of these slots ride; left empty, all.",
        ),
        example=Both("", ""),
        options_of="slots",
        width=18,
    ),
    HOLD_UNTIL,
)
"""What is said of the fleet."""

CREW: Final = (
    Column(
        key="drivers",
        head=Both("驾驶员数", "Drivers"),
        also=("驾驶员", "司机人数", "司机数", "每车司机"),
        read=partial(cells.whole, least=1, most=20),
        help=Both("每车几名驾驶员；不填按 1 名。", "Drivers of a vehicle; left empty, one."),
        example=Both("2", "2"),
        looks="number",
        width=9,
    ),
    Column(
        key="crew_cost",
        head=Both("驾驶配置加价", "Crew's extra cost"),
        also=("加价", "司机加价", "crew cost"),
        read=cells.money,
        help=Both("按此配置另加的费用；不填按 0 计。", "What this way costs besides; left empty, 0."),
        example=Both("", ""),
        looks="number",
        width=12,
    ),
    Column(
        key="crew_seats",
        head=Both("替班占座", "Crew's seats"),
        also=("占座", "司机占座", "crew seats"),
        read=partial(cells.whole, most=20),
        help=Both("替班驾驶员占几个客座；不填按 0 计。", "Passengers' seats that relief drivers take; left empty, 0."),
        example=Both("", ""),
        looks="number",
        width=10,
    ),
)
"""What each row says of its crew."""

COLUMNS: Final = (CODE, *FLEET, *CREW)
