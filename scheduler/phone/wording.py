"""What the driver's page says besides the papers' phrases, in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.papers.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneWords:
    """Every phrase of the page. Those up to ``ended`` are handed to its script."""

    boarded: str
    missing: str
    off: str
    arrived: str
    left: str
    expected: str
    late: str
    all_sent: str
    waiting: str
    no_network: str
    refused: str
    not_kept: str
    revoked: str
    replaced: str
    on_board: str
    break_begin: str
    break_end: str
    break_since: str
    count_ask: str
    part_ask: str
    incident_ask: str
    code_ask: str
    unknown_code: str
    found: str
    all_on: str
    all_off: str
    count: str
    ended: str

    other_language: str
    map: str
    open_map: str
    scan: str
    incident: str
    ok: str
    cancel: str
    seat: str
    gone_title: str
    gone_text: str
    needs_script: str
    superseded: str
    share: str


ZH = PhoneWords(
    boarded="已上车",
    missing="未到",
    off="已下车",
    arrived="到达",
    left="开出",
    expected="预计 {time}",
    late="晚 {n} 分",
    all_sent="已全部上传 {time}",
    waiting="{n} 条待上传",
    no_network="无网络，记录已保存在手机",
    refused="未被接受：{why}",
    not_kept="本机无法保存记录，请勿关闭页面",
    revoked="此链接已失效，请向调度台索取新链接",
    replaced="方案已更新，请重新打开此页",
    on_board="在车 {n}",
    break_begin="开始休息",
    break_end="结束休息",
    break_since="休息自 {time}",
    count_ask="本站共上车（下车）几人？",
    part_ask="这一组来了几人？",
    incident_ask="发生了什么？（请勿写姓名和证件号）",
    code_ask="扫描二维码，或输入六位乘车码",
    unknown_code="{code}：不在本班次名单上，请问调度台",
    found="{name}：已上车",
    all_on="全部上车",
    all_off="全部下车",
    count="点人数",
    ended="行程已结束",
    other_language="English",
    map="路线图",
    open_map="地图",
    scan="扫码上车",
    incident="报告情况",
    ok="确定",
    cancel="取消",
    seat="座位 {seats}",
    gone_title="链接无效",
    gone_text="此链接不能打开任何班次：可能未复制完整、已过期或已被收回。请向调度台索取新链接。",
    needs_script="此浏览器不能勾选；名单和时间仍可查看。",
    superseded="该班次已不在现行方案中，请先询问调度台。",
    share="行程中向调度台报告位置（只保留最新位置，行程结束即删除）",
)

EN = PhoneWords(
    boarded="Aboard",
    missing="Not here",
    off="Off",
    arrived="Arrived",
    left="Left",
    expected="expected {time}",
    late="{n} min late",
    all_sent="All sent {time}",
    waiting="{n} waiting to be sent",
    no_network="No network: kept on this phone",
    refused="Not accepted: {why}",
    not_kept="This phone cannot keep entries: do not close the page",
    revoked="This link does not hold any more: ask the desk for a new one",
    replaced="There is a newer plan: open this page again",
    on_board="Aboard {n}",
    break_begin="Begin break",
    break_end="End break",
    break_since="Break since {time}",
    count_ask="How many people boarded (or got off) at this stop?",
    part_ask="How many of this party are here?",
    incident_ask="What happened? (No names, no ID numbers)",
    code_ask="Scan the QR code, or type the code of six letters",
    unknown_code="{code} is not on this duty's list: ask the desk",
    found="{name}: aboard",
    all_on="All aboard",
    all_off="All off",
    count="Count",
    ended="The trip has ended",
    other_language="中文",
    map="Map of the route",
    open_map="Map",
    scan="Scan",
    incident="Incident",
    ok="OK",
    cancel="Cancel",
    seat="seat {seats}",
    gone_title="This link does not hold",
    gone_text=(
        "It opens no duty: it may not have been copied whole, may have expired, or was revoked. "
        "Ask the dispatch desk for a new one."
    ),
    needs_script="This browser cannot tick; the lists and times can still be read.",
    superseded="This duty is not part of the plan any more: ask the desk before you drive.",
    share="Tell the desk where the vehicle is while it is under way (the last position only, deleted at the end)",
)

WORDS: dict[Language, PhoneWords] = {"zh": ZH, "en": EN}
FOR_SCRIPT = tuple(PhoneWords.__slots__)[: PhoneWords.__slots__.index("ended") + 1]
