"""A name list from an employer's city: who is wanted, and in which town they are at home."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from scheduler.sheets import cells
from scheduler.sheets.both import Both
from scheduler.sheets.columns.column import Column
from scheduler.sheets.columns.departures import PERSON

_OF_PERSON: Final = {column.key: column for column in PERSON}

COLUMNS: Final = (
    replace(
        _OF_PERSON["name"],
        help=Both("必填。以“示例”开头的行会跳过。", "Needed. Rows that begin with 'Example' are passed over."),
        example=Both("示例 向阳花", "Example Xiang Yanghua"),
    ),
    replace(
        _OF_PERSON["town"],
        help=Both(
            "家所在的乡镇或街道：由那里的工作人员打电话。", "Where the person is at home: the staff there will phone."
        ),
    ),
    replace(
        _OF_PERSON["phone"],
        own=False,
        help=Both("知道的话填写。", "If it is known."),
    ),
    replace(
        _OF_PERSON["id_number"],
        help=Both("知道的话填写；只保存加密摘要。", "If it is known; only a keyed hash is kept."),
    ),
    _OF_PERSON["sex"],
    _OF_PERSON["birth_year"],
    Column(
        key="employer",
        head=Both("用人单位", "Employer"),
        also=("企业", "单位", "公司", "企业名称", "company", "works"),
        read=partial(cells.text, most=200),
        help=Both("谁想请他们去。", "Who asks for them."),
        example=Both("日照甲木家具", "Jiamu works"),
        width=22,
    ),
    Column(
        key="slots",
        head=Both("岗位", "Slots"),
        also=("接收批次", "意向岗位", "招聘岗位", "slot", "job", "jobs"),
        read=cells.slots,
        help=Both("接收批次或岗位的代码、名称。", "Codes of slots or jobs."),
        example=Both("", ""),
        options_of="slots",
        width=18,
    ),
    Column(
        key="remark",
        head=Both("备注", "Remark"),
        also=("说明", "remarks", "note", "notes"),
        read=partial(cells.text, most=500),
        help=Both("打电话的人要知道的事。", "What the caller should know."),
        example=Both("去年在厂里做过", "worked there last year"),
        width=30,
    ),
)
