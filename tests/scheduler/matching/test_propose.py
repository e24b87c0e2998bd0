"""What is proposed to a party alone, and to parties that go together."""

from __future__ import annotations

from dataclasses import replace

from scheduler.matching.facts import Opening, Seeker
from scheduler.matching.findings import Case
from scheduler.matching.propose import Proposal, propose
from scheduler.matching.rules import USUAL
from tests.scheduler.matching.cards import opening, person, seeker

COOK, WELDER = opening("cook", job="厨师", city="重庆", place="重庆"), opening("welder")


def offered(proposal: Proposal) -> list[str]:
    return [one.opening.code for one in proposal.offered]


def why_not(proposal: Proposal, slot: str) -> list[Case]:
    (out,) = (one for one in proposal.ruled_out if one.opening.code == slot)
    return [finding.case for finding in out.found if finding.stops]


def pair(*parties: Seeker, openings: tuple[Opening, ...]) -> tuple[Proposal, ...]:
    return propose([replace(party, together="kin") for party in parties], openings, USUAL)


def test_the_slot_that_suits_best_comes_first_and_every_slot_is_accounted_for() -> None:
    slots = [COOK, WELDER, opening("full", capacity=0)]
    (found,) = propose([seeker("p1", person(jobs=("焊工",)))], slots, USUAL)
    assert offered(found) == ["welder", "cook"]
    assert [one.cost for one in found.offered] == [0.0, 80.0]
    assert why_not(found, "full") == [Case.TOO_MANY]


def test_no_more_slots_are_offered_than_the_rules_say_and_the_others_say_so() -> None:
    rules = replace(USUAL, most=1, dearest=90.0)
    party = seeker("p1", person(jobs=("焊工",), places=("日照",)))
    (found,) = propose([party], [COOK, WELDER, opening("second")], rules)
    assert offered(found) == ["welder"]
    assert why_not(found, "second") == [Case.OTHERS_BETTER]
    assert why_not(found, "cook") == [Case.TOO_DEAR]


def test_who_goes_together_is_offered_one_slot_the_one_that_suits_all_best() -> None:
    one, two = seeker("p1", person(jobs=("焊工",))), seeker("p2", person(jobs=("厨师",)), person(jobs=("厨师",)))
    first, second = pair(one, two, openings=(WELDER, COOK))
    assert (offered(first), offered(second)) == (["cook"], ["cook"])
    assert why_not(first, "welder") == [Case.TOGETHER_ELSEWHERE]
    assert {finding.case for finding in first.offered[0].found} == {Case.JOB_MISSES, Case.TOGETHER_HERE}


def test_the_slot_has_room_for_all_who_go_together() -> None:
    small, large = opening("small", capacity=2), opening("large", capacity=3, job="厨师")
    one, two = seeker("p1", person(jobs=("焊工",))), seeker("p2", person(), person())
    assert [offered(found) for found in pair(one, two, openings=(small, large))] == [["large"], ["large"]]


def test_who_can_go_nowhere_together_is_offered_nothing_and_told_why() -> None:
    young = seeker("p2", person(not_employers=("jiamu",)))
    old = seeker("p1", person(not_employers=("port",)))
    first, second = pair(old, young, openings=(WELDER, opening("quay", employer="port")))
    assert offered(first) == offered(second) == []
    assert why_not(first, "welder") == [Case.TOGETHER_NOWHERE]
    assert why_not(second, "welder") == [Case.EMPLOYER_AVOIDED, Case.TOGETHER_NOWHERE]


def test_who_was_promised_a_slot_draws_the_others_there() -> None:
    promised = seeker("p1", person(), bound=COOK.id)
    _, late = pair(promised, seeker("p2", person(jobs=("焊工",))), openings=(WELDER, COOK))
    assert offered(late) == ["cook"]


def test_groups_do_not_all_queue_for_the_slot_that_suits_each_best() -> None:
    small = opening("small", capacity=3)
    welders = [replace(seeker(f"p{i}", person(jobs=("焊工",))), together=f"kin-{i // 2}") for i in range(4)]
    found = propose(welders, [small, COOK], USUAL)
    assert [offered(one) for one in found] == [["small"], ["small"], ["cook"], ["cook"]]


def test_a_party_whose_companions_are_gone_stands_alone() -> None:
    (found,) = pair(seeker("p1"), openings=(WELDER, COOK))
    assert offered(found) == ["welder", "cook"]
