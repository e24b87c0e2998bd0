"""Departure requests: a row for each person, parties by a column of their own."""

from __future__ import annotations

from functools import partial
from typing import Final

from scheduler.sheets import cells
from scheduler.sheets.both import Both
from scheduler.sheets.columns.column import YES_NO, Column
from scheduler.sheets.needs import NEEDS, needs

PERSON: Final = (
    Column(
        key="name",
        head=Both("姓名", "Name"),
        also=("务工人员姓名", "人员姓名", "申请人", "full name", "worker"),
        own=True,
        read=partial(cells.text, most=200),
        needed=True,
        help=Both("必填。", "Needed."),
        example=Both("向阳花", "Xiang Yanghua"),
    ),
    Column(
        key="phone",
        head=Both("手机号", "Phone"),
        also=(
            "手机",
            "电话",
            "联系电话",
            "手机号码",
            "电话号码",
            "联系方式",
            "mobile",
            "telephone",
            "phone number",
            "tel",
        ),
        own=True,
        read=cells.phone,
        help=Both(
            "手机号和身份证号至少填一项，用来认出同一个人。",
            "A phone or an ID number is needed: it tells people apart.",
        ),
        example=Both("11100000601", "11100000601"),
        width=16,
    ),
    Column(
        key="id_number",
        head=Both("身份证号", "ID number"),
        also=(
            "身份证",
            "身份证号码",
            "公民身份号码",
            "证件号",
            "证件号码",
            "id",
            "id no",
            "id card",
            "identity number",
        ),
        own=True,
        read=cells.identity,
        help=Both(
            "18 位居民身份证会校验。只保存加密摘要，不保存号码。单元格请设为文本格式。",
            "Resident numbers are checked. Only a keyed hash is kept. Keep the cells as text.",
        ),
        example=Both("", ""),
        width=22,
    ),
    Column(
        key="sex",
        head=Both("性别", "Sex"),
        also=("gender",),
        read=cells.sex,
        help=Both("女或男；不填则取自身份证号。", "Female or male; left empty it is taken from the ID number."),
        example=Both("女", "female"),
        options=(Both("女", "female"), Both("男", "male")),
        width=8,
    ),
    Column(
        key="birth_year",
        head=Both("出生年份", "Birth year"),
        also=("出生年月", "出生日期", "出生年", "生日", "year of birth", "date of birth", "born"),
        read=cells.birth_year,
        help=Both("年份或日期；不填则取自身份证号。", "A year or a date; left empty it is taken from the ID number."),
        example=Both("1990", "1990"),
        width=10,
    ),
    Column(
        key="town",
        head=Both("乡镇", "Town"),
        also=("乡镇街道", "街道", "户籍地", "家庭住址", "所在乡镇", "镇街", "township", "home town", "hometown"),
        read=cells.text,
        help=Both("家所在的乡镇或街道。", "Where the person lives."),
        example=Both("城东街道", "Chengdong"),
    ),
    Column(
        key="registered_poor",
        head=Both("脱贫户", "Registered poor"),
        also=("是否脱贫户", "建档立卡", "建档立卡户", "贫困户", "脱贫人口"),
        read=cells.yes_no,
        help=Both("是或否。", "Yes or no."),
        example=Both("否", "no"),
        options=YES_NO,
        width=9,
    ),
    Column(
        key="needs",
        head=Both("特殊需要", "Needs"),
        also=("特殊需求", "需要", "需求", "special needs"),
        read=needs,
        help=Both(
            "可填多项，用顿号分开：" + "、".join(head.zh for head, _ in NEEDS.values()),
            "One or several, separated by commas: " + ", ".join(head.en for head, _ in NEEDS.values()),
        ),
        example=Both("", ""),
        options=tuple(head for head, _ in NEEDS.values()),
        width=16,
    ),
    Column(
        key="skills",
        head=Both("技能", "Skills"),
        also=("技能特长", "特长", "工种", "skill"),
        read=cells.words,
        help=Both("可填多项，用顿号分开。", "One or several, separated by commas."),
        example=Both("焊工、电工", "welder, electrician"),
        width=18,
    ),
)
"""What is said of each person."""

