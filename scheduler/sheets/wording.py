"""What there is to say of a file, a row or a cell, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from scheduler.papers.wording import Language
from scheduler.people.joining_wording import SENTENCES, facts_in
from scheduler.sheets.both import Both
from scheduler.sheets.unfit import Param

REASONS: Final[Mapping[str, Both]] = {
    # of a file that cannot be read
    "empty": Both("文件是空的", "the file is empty"),
    "file_too_large": Both(
        "文件超过 {megabytes} MB，请分成几个文件", "the file is over {megabytes} MB: send it in parts"
    ),
    "old_excel": Both(
        "这是旧版 Excel 文件（.xls）或加密文件，请另存为 .xlsx 且不设密码",
        "this is an old Excel file (.xls) or an encrypted one: save it as .xlsx, without a password",
    ),
    "not_a_table": Both("这不是 XLSX 或 CSV 文件", "this is neither an XLSX nor a CSV file"),
    "not_a_workbook": Both(
        "文件已损坏，或不是 Excel 工作簿（.xlsx）", "the file is damaged, or no Excel workbook (.xlsx)"
    ),
    "damaged": Both("文件无法打开：{what}", "the file cannot be opened: {what}"),
    "encrypted": Both("文件设有密码，请去掉密码后再上传", "the file has a password: save it without one"),
    "too_many_parts": Both("文件内含超过 {most} 个部分", "the file consists of more than {most} parts"),
    "unpacks_too_large": Both(
        "文件解压后超过 {megabytes} MB，不予打开", "the file unpacks to more than {megabytes} MB and is not opened"
    ),
    "too_many_columns": Both(
        "表格超过 {most} 列（也可能右侧很远处有内容），请删去多余的列",
        "there are more than {most} columns, or something stands far to the right: delete what is not needed",
    ),
    "too_many_rows": Both(
        "表格超过 {most} 行（也可能下方很远处有内容），请分成几个文件",
        "there are more than {most} rows, or something stands far below: send it in parts",
    ),
    "only_hidden_sheets": Both(
        "工作簿里的表都隐藏了，请取消隐藏要上传的表", "all sheets are hidden: show the one to be read"
    ),
    "not_text": Both("这不是文本文件", "this is no text file"),
    "encoding": Both("编码无法识别，请存为 UTF-8 或 GB18030", "the encoding is unknown: save it as UTF-8 or GB 18030"),
    "line": Both("第 {line} 行的引号没有成对", "a quotation mark is not closed at line {line}"),
    "no_headings": Both(
        "前 {rows} 行里找不到表头，应有：{names}", "no headings in the first {rows} rows; they should be: {names}"
    ),
    "heading_twice": Both("表头“{name}”出现了两次", "the heading '{name}' is there twice"),
    "heading_missing": Both("缺少列：{names}", "a column is missing: {names}"),
    "no_rows": Both("表头下面没有数据", "there is nothing below the headings"),
    "worker_lost": Both(
        "处理程序中断了 {times} 次，请分成小一些的文件再试",
        "processing broke off {times} times: try again in smaller parts",
    ),
    "timeout": Both(
        "处理超过 {seconds} 秒，请分成小一些的文件", "it took more than {seconds} s: send it in smaller parts"
    ),
    "internal": Both(
        "处理时出错，详情在服务日志里，请报告此上传", "it broke: the details are in the log; report this upload"
    ),
    "nothing_taken": Both(
        "一行也没有导入：预览之后有 {rows} 行变得有误，改正或去掉后再试",
        "nothing was taken in: {rows} row(s) have become faulty since the preview; mend or leave them out",
    ),
    # of a file as a whole
    "same_file": Both("同一个文件已在 {when} 导入过", "this very file was taken in at {when}"),
    "columns_ignored": Both("这些列不认识，没有读：{names}", "columns that are not known and were not read: {names}"),
    "sheets_ignored": Both("只读了“{read}”表，没有读：{names}", "only the sheet '{read}' was read, not: {names}"),
    "hidden_ignored": Both("隐藏的表没有读：{names}", "hidden sheets were not read: {names}"),
    "examples_skipped": Both("跳过了 {count} 行示例", "{count} example row(s) were passed over"),
    # of a cell
    "needed": Both("不能为空", "must not be empty"),
    "formula_error": Both("公式出错，没有结果", "the formula has an error instead of a value"),
    "control_characters": Both("含有看不见的控制字符", "has control characters"),
    "too_long": Both("有 {length} 个字，最多 {most} 个", "has {length} characters, at most {most}"),
    "merged_across": Both("与右边的单元格合并了，请取消合并", "is merged with cells to the right: unmerge it"),
    "merged_down": Both(
        "第 {first} 到 {last} 行合并了，每人应各填一格",
        "rows {first} to {last} are merged; each person needs an own cell",
    ),
    "phone": Both("不是电话号码", "is no telephone number"),
    "phone_length": Both("手机号有 {length} 位，应为 11 位", "is a mobile number of {length} digits instead of 11"),
    "id_checksum": Both("身份证号校验码不对，请核对每一位", "fails the check digit: compare each digit"),
    "id_birth": Both("身份证号里的出生日期 {digits} 不存在", "holds {digits}, which is no date of birth"),
    "id_length": Both("有 {length} 位，身份证号应为 18 位", "has {length} characters, an ID number has 18"),
    "id_number": Both("不是证件号码", "is no ID number"),
    "id_as_number": Both(
        "身份证号被存成了数字，后几位已丢失；请把单元格设为文本后重新填写",
        "was kept as a number and has lost its last digits: format the cell as text and type it again",
    ),
    "whole_number": Both("应为 {least} 到 {most} 的整数", "should be a whole number from {least} to {most}"),
    "number": Both("应为 {least} 到 {most} 的数", "should be a number from {least} to {most}"),
    "longitude": Both("经度应在 {least} 到 {most} 之间", "a longitude lies between {least} and {most}"),
    "latitude": Both("纬度应在 {least} 到 {most} 之间，是否与经度填反了", "a latitude lies between {least} and {most}"),
    "half_a_point": Both("经度和纬度要一起填", "longitude and latitude go together"),
    "birth_year": Both("不是出生年份", "is no year of birth"),
    "sex": Both("应为女或男", "should be female or male"),
    "yes_no": Both("应为是或否", "should be yes or no"),
    "too_many_words": Both("太多或太长，最多 {most} 项", "too many or too long: at most {most}"),
    "need_unknown": Both("不认识“{name}”，可填：{known}", "'{name}' is not known; possible are: {known}"),
    "moment": Both(
        "看不出是什么时间，请写成 2027-02-20 06:30 或 2月20日 6:30",
        "is no date and time; write it like 2027-02-20 06:30",
    ),
    "no_such_moment": Both("没有这个日期或时间", "there is no such date or time"),
    "moment_year": Both("年份 {year} 不对", "the year {year} cannot be right"),
    "after_horizon": Both("在本批次结束之后", "is after the end of the campaign"),
    "before_horizon": Both("在本批次开始之前", "is before the start of the campaign"),
    "due_before_ready": Both("比可出发时间还早", "is not after the time from which they can leave"),
    "slot_unknown": Both(
        "没有批次或岗位“{name}”；相近的有：{nearest}", "no slot or job '{name}'; the nearest are: {nearest}"
    ),
    "place_unknown": Both("没有上车点“{name}”；相近的有：{nearest}", "no place '{name}'; the nearest are: {nearest}"),
    "place_left_out": Both(
        "没有上车点“{name}”，未采用；相近的有：{nearest}", "no place '{name}', left out; the nearest are: {nearest}"
    ),
    "place_shared": Both("“{name}”有好几个，请填代码：{codes}", "several are called '{name}'; give the code: {codes}"),
    "nowhere_to_board": Both(
        "既没有上车点，也没有家的坐标：排不上车", "neither a boarding place nor a home: nothing can pick them up"
    ),
    # of a row among others
    "no_key": Both(
        "身份证号和手机号至少填一项，否则会重复登记", "give an ID number or a phone, else people are registered twice"
    ),
    "same_person": Both("与第 {row} 行是同一个人", "is the same person as in row {row}"),
    "differs": Both("与同组第 {row} 行填的不一样", "differs from row {row} of the same party"),
    "size_below_rows": Both("同行人数少于表中的 {rows} 人", "is less than the {rows} people listed"),
    "wheelchairs_above_size": Both("比同行人数还多", "is more than the party has people"),
    "mate_faulty": Both(
        "同组第 {row} 行有误，整组不能导入", "row {row} of the same party is faulty: they go together or not at all"
    ),
    "not_as_id_number": Both("与身份证号不符", "is not what the ID number says"),
    "double": Both(
        "可能与已登记的人重复：同名，{town}，{year} 年生，电话尾号 {end}",
        "may be registered already: same name, {town}, born {year}, phone ending in {end}",
    ),
    "registered": Both("已登记，{town}", "is registered, in {town}"),
    "employer_unknown": Both(
        "本批次没有这个单位，只记下名称；相近的有：{nearest}",
        "no such employer takes part, the name alone is kept; the nearest are: {nearest}",
    ),
    "travels_with_other": Both(
        "已在本批次的申请 {code} 中", "travels with the request {code} of this campaign already"
    ),
    "too_late": Both(
        "申请已是 {state} 状态，不能再用表格修改", "the request is {state}: it can no longer be changed by a sheet"
    ),
    "not_your_town": Both("只能登记本乡镇（{town}）的人", "only people of your own town, {town}, can be entered"),
    # of parties that travel with others
    "joined_already": Both(
        "申请已与他人合并，请先拆分", "the request travels as part of another one: split that first"
    ),
    "with_several": Both("有好几个“{name}”，请填手机号或编号", "several are called '{name}': give a phone or a code"),
    "with_nobody": Both(
        "本表和本批次里都没有“{name}”的申请", "neither the sheet nor the campaign has a request of '{name}'"
    ),
    "with_one_sided": Both("“{name}”没有填要与其同行，请核对", "'{name}' does not say so too: check it"),
    **{f"join_{why}": Both(*sentences) for why, sentences in SENTENCES.items()},
    # of slots, fleets and services
    "organisation_unknown": Both(
        "没有单位“{name}”参加本批次；相近的有：{nearest}",
        "no organisation '{name}' takes part; the nearest are: {nearest}",
    ),
    "wrong_kind": Both("这个单位不提供这类资源", "this organisation does not offer such things"),
    "not_your_own": Both("只能填自己单位，或留空", "can only be your own organisation, or empty"),
    "code_of_others": Both(
        "这个编号已被其他单位使用，请换一个", "another organisation uses this code: take another one"
    ),
    "same_code": Both("与第 {row} 行编号相同", "is the code of row {row} too"),
    "same_place": Both("与出发地相同", "is where it starts"),
    "plant_unknown": Both(
        "该单位没有厂区“{name}”；相近的有：{nearest}", "the employer has no plant '{name}'; the nearest are: {nearest}"
    ),
    "no_gate": Both("这个地点不是厂门", "this place is no gate"),
    "contact_needs_plant": Both(
        "还不知道这个厂门属于哪个厂区，请填写厂区", "give the plant too: it is not known whose gate this is"
    ),
    "above_capacity": Both("接收人数比最低人数还少", "is less than the minimum"),
    "to_below_from": Both("不应比开始的小或早", "must not be less, or earlier, than where it begins"),
    "no_price": Both("至少填一种费用", "give at least one price"),
    "wheelchairs_above_seats": Both("座位数比轮椅位还少", "is less than the wheelchair spaces"),
    "load_above_seats": Both("座位数比最低乘坐人数还少", "is less than the minimum load"),
    "option_over": Both("预留期已过，方案不会用它", "is over: the offer will be in no plan"),
    "refused": Both("未被接受：{what}", "was refused: {what}"),
}
"""Every reason by its key."""


def say(reason: str, params: Mapping[str, Param], language: Language) -> str:
    """A reason as a sentence."""
    facts = {key: value[language] if isinstance(value, dict) else value for key, value in params.items()}
    return REASONS[reason].within(language).format(**facts_in(language, facts))
