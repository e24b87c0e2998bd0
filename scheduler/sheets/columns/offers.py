"""Columns that fleets and services share: what a carrier says of any offer."""

from __future__ import annotations

from functools import partial
from typing import Final

from scheduler.sheets import cells
from scheduler.sheets.both import Both
from scheduler.sheets.columns.column import Column, ListName

OPERATOR: Final = Column(
    key="operator",
    shared=True,
    head=Both("承运单位", "Operator"),
    also=("承运人", "公司", "单位", "航空公司", "carrier", "company"),
    read=cells.organisation,
    help=Both("名称或代码；单位自己上传时可不填。", "Name or code; not needed where the operator sends the sheet."),
    example=Both("", ""),
    options_of="operators",
    width=20,
)

NAME: Final = Column(
    key="name",
    shared=True,
    head=Both("名称", "Name"),
    also=("车型", "描述", "航班号", "车次", "flight", "train"),
    read=partial(cells.text, most=200),
    help=Both("大家怎么叫它。", "What people call it."),
    example=Both("", ""),
    width=18,
)

SEATS: Final = Column(
    key="seats",
    shared=True,
    head=Both("座位数", "Seats"),
    also=("座位", "核载人数", "席位", "席位数"),
    read=partial(cells.whole, least=1, most=10_000),
    help=Both("新登记时必填。", "Needed for a new one."),
    example=Both("49", "49"),
    looks="number",
    width=9,
)

WHEELCHAIRS: Final = Column(
    key="wheelchair_spaces",
    shared=True,
    head=Both("轮椅位", "Wheelchair spaces"),
    also=("轮椅位数", "wheelchairs"),
    read=partial(cells.whole, most=10_000),
    help=Both("不填则没有。", "Left empty, none."),
    example=Both("", ""),
    looks="number",
    width=9,
)


FREE: Final = Both("不填按 0 计。", "Left empty, 0.")


def cost_column(
    key: str,
    head: Both,
    *also: str,
    example: str = "",
    says: Both = FREE,
) -> Column:
    """A price of an offer, in the campaign's currency."""
    return Column(
        key=key,
        shared=True,
        head=head,
        also=also,
        read=cells.money,
        help=says,
        example=Both(example, example),
        looks="number",
        width=11,
    )


def place_column(key: str, head: Both, *also: str, options_of: ListName, says: Both) -> Column:
    """A place of an offer, by its name or code."""
    return Column(
        key=key,
        shared=True,
        head=head,
        also=also,
        read=cells.place,
        help=says,
        example=Both("", ""),
        options_of=options_of,
        width=18,
    )


COST_FIXED: Final = cost_column(
    "cost_fixed",
    Both("固定费用", "Fixed cost"),
    *("起步费", "包车费", "包机费", "基本费用", "fixed price"),
    example="1500",
    says=Both("用一次就要付的费用；不填按 0 计。", "Paid once it is used; left empty, 0."),
)

HOLD_UNTIL: Final = Column(
    key="hold_until",
    shared=True,
    head=Both("预留至", "Held until"),
    also=("保留至", "预留截止", "报价有效期", "hold until", "option until"),
    read=cells.due,
    help=Both(
        "只预留到这时；到时未确认的，以后的方案就不再用它。不填则为确定的运力。",
        "An option held until then; one not booked by then is in no later plan. Left empty, the offer is firm.",
    ),
    example=Both("", ""),
    looks="moment",
    width=18,
)
