"""The closed list of rules that a plan can break, a sentence each."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """A rule of the transfer format.

    Attributes
    ----------
    unit
        What the excess of a violation counts: ``s``, ``people``, ``parties``, ``spaces``, ``drivers``,
        ``money`` or ``times``.
    sentence
        What holds in every feasible plan.
    """

    unit: str
    sentence: str

    def __new__(cls, value: str, unit: str, sentence: str) -> Rule:
        """A member: its name in documents, its unit, its sentence."""
        rule = str.__new__(cls, value)
        rule._value_, rule.unit, rule.sentence = value, unit, sentence
        return rule

    # the whole plan
    PROBLEM = "problem", "times", "A plan is made for the problem that it names."
    EVERYONE = "everyone", "times", "Each party of the problem is in exactly one of itineraries and unserved."

    WORD = "word", "times", "Reasons and modes are words of the format."

    # itineraries
    CHOICE = "choice", "times", "A party is placed in a slot of its choices."
    ACCESS = "access", "times", "An itinerary opens with an access leg to a place of the party's boarding."
    RIDE = "ride", "times", "After the access leg come rides of the plan's duties, forward, and services."
    CHAIN = "chain", "times", "Each leg starts where the one before ended, and the last ends at the slot's gate."
    ACCESS_TIME = "access_time", "s", "An access leg lasts exactly its access_s."
    READY = "ready", "s", "A party leaves home no earlier than it is ready."
    CONNECTION = "connection", "s", "A party is at the stop, changes included, before the stop starts."
    CHECK_IN = "check_in", "s", "A party is at a service check_in_s before it departs."
    FLEET_SLOTS = "fleet_slots", "times", "A fleet carries parties of its own slots only."
    WINDOW = "window", "s", "A party arrives inside a window of its slot."
    DUE = "due", "s", "A party arrives no later than it is due."
    JOURNEY = "journey", "s", "From leaving home to arrival at most max_journey_s pass."
    HORIZON = "horizon", "s", "Nothing happens outside the horizon."

    # duties
    VEHICLE = "vehicle", "times", "A duty is of a vehicle that its fleet has, and of no other duty's."
    CREW = "crew", "times", "A duty names a crew of its fleet, and its drives drivers of that crew."
    EMPTY = "empty", "times", "A duty has two stops at least and carries somebody."
    PLACE = "place", "times", "Stops are at locations of the problem, consecutive ones at different places."
    ENDS = "ends", "times", "A duty begins and ends where its fleet does."
    AVAILABLE = "available", "s", "A duty lies inside its fleet's availability."
    MANIFEST = "manifest", "parties", "Who boards and alights at a stop is who the itineraries say, once each."
    ORDER = "order", "s", "At a stop, arrival, start and departure are in this order."
    HOURS = "hours", "s", "A stop where anyone boards or alights lies inside its place's hours, on one day."
    DWELL = "dwell", "s", "A stop lasts stop_fixed_s and stop_per_person_s for each who boards or alights."
    SEATS = "seats", "people", "No more people ride than there are seats for passengers."
    WHEELCHAIRS = "wheelchairs", "spaces", "No more wheelchairs ride than there are spaces."
    DRIVES = "drives", "s", "The drives of a leg lie between its stops, one after the other."
    DRIVE_TIME = "drive_time", "s", "The drives of a leg last together exactly the road's duration."

    # driver hours
    SWAP = "swap", "s", "The vehicle stands swap_s at least when drivers change."
    MIN_DRIVERS = "min_drivers", "drivers", "A duty with people aboard for over_m has a crew of enough drivers."
    CONTINUOUS = "continuous", "s", "A driver drives at most max_continuous_drive_s without a break."
    NIGHT = "night", "s", "A driver drives at most the night's max_continuous_drive_s by night without a break."
    DRIVE_24H = "drive_24h", "s", "A driver drives at most max_drive_24h_s in any 24 hours."
    DRIVE_7D = "drive_7d", "s", "A driver drives at most max_drive_7d_s in any 7 days."
    NIGHT_STOP = "night_stop", "s", "A long duty does not drive during the night stop."

    # services and slots
    MIN_LOAD = "min_load", "people", "A service runs empty or with its min_load at least."
    GROUP = "group", "times", "Of the services of one group at most one carries anyone."
    CAPACITY = "capacity", "people", "A slot takes in at most its capacity."
    MIN_HEADCOUNT = "min_headcount", "people", "A slot takes in nobody or its min_headcount at least."

    # money
    COST = "cost", "money", "The stated costs are the plan's, to 0.01 or 0.01 per thousand."
    BOUND = "bound", "money", "The stated bound is not above the plan's cost."
