"""Intake slots as employers offer them: a row for each window in which people are taken in."""

from __future__ import annotations

from functools import partial
from typing import Final

from scheduler.sheets import cells
from scheduler.sheets.both import Both
from scheduler.sheets.columns.column import YES_NO, Column
from scheduler.sheets.needs import NEEDS, needs

CODE: Final = Column(
    key="code",
    head=Both("批次编号", "Slot code"),
    also=("批次", "接收批次", "接收批次编号", "编号", "slot", "intake slot"),
    read=cells.code,
    needed=True,
    help=Both(
        "必填。同一编号的几行是同一批次的几个接收时间。以“示例”开头的行会跳过。",
        "Needed. Several rows of one code are several windows of one slot. "
        "Rows that begin with 'Example' are passed over.",
    ),
    example=Both("示例 jm-0221", "Example jm-0221"),
    width=16,
)


def _limit(key: str, head: Both, *also: str, example: str) -> Column:
    return Column(
        key=key,
        shared=True,
        head=head,
        also=also,
        read=partial(cells.whole, least=16, most=120),
        help=Both("不填则无要求。", "Left empty, any."),
        example=Both(example, example),
        looks="number",
        width=9,
    )


JOB: Final = (
    Column(
        key="title",
        shared=True,
        head=Both("岗位名称", "Job title"),
        also=("岗位", "工种", "职位", "job name", "title", "position"),
        read=partial(cells.text, most=200),
        help=Both("新岗位必填。", "Needed for a new job."),
        example=Both("封边工", "Edge bander"),
        width=18,
    ),
    Column(
        key="workshop",
        shared=True,
        head=Both("车间", "Workshop"),
        also=("工段", "班组", "department"),
        read=partial(cells.text, most=200),
        help=Both("在哪个车间。", "In which workshop."),
        example=Both("二车间", "Hall 2"),
    ),
    Column(
        key="skills",
        shared=True,
        head=Both("技能要求", "Skills asked for"),
        also=("技能", "要求", "skills", "required skills"),
        read=cells.words,
        help=Both("可填多项，用顿号分开。", "One or several, separated by commas."),
        example=Both("", ""),
        width=18,
    ),
    _limit("age_from", Both("年龄下限", "Age from"), "最低年龄", "minimum age", example="18"),
    _limit("age_to", Both("年龄上限", "Age to"), "最高年龄", "maximum age", example="55"),
    Column(
        key="accepts_needs",
        shared=True,
        head=Both("可接收的特殊需要", "Fit for needs"),
        also=("可接收特殊需要", "无障碍", "accepts needs", "accessible for"),
        read=needs,
        help=Both(
            "工作场所适合哪些特殊需要：" + "、".join(head.zh for head, _ in NEEDS.values()),
            "The needs that the workplace is fit for: " + ", ".join(head.en for head, _ in NEEDS.values()),
        ),
        example=Both("", ""),
        options=tuple(head for head, _ in NEEDS.values()),
        width=16,
    ),
    Column(
        key="headcount",
        shared=True,
        head=Both("招聘人数", "Headcount"),
        also=("需求人数", "用工人数", "headcount of the job"),
        read=cells.whole,
        help=Both(
            "岗位一共招多少人；不填则按接收人数。", "People wanted in all; left empty, as many as the slot takes."
        ),
        example=Both("", ""),
        looks="number",
        width=10,
    ),
    Column(
        key="pay_from",
        shared=True,
        head=Both("月薪从", "Pay from"),
        also=("月薪下限", "最低月薪", "工资下限", "pay", "月薪", "工资"),
        read=cells.money,
        help=Both("每月，按本批次的货币。", "A month, in the campaign's currency."),
        example=Both("5000", "5000"),
        looks="number",
        width=10,
    ),
    Column(
        key="pay_to",
        shared=True,
        head=Both("月薪到", "Pay to"),
        also=("月薪上限", "最高月薪", "工资上限"),
        read=cells.money,
        help=Both("同上。", "The same."),
        example=Both("6500", "6500"),
        looks="number",
        width=10,
    ),
    Column(
        key="sends_vehicle",
        shared=True,
        head=Both("厂方派车", "Sends a vehicle"),
        also=("是否派车", "企业派车", "派车", "own vehicle"),
        read=cells.yes_no,
        help=Both("是或否；车辆请另填车队表。", "Yes or no; the vehicles themselves go into a sheet of fleets."),
        example=Both("否", "no"),
        options=YES_NO,
        width=10,
    ),
)
"""What is said of the job behind slots; they may share it."""

