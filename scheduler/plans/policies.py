"""Row-level security of plans, for migrations.

A bureau sees its runs and plans whole. Of a published plan, the carrier sees its own duties with who boards
where, and an employer the itineraries into its slots and the vehicles that they come by.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

from scheduler.organisations.policies import (
    EMPLOYER,
    JOINED,
    LED,
    NOBODY,
    SEEN,
    allow,
    amend,
    both,
    definer,
    either,
    enable_rls,
    enable_rls_audited,
    narrow,
    one_of,
    own,
)

PUBLISHED = "exists (select from plans_plan p where p.id = plan_id and p.state <> 'draft')"
CARRIED = "any ((select menlu_duties_carried())::uuid[])"
AWAITED = "any ((select menlu_duties_awaited())::uuid[])"
OWN_SLOT = f"exists (select from intake_intakeslot s where s.id = slot_id and {own('s.employer_id')})"

MOVING = "menlu_role() in ('operator', 'employer', 'driver')"
BOARDING = both(MOVING, "{} in (select request_id from plans_stopaction)")
ARRIVING = both(EMPLOYER, "{} in (select request_id from plans_itinerary)")
TRAVELLING = either(BOARDING, ARRIVING)

_CARRIED_QUERY = """
    select d.id from plans_duty d
      join plans_plan p on p.id = d.plan_id and p.state <> 'draft'
      join fleet_fleet f on f.id = d.fleet_id and f.operator_id = menlu_organisation()
     where menlu_role() in ('operator', 'employer', 'driver')
"""
_AWAITED_QUERY = """
    select distinct st.duty_id as id from intake_intakeslot s
      join plans_itinerary i on i.slot_id = s.id
      join plans_plan p on p.id = i.plan_id and p.state <> 'draft'
      join plans_leg l on l.itinerary_id = i.id
      join plans_stop st on st.id = l.from_stop_id
     where s.employer_id = menlu_organisation() and menlu_role() = 'employer'
"""

_JOINED_QUERY = f"""
    select i.id from plans_itinerary i
      join plans_plan p on p.id = i.plan_id and p.state <> 'draft'
      left join intake_intakeslot s on s.id = i.slot_id and {own("s.employer_id")}
     where i.campaign_id = any ((select menlu_campaigns_joined())::uuid[])
       and (s.id is not null
            or menlu_role() = 'town' and i.request_id = any ((select menlu_requests_of_town())::uuid[]))
"""
_TRAVELLING_QUERY = f"""
    select a.request_id as id from plans_stopaction a join plans_stop s on s.id = a.stop_id where s.duty_id = {CARRIED}
     union
    select request_id from plans_itinerary where {both(EMPLOYER, one_of("id", "menlu_journeys_joined"))}
"""


def plan_policies() -> list[RunSQL]:
    """Close every table of this app, and say who may look in."""
    return [
        definer("menlu_duties_carried", _CARRIED_QUERY),
        definer("menlu_duties_awaited", _AWAITED_QUERY),
        *enable_rls_audited("plans_planrun", read=SEEN, write=LED),
        *enable_rls_audited("plans_plan", read=either(SEEN, both(JOINED, "state <> 'draft'")), write=LED),
        *enable_rls("plans_duty", read=either(SEEN, f"id = {CARRIED}", f"id = {AWAITED}"), write=LED),
        *enable_rls("plans_stop", read=either(SEEN, f"duty_id = {CARRIED}", f"duty_id = {AWAITED}"), write=LED),
        *enable_rls(
            "plans_stopaction",
            read=either(SEEN, f"exists (select from plans_stop s where s.id = stop_id and s.duty_id = {CARRIED})"),
            write=LED,
        ),
        *enable_rls("plans_drive", read=either(SEEN, f"duty_id = {CARRIED}"), write=LED),
        *enable_rls("plans_itinerary", read=either(SEEN, both(JOINED, OWN_SLOT, PUBLISHED)), write=LED),
        *enable_rls(
            "plans_leg",
            read=either(SEEN, both(JOINED, "exists (select from plans_itinerary i where i.id = itinerary_id)")),
            write=LED,
        ),
        *enable_rls("plans_unserved", read=SEEN, write=LED),
    ]


def part_policies() -> list[RunSQL]:
    """Parts of runs are nobody's business but the queue workers'."""
    return enable_rls("plans_planpart", read=NOBODY)


def replanning_policies() -> list[RunSQL]:
    """How a campaign is planned anew, and what came of it, is the bureau's."""
    return [
        *enable_rls_audited("plans_planningpolicy", read=SEEN, write=LED),
        *enable_rls("plans_changereport", read=SEEN, write=LED),
        *enable_rls_audited("plans_approval", read=SEEN, write=LED),
        *enable_rls_audited("plans_promotion", read=SEEN, write=LED),
        *enable_rls_audited("plans_lostvehicle", read=SEEN, write=LED),
    ]