PARTY: Final = (
    Column(
        key="lon",
        shared=True,
        head=Both("家的经度", "Home longitude"),
        also=("经度", "家庭经度", "longitude", "lon", "lng", "home lon"),
        read=partial(cells.decimal, least=-180, most=180, reason="longitude"),
        help=Both(
            "十进制度数。默认 WGS-84；来自国内地图（高德、腾讯）的坐标，请把表头写成“家的经度（GCJ-02）”。",
            "Decimal degrees, WGS-84. For points of Chinese web maps write the heading as 'Home longitude (GCJ-02)'.",
        ),
        example=Both("108.77", "108.77"),
        looks="number",
    ),
    Column(
        key="lat",
        shared=True,
        head=Both("家的纬度", "Home latitude"),
        also=("纬度", "家庭纬度", "latitude", "lat", "home lat"),
        read=partial(cells.decimal, least=-90, most=90, reason="latitude"),
        help=Both("同上。", "The same."),
        example=Both("29.53", "29.53"),
        looks="number",
    ),
    Column(
        key="boarding",
        shared=True,
        head=Both("上车点", "Boarding places"),
        also=("乘车点", "候车点", "上车地点", "乘车地点", "boarding", "boarding place", "pick-up place", "pickup"),
        read=cells.places,
        help=Both(
            "名称或代码，可填多个，用顿号分开；可注明路上时间，如“城东村口（20分钟）”。不填则按家的坐标查找。",
            "Names or codes, several by commas, with minutes from home if known: 'village stop (20 min)'. "
            "Left empty, places near the home are found.",
        ),
        example=Both("", ""),
        options_of="places",
        width=26,
    ),
    Column(
        key="size",
        shared=True,
        head=Both("同行人数", "Party size"),
        also=("人数", "总人数", "size", "people", "number of people"),
        read=partial(cells.whole, least=1, most=1000),
        help=Both("同行组总人数；不填则按表中行数。", "All who travel together; left empty, the rows are counted."),
        example=Both("", ""),
        looks="number",
        width=10,
    ),
    Column(
        key="wheelchairs",
        shared=True,
        head=Both("轮椅数", "Wheelchairs"),
        also=("轮椅", "轮椅人数", "wheelchair"),
        read=partial(cells.whole, most=1000),
        help=Both("需要轮椅位的人数；不填则按“特殊需要”计。", "Wheelchair spaces; left empty, taken from the needs."),
        example=Both("", ""),
        looks="number",
        width=9,
    ),
    Column(
        key="ready_at",
        shared=True,
        head=Both("可出发时间", "Ready from"),
        also=(
            "出发时间",
            "最早出发",
            "最早出发时间",
            "可出发日期",
            "出发日期",
            "ready",
            "ready at",
            "earliest departure",
        ),
        read=cells.ready,
        needed=True,
        help=Both(
            "必填。从什么时候起可以离家，如 2027-02-20 06:30 或 2月20日上午6点半；只写日期按 6:00 计。",
            "Needed. From when they can leave home, like 2027-02-20 06:30; a date alone means 6:00.",
        ),
        example=Both("2027-02-20 06:30", "2027-02-20 06:30"),
        looks="moment",
        width=18,
    ),
    Column(
        key="due_at",
        shared=True,
        head=Both("最晚到达", "Due by"),
        also=("最晚到达时间", "到岗时间", "报到时间", "due", "due at", "latest arrival"),
        read=cells.due,
        help=Both(
            "最晚什么时候到厂；只写日期按当天 24:00 计；不填则无要求。", "Latest arrival; a date alone means its end."
        ),
        example=Both("", ""),
        looks="moment",
        width=18,
    ),
    Column(
        key="slots",
        shared=True,
        head=Both("意向岗位", "Wanted slots"),
        also=("意向", "意向批次", "岗位", "接收批次", "意向企业岗位", "slots", "slot", "jobs", "job", "wanted jobs"),
        read=cells.slots,
        help=Both(
            "接收批次或岗位的代码、名称，最想去的在前，用顿号分开。",
            "Codes of slots or jobs, the most wished first, by commas.",
        ),
        example=Both("", ""),
        options_of="slots",
        width=20,
    ),
    Column(
        key="priority",
        shared=True,
        head=Both("优先", "Priority"),
        also=("优先级", "是否优先"),
        read=cells.priority,
        help=Both("0 到 100，或“是”。", "0 to 100, or yes."),
        example=Both("", ""),
        looks="number",
        width=8,
    ),
)
"""What is said of a party: by any of its rows, and by all that say it the same."""

WITH: Final = Column(
    key="with",
    head=Both("同行人", "Travels with"),
    also=("一起走", "同伴", "结伴人", "与谁同行", "together with", "travelling with", "travel with"),
    read=cells.words,
    help=Both(
        "另一组里要一起走的人：姓名、手机号、同行组编号或申请编号。能合并的会成为一组，以后可以再拆分。",
        "Somebody of another party who comes along: a name, a phone, a party's or a request's code. "
        "They become one party where that is possible, and can be split again.",
    ),
    example=Both("", ""),
    width=18,
)
COLUMNS: Final = (
    Column(
        key="party",
        head=Both("同行组", "Party"),
        also=("同行组编号", "组别", "家庭编号", "户号", "同行", "party code", "party name", "group", "family"),
        read=cells.code,
        help=Both(
            "一起走、不分开的人写同一个编号或名称；不填则一人一组。以“示例”开头的行会跳过。",
            "The same code or name for those who are never split; left empty, one person is one party. "
            "Rows that begin with 'Example' are passed over.",
        ),
        example=Both("示例 1", "Example 1"),
    ),
    *PERSON,
    WITH,
    *PARTY,
)
