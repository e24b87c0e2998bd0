"""What a worker sees behind the link: the trip, and two buttons. No script, pictograms in the page, a few kilobytes."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.papers.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePhrases:
    """Every word of the page."""

    title: str
    other: str
    seat: str
    ask: str
    no_sure: str
    by: str
    yes: str
    no: str
    sure: str
    said_yes: str
    said_no: str
    changed_mind: str
    call: str
    closed: str
    no_trip: str
    refused: str


PAGE_ZH = PagePhrases(
    title="您的出行",
    other="English",
    seat="座位",
    ask="您去吗？",
    no_sure="是，我不去",
    by="请在 {due} 前答复。",
    yes="我去",
    no="我不去",
    sure="不去的话，座位会让给别人。",
    said_yes="已记下：您去。",
    said_no="已记下：您不去。",
    changed_mind="改主意了？",
    call="电话",
    closed="已不能在这里更改，请打电话。",
    no_trip="目前没有为您安排出行，请打电话询问。",
    refused="这个链接打不开",
)

PAGE_EN = PagePhrases(
    title="Your trip",
    other="中文",
    seat="Seat",
    ask="Do you come?",
    no_sure="Yes, I do not come",
    by="Please answer by {due}.",
    yes="I come",
    no="I do not come",
    sure="If you do not come, somebody else gets the seat.",
    said_yes="Noted: you come.",
    said_no="Noted: you do not come.",
    changed_mind="Changed your mind?",
    call="Call",
    closed="This cannot be changed here any more. Please call.",
    no_trip="There is no trip for you at present. Please call.",
    refused="This link does not open",
)

PAGES: dict[Language, PagePhrases] = {"zh": PAGE_ZH, "en": PAGE_EN}
