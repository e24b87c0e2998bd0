"""Timed services as carriers offer them: charter flights, blocks of seats in trains, ferries."""

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
from scheduler.sheets.modes import MODES, mode

CODE: Final = Column(
    key="code",
    own=True,
    head=Both("班次编号", "Service code"),
    also=("编号", "代码", "运力编号", "service"),
    read=cells.code,
    needed=True,
    help=Both("必填。以“示例”开头的行会跳过。", "Needed. Rows that begin with 'Example' are passed over."),
    example=Both("示例 cx-0220", "Example cx-0220"),
)

HUB: Final = Both("新班次必填。枢纽的名称或代码。", "Needed for a new one. Name or code of the hub.")


def _minutes(key: str, head: Both, *also: str, example: str, says: Both) -> Column:
    return Column(
        key=key,
        shared=True,
        head=head,
        also=also,
        read=partial(cells.whole, most=1440),
        help=says,
        example=Both(example, example),
        looks="number",
        width=12,
    )


SERVICE: Final = (
    OPERATOR,
    NAME,
    Column(
        key="mode",
        shared=True,
        head=Both("方式", "Mode"),
        also=("运输方式", "交通方式", "类型", "by"),
        read=mode,
        help=Both(
            "新班次必填：" + "、".join(head.zh for head, _ in MODES.values()),
            "Needed for a new one: " + ", ".join(head.en for head, _ in MODES.values()),
        ),
        example=Both("包机", "flight"),
        options=tuple(head for head, _ in MODES.values()),
        width=9,
    ),
    place_column(
        "origin",
        Both("出发站", "From"),
        *("出发地", "始发站", "起飞机场", "出发机场", "origin"),
        options_of="hubs",
        says=HUB,
    ),
    place_column(
        "destination",
        Both("到达站", "To"),
        *("到达地", "终到站", "降落机场", "到达机场", "destination"),
        options_of="hubs",
        says=HUB,
    ),
    Column(
        key="departs_at",
        shared=True,
        head=Both("出发时间", "Departs"),
        also=("起飞时间", "发车时间", "departure"),
        read=cells.moment,
        help=Both("新班次必填，如 2027-02-20 13:00。", "Needed for a new one, like 2027-02-20 13:00."),
        example=Both("2027-02-20 13:00", "2027-02-20 13:00"),
        looks="moment",
        width=18,
    ),
    Column(
        key="arrives_at",
        shared=True,
        head=Both("到达时间", "Arrives"),
        also=("降落时间", "到站时间", "arrival"),
        read=cells.moment,
        help=Both("新班次必填。", "Needed for a new one."),
        example=Both("2027-02-20 15:30", "2027-02-20 15:30"),
        looks="moment",
        width=18,
    ),
    SEATS,
    WHEELCHAIRS,
    COST_FIXED,
    cost_column(
        "cost_per_seat", Both("每座费用", "Cost per seat"), "票价", "每人费用", "单价", "fare", "price per seat"
    ),
    Column(
        key="min_load",
        shared=True,
        head=Both("最低乘坐人数", "Minimum load"),
        also=("起运人数", "最低人数", "最少人数", "minimum"),
        read=partial(cells.whole, most=10_000),
        help=Both("少于此数则不开；不填则无要求。", "With fewer it does not run; left empty, any number."),
        example=Both("60", "60"),
        looks="number",
        width=12,
    ),
    _minutes(
        "check_in",
        Both("提前到站（分钟）", "Check-in (min)"),
        *("提前到达", "值机时间", "check in", "minutes before"),
        example="90",
        says=Both("发车前多少分钟要到；不填按 0 计。", "Minutes before departure to be there; left empty, 0."),
    ),
    _minutes(
        "exit",
        Both("出站（分钟）", "Exit (min)"),
        *("出站时间", "取行李时间", "minutes after"),
        example="30",
        says=Both("到达后多少分钟能出站；不填按 0 计。", "Minutes after arrival to be out; left empty, 0."),
    ),
    Column(
        key="group",
        shared=True,
        head=Both("同一架飞机", "Same aircraft"),
        also=("同组", "组别", "group", "alternatives"),
        read=cells.code,
        help=Both(
            "同一架飞机的几个可选时刻写同一个名称：最多飞其中一个。",
            "The same word for several possible times of one aircraft: at most one of them is flown.",
        ),
        example=Both("", ""),
    ),
    HOLD_UNTIL,
)
"""What is said of a service."""

COLUMNS: Final = (CODE, *SERVICE)
