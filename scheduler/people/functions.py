"""The search for boarding places, as functions in the database; for migrations.

They belong to the tables' owner: row-level security would keep the spatial index from being used, since
PostGIS' operators are not marked leakproof. So each looks itself whether the asker leads the campaign.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

from scheduler.organisations.policies import APP_ROLE

NEAR = """
create function menlu_boarding_near(the_campaign uuid, the_requests uuid[])
returns table (request_id uuid, place_id uuid, code varchar, access_s bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select r.id, near.id, near.code,
           min(round((u.extra_s + u.detour * near.metres / 1000 / u.kmh * 3600) / 60)::bigint * 60)
      from people_departurerequest r
      join campaigns_accessrule u on u.campaign_id = r.campaign_id
     cross join lateral (
           select p.id, p.code, ST_Distance(p.point, r.home, false) as metres
             from places_place p
            where p.campaign_id = r.campaign_id
              and p.kind = any (u.place_kinds) and p.kind <> 'home'
              and ST_DWithin(p.point, r.home, u.reach_m, false)
              and (p.kind <> 'gate' or exists (
                    select from people_choice c join intake_intakeslot s on s.id = c.slot_id
                     where c.request_id = r.id and s.gate_id = p.id))
            order by ST_Distance(p.point, r.home, false), p.code
            limit u.nearest
           ) as near
     where r.campaign_id = the_campaign and r.id = any (the_requests)
       and r.home is not null and r.wheelchairs = 0
       and (menlu_role() = 'system' or the_campaign = any (menlu_campaigns_led()))
     group by r.id, near.id, near.code
$$;
"""


def boarding_functions() -> list[RunSQL]:
    """``menlu_boarding_near``: places within reach of the homes of some requests, and how long it takes.

    Distances are great circles, as the format's; times are rounded to minutes. Gates count where the request
    has chosen a slot there.
    """
    name = "menlu_boarding_near(uuid, uuid[])"
    rights = f"revoke all on function {name} from public; grant execute on function {name} to {APP_ROLE};"
    return [RunSQL(NEAR + rights, f"drop function {name};")]
