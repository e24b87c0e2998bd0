"""Row-level security of townships, for migrations: their staff see and change their own town's people alone."""

from __future__ import annotations

from django.db.migrations import RunSQL

from scheduler.organisations.policies import JOINED, OF_TOWN, SEEN, TOWN, allow, both, definer, either, narrow
from scheduler.people.functions import NEAR
from scheduler.plans.policies import PUBLISHED

SERVED = "{} = any ((select menlu_requests_of_town())::uuid[])"
OF_BUREAU = "bureau_id = any ((select menlu_bureaus_of_town())::uuid[])"
OF_WORKER = "worker_id = any ((select menlu_workers_of_town())::uuid[])"
DOORS = "kind = 'home' and id = any ((select menlu_doors_of_town())::uuid[])"
OF_SLOT = "slot_id in (select id from intake_intakeslot)"
"""What an employer sees of others' tables; a township sees slots, to choose from, and nothing behind them."""


def town_functions() -> list[RunSQL]:
    """Which bureaus, requests, workers and doors are a township's business, and its search for boarding places."""
    return [*town_ids(), RunSQL(_near(or_town=True), _near(or_town=False))]


def town_ids() -> list[RunSQL]:
    """The ids of those; each other function is asked once, not for each row."""
    joined, names = "any ((select menlu_campaigns_joined())::uuid[])", "any ((select menlu_town_names())::text[])"
    return [
        definer(
            "menlu_bureaus_of_town",
            f"select bureau_id as id from campaigns_campaign where id = {joined} and menlu_role() = 'town'",
        ),
        definer(
            "menlu_requests_of_town",
            f"select id from people_departurerequest where campaign_id = {joined} and town = {names}",
        ),
        definer(
            "menlu_workers_of_town",
            "select id from people_worker where bureau_id = any ((select menlu_bureaus_of_town())::uuid[]) "
            f"and town = {names}",
        ),
        definer(
            "menlu_doors_of_town",
            "select place_id as id from people_boardingoption where request_id in "
            "(select unnest(menlu_requests_of_town()))",
        ),
    ]


def town_policies() -> list[RunSQL]:
    """What town staff may do with people, requests, calls and questions, and what they see besides."""
    served = both(TOWN, JOINED, SERVED.format("request_id"))
    return [
        allow("people_worker", "menlu_town", using=both(TOWN, OF_TOWN, OF_BUREAU), command="all"),
        allow("people_departurerequest", "menlu_town", using=both(TOWN, JOINED, OF_TOWN), command="all"),
        allow("people_member", "menlu_town", using=served),
        allow("people_member", "menlu_town_add", using=both(served, OF_WORKER), command="insert"),
        allow("people_member", "menlu_town_change", using=served, command="update"),
        allow("people_boardingoption", "menlu_town", using=served, command="all"),
        allow("people_choice", "menlu_town", using=served, command="all"),
        allow("people_requestmove", "menlu_town", using=served),
        allow("people_requestmove", "menlu_town_add", using=served, command="insert"),
        allow("calls_call", "menlu_town", using=both(TOWN, JOINED, OF_TOWN)),
        allow("calls_call", "menlu_town_change", using=both(TOWN, JOINED, OF_TOWN), command="update"),
        allow("answers_ask", "menlu_town", using=served),
        allow("plans_itinerary", "menlu_town", using=both(served, PUBLISHED)),
        allow("places_place", "menlu_town", using=both(TOWN, JOINED, DOORS)),
        allow("campaigns_accessrule", "menlu_town", using=both(TOWN, JOINED)),
        allow("intake_intakeslot", "menlu_town", using=both(TOWN, JOINED)),
        allow("intake_jobpost", "menlu_town", using=both(TOWN, JOINED)),
        *(
            narrow(
                table,
                "menlu_read",
                using=either(SEEN, both(f"not ({TOWN})", OF_SLOT)),
                before=either(SEEN, OF_SLOT),
            )
            for table in ("answers_persondecision", "intake_intakeconfirmation", "intake_intakeconfirmationevent")
        ),
    ]


def _near(*, or_town: bool) -> str:
    """The search, open to the staff of a town for its own requests, or as it was."""
    led = "the_campaign = any (menlu_campaigns_led())"
    # Asked once, not for each request.
    town = f"the_campaign = any ((select menlu_campaigns_led())::uuid[]) or {SERVED.format('r.id')}"
    return NEAR.replace("create function", "create or replace function").replace(led, town if or_town else led)