def laid_out_policies() -> list[RunSQL]:
    """A plan laid out shows all of it, so it is for those who see all; the system writes it."""
    return enable_rls("plans_laidout", read=SEEN)


def checked_policies() -> list[RunSQL]:
    """What speaks against a draft is for those who see all of it; the system writes it."""
    return enable_rls("plans_checkedplan", read=SEEN)


def issue_policies() -> list[RunSQL]:
    """Which manifests were handed out is the bureau's."""
    return enable_rls_audited("plans_manifestissue", read=SEEN, write=LED)


def policies_of_others() -> list[RunSQL]:
    """What carriers and employers may see of people and vehicles because a published plan brings them together."""
    return [
        allow("people_departurerequest", "menlu_travelling", using=TRAVELLING.format("id", "id")),
        allow("people_member", "menlu_travelling", using=TRAVELLING.format("request_id", "request_id")),
        allow(
            "people_worker",
            "menlu_travelling",
            using=both(
                "menlu_role() in ('operator', 'employer', 'driver')", "id in (select worker_id from people_member)"
            ),
        ),
        allow("fleet_fleet", "menlu_awaited", using=both(EMPLOYER, "id in (select fleet_id from plans_duty)")),
        allow("fleet_service", "menlu_awaited", using=both(EMPLOYER, "id in (select service_id from plans_leg)")),
    ]


def policies_by_functions() -> list[RunSQL]:
    """Who sees what stays as it is; but it is told by functions, each asked once."""
    came_by = "select distinct fleet_id as id from plans_duty"
    by_both = "id = any ((select menlu_duties_carried() || menlu_duties_awaited())::uuid[])"
    riding = "select distinct service_id as id from plans_leg where service_id is not null"
    awaited = one_of("itinerary_id", "menlu_journeys_joined")
    of_travelling = one_of("request_id", "menlu_requests_travelling")
    boarding = f"exists (select from plans_stop s where s.id = stop_id and s.duty_id = {CARRIED})"
    visible = "exists (select from plans_itinerary i where i.id = itinerary_id)"
    return [
        definer("menlu_stops_carried", f"select id from plans_stop where duty_id = {CARRIED}"),
        definer("menlu_journeys_joined", _JOINED_QUERY),
        definer("menlu_requests_travelling", _TRAVELLING_QUERY),
        definer("menlu_workers_travelling", f"select worker_id as id from people_member where {of_travelling}"),
        definer("menlu_fleets_awaited", f"{came_by} where {by_both}"),
        definer("menlu_services_awaited", f"{riding} and {awaited}"),
        narrow(
            "plans_stopaction",
            "menlu_read",
            using=either(SEEN, one_of("stop_id", "menlu_stops_carried")),
            before=either(SEEN, boarding),
        ),
        narrow(
            "plans_leg",
            "menlu_read",
            using=either(SEEN, both(JOINED, awaited)),
            before=either(SEEN, both(JOINED, visible)),
        ),
        amend(
            "people_departurerequest",
            "menlu_travelling",
            using=both(MOVING, one_of("id", "menlu_requests_travelling")),
            before=TRAVELLING.format("id", "id"),
        ),
        amend(
            "people_member",
            "menlu_travelling",
            using=both(MOVING, of_travelling),
            before=TRAVELLING.format("request_id", "request_id"),
        ),
        amend(
            "people_worker",
            "menlu_travelling",
            using=both(MOVING, one_of("id", "menlu_workers_travelling")),
            before=both(MOVING, "id in (select worker_id from people_member)"),
        ),
        amend(
            "fleet_fleet",
            "menlu_awaited",
            using=both(EMPLOYER, one_of("id", "menlu_fleets_awaited")),
            before=both(EMPLOYER, "id in (select fleet_id from plans_duty)"),
        ),
        amend(
            "fleet_service",
            "menlu_awaited",
            using=both(EMPLOYER, one_of("id", "menlu_services_awaited")),
            before=both(EMPLOYER, "id in (select service_id from plans_leg)"),
        ),
    ]
