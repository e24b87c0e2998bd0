"""The heads of the report, in Chinese and in English: a sheet's name, then its columns."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.papers.wording import Language

Columns = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """Each sheet's name and columns, and the words of the summary."""

    report: str
    summary: Columns
    people: Columns
    itineraries: Columns
    duties: Columns
    stops: Columns
    services: Columns
    unserved: Columns
    figures: Columns
    walk: str


ZH = ReportWords(
    report="输送报表",
    summary=("汇总", "项目", "计划", "实际", "差异"),
    people=("人员", "姓名", "性别", "出生年份", "电话尾号", "特殊需要", "同行组", "状态", "接收批次", "用人单位",
            "厂门"),
    itineraries=("行程", "同行组", "人数", "段", "方式", "自", "至", "计划出发", "计划到达", "实际到达", "相差（分）"),
    duties=(
        "班次", "班次号", "车辆", "承运单位", "驾驶员", "公里", "费用", "计划发车", "计划收车", "实际发车", "实际收车",
        "相差（分）", "计划人数", "实际上车",
    ),
    stops=(
        "停靠站", "班次号", "站", "地点", "计划到", "实际到", "相差（分）", "计划开", "实际开", "计划上", "实际上",
        "计划下", "实际下",
    ),
    services=("航班与列车", "代码", "名称", "方式", "承运单位", "出发", "到达", "座位", "人数", "费用"),
    unserved=("未安排", "同行组", "人数", "原因", "说明"),
    figures=("出行人数", "已上车", "未到", "已到达", "已接收", "车辆班次", "公里", "车辆费用", "航班与列车费用",
             "总费用"),
    walk="步行",
)  # fmt: skip

EN = ReportWords(
    report="Transfer report",
    summary=("Summary", "Item", "Planned", "Actual", "Difference"),
    people=(
        "People", "Name", "Sex", "Born", "Phone ends in", "Needs", "Party", "State", "Intake slot", "Employer", "Gate",
    ),
    itineraries=(
        "Itineraries", "Party", "People", "Leg", "By", "From", "To", "Planned departure", "Planned arrival",
        "Actual arrival", "Difference (min)",
    ),
    duties=(
        "Duties", "Duty", "Vehicle", "Operator", "Drivers", "km", "Cost", "Planned start", "Planned end",
        "Actual start", "Actual end", "Difference (min)", "People planned", "People boarded",
    ),
    stops=(
        "Stops", "Duty", "Stop", "Place", "Planned arrival", "Actual arrival", "Difference (min)", "Planned departure",
        "Actual departure", "To board", "Boarded", "To alight", "Alighted",
    ),
    services=(
        "Services", "Code", "Name", "Mode", "Operator", "Departs", "Arrives", "Seats", "People", "Cost",
    ),
    unserved=("At home", "Party", "People", "Reason", "Detail"),
    figures=(
        "People who travel", "Boarded", "Did not appear", "Arrived", "Received", "Duties", "km", "Cost of duties",
        "Cost of services", "Cost in all",
    ),
    walk="on foot",
)  # fmt: skip

WORDS: dict[Language, ReportWords] = {"zh": ZH, "en": EN}