SLOT: Final = (
    Column(
        key="employer",
        shared=True,
        head=Both("用人单位", "Employer"),
        also=("企业", "单位", "公司", "企业名称", "company"),
        read=cells.organisation,
        help=Both("名称或代码；单位自己上传时可不填。", "Name or code; not needed where the employer sends the sheet."),
        example=Both("", ""),
        options_of="employers",
        width=20,
    ),
    Column(
        key="plant",
        shared=True,
        head=Both("厂区", "Plant"),
        also=("工厂", "生产基地", "site", "factory"),
        read=partial(cells.text, most=200),
        help=Both("单位已登记的厂区，名称或代码。", "One of the employer's plants, by name or code."),
        example=Both("", ""),
        width=16,
    ),
    Column(
        key="gate",
        shared=True,
        head=Both("厂门", "Gate"),
        also=("下车点", "到达地点", "厂门代码", "drop-off"),
        read=cells.place,
        help=Both("名称或代码；厂区只有一个门时可不填。", "Name or code; not needed where the plant has one gate."),
        example=Both("", ""),
        options_of="gates",
        width=18,
    ),
    Column(
        key="job",
        shared=True,
        head=Both("岗位编号", "Job code"),
        also=("岗位代码", "job", "job post"),
        read=cells.code,
        help=Both(
            "几个批次属于同一岗位时写同一个编号；不填则每个批次一个岗位。",
            "The same for slots of one job; left empty, each slot is a job of its own.",
        ),
        example=Both("", ""),
    ),
    Column(
        key="capacity",
        shared=True,
        head=Both("接收人数", "Capacity"),
        also=("名额", "可接收人数", "人数", "places", "at most"),
        read=cells.whole,
        help=Both("新批次必填。最多接收多少人。", "Needed for a new slot. How many people it takes at most."),
        example=Both("40", "40"),
        looks="number",
        width=10,
    ),
    Column(
        key="min_headcount",
        shared=True,
        head=Both("最低人数", "Minimum"),
        also=("最少人数", "起接人数", "minimum headcount", "at least"),
        read=cells.whole,
        help=Both("少于此数则一个也不接收；不填则无要求。", "Fewer are not taken in at all; left empty, any number."),
        example=Both("", ""),
        looks="number",
        width=10,
    ),
    Column(
        key="contact_name",
        shared=True,
        head=Both("厂门联系人", "Contact at the gate"),
        also=("联系人", "接站人", "contact", "contact name"),
        read=partial(cells.text, most=200),
        help=Both("谁在厂门接人。", "Who receives people at the gate."),
        example=Both("", ""),
    ),
    Column(
        key="contact_phone",
        shared=True,
        head=Both("厂门联系电话", "Contact's phone"),
        also=("联系人电话", "联系电话", "电话", "contact phone", "phone"),
        read=cells.phone,
        help=Both("同上。", "The same."),
        example=Both("", ""),
        width=16,
    ),
)
"""What is said of the slot itself."""

WINDOW: Final = (
    Column(
        key="opens_at",
        head=Both("接收开始", "Taken in from"),
        also=("接收时间", "开始时间", "接收日期", "报到时间", "from", "opens"),
        read=cells.moment,
        help=Both(
            "新批次必填，如 2027-02-21 07:00；只写日期按 0:00 计。",
            "Needed for a new slot, like 2027-02-21 07:00; a date alone means its beginning.",
        ),
        example=Both("2027-02-21 07:00", "2027-02-21 07:00"),
        looks="moment",
        width=18,
    ),
    Column(
        key="closes_at",
        head=Both("接收结束", "Taken in until"),
        also=("结束时间", "接收截止", "until", "to", "closes"),
        read=cells.due,
        help=Both(
            "只写日期按当天 24:00 计；不填则到开始那天结束。",
            "A date alone means its end; left empty, the end of the day on which it begins.",
        ),
        example=Both("2027-02-21 19:00", "2027-02-21 19:00"),
        looks="moment",
        width=18,
    ),
)
"""What each row says of its window."""

COLUMNS: Final = (CODE, *SLOT[:4], *JOB, *SLOT[4:6], *WINDOW, *SLOT[6:])
