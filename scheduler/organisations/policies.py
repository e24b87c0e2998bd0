"""Row-level security, for migrations: who sees and who changes the rows of a table.

The program acts as the role ``menlu_app``, which owns no table. Each transaction says for which organisation and
in which role it acts (:mod:`scheduler.organisations.tenancy`); with nothing said, no row is visible. A migration
that makes a table calls :func:`enable_rls` for it, and :func:`enable_rls_of_events` for the events of an audited
one; :func:`allow` opens a table of another app further. A test fails for a table that has no policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.db.migrations import RunSQL

APP_ROLE = "menlu_app"
SYSTEM = "menlu_role() = 'system'"

SEEN = "campaign_id = any ((select menlu_campaigns_seen())::uuid[])"
"""Rows of campaigns whose every row may be read: by the bureau's coordinators and auditors, and overseers."""

LED = "campaign_id = any ((select menlu_campaigns_led())::uuid[])"
"""Rows of campaigns of the own bureau, for its coordinators: they may change them."""

JOINED = "campaign_id = any ((select menlu_campaigns_joined())::uuid[])"
"""Rows of campaigns to which the own organisation is invited; to be narrowed to what is its business."""

COORDINATOR = "menlu_role() = 'coordinator'"
EMPLOYER = "menlu_role() = 'employer'"
CARRIER = "menlu_role() in ('operator', 'employer')"
"""Employers' staff too: they send coaches of their own."""

TOWN = "menlu_role() = 'town'"
OF_TOWN = "town = any ((select menlu_town_names())::text[])"
"""Rows that say a person's town, and it is that of the township that is acting."""

NOBODY = "false"
"""No row; the system sees them all the same."""

Command = Literal["select", "insert", "update", "delete", "all"]


def own(column: str) -> str:
    """The rows whose ``column`` is the organisation that is acting."""
    return f"{column} = menlu_organisation()"


def known(column: str) -> str:
    """The rows whose ``column`` is an organisation that shares a campaign with the one that is acting."""
    return f"{column} = any ((select menlu_organisations_known())::uuid[])"


def one_of(column: str, function: str) -> str:
    """The rows whose ``column`` is among the many ids of a :func:`definer`: it is asked once, and hashed."""
    return f"{column} in (select unnest({function}()))"


def either(*conditions: str) -> str:
    """Any of the conditions."""
    return " or ".join(f"({condition})" for condition in conditions)


def both(*conditions: str) -> str:
    """All of the conditions."""
    return " and ".join(f"({condition})" for condition in conditions)


def allow(table: str, policy: str, *, using: str, command: Command = "select") -> RunSQL:
    """One more way to get at the rows of ``table``; it adds to the policies that are there."""
    clauses = {
        "select": f"using ({using})",
        "delete": f"using ({using})",
        "insert": f"with check ({using})",
        "update": f"using ({using}) with check ({using})",
        "all": f"using ({using}) with check ({using})",
    }
    return RunSQL(
        f"create policy {policy} on {table} for {command} to {APP_ROLE} {clauses[command]};",
        f"drop policy {policy} on {table};",
    )


def enable_rls(table: str, *, read: str, write: str | None = None) -> list[RunSQL]:
    """Close ``table`` but for the rows that meet ``read``, or, to be changed, ``write``; and for the system.

    Parameters
    ----------
    table
        The table's name.
    read
        The SQL condition, on the table's columns, under which a row may be seen.
    write
        That under which it may be added, changed or removed (None: by the system only).
    """
    change = either(SYSTEM, write) if write else SYSTEM
    return [
        RunSQL(
            f"alter table {table} enable row level security;"
            f"grant select, insert, update, delete on {table} to {APP_ROLE};",
            f"alter table {table} disable row level security;",
        ),
        allow(table, "menlu_read", using=either(SYSTEM, read)),
        allow(table, "menlu_write", using=change, command="all"),
    ]


def enable_rls_of_events(table: str, *, read: str) -> list[RunSQL]:
    """Close the event table of an audited model: whoever changes the model adds to it, nobody alters it."""
    return [
        RunSQL(
            f"alter table {table} enable row level security;"
            f"grant select, insert on {table} to {APP_ROLE};"
            f"revoke update, delete, truncate on {table} from {APP_ROLE};",
            f"alter table {table} disable row level security;",
        ),
        allow(table, "menlu_read", using=either(SYSTEM, read)),
        allow(table, "menlu_add", using="true", command="insert"),
    ]


def enable_rls_audited(table: str, *, read: str, write: str | None = None) -> list[RunSQL]:
    """Both of the above, for a model with an event table of the usual name and the same columns."""
    return [*enable_rls(table, read=read, write=write), *enable_rls_of_events(f"{table}event", read=read)]


def make_role() -> list[RunSQL]:
    """The role of the program, its rights on everything made so far and later, and what a transaction says.

    Roles belong to the whole cluster: it may exist, another database's migration may be making it at this
    moment, and a migrating user that may not create roles needs it made beforehand and granted to it.
    """
    return [
        RunSQL(
            f"""
            do $$ begin
                if not exists (select from pg_roles where rolname = '{APP_ROLE}') then
                    create role {APP_ROLE} nologin;
                end if;
            exception when duplicate_object or unique_violation then null;
            end $$;
            do $$ begin
                if not pg_has_role(current_user, '{APP_ROLE}', 'member') then
                    execute format('grant {APP_ROLE} to %I', current_user);
                end if;
            exception when duplicate_object or unique_violation or internal_error then null;
            end $$;
            do $$ begin
                execute format('grant connect, temporary on database %I to {APP_ROLE}', current_database());
            end $$;
            grant usage on schema public to {APP_ROLE};
            grant select, insert, update, delete on all tables in schema public to {APP_ROLE};
            grant usage, select on all sequences in schema public to {APP_ROLE};
            alter default privileges in schema public grant select, insert, update, delete on tables to {APP_ROLE};
            alter default privileges in schema public grant usage, select on sequences to {APP_ROLE};
            """,
            RunSQL.noop,
        ),
        RunSQL(
            """
            create function menlu_organisation() returns uuid language sql stable parallel safe as
                $$ select nullif(current_setting('menlu.organisation', true), '')::uuid $$;
            create function menlu_role() returns text language sql stable parallel safe as
                $$ select coalesce(current_setting('menlu.role', true), '') $$;
            """,
            "drop function menlu_organisation(); drop function menlu_role();",
        ),
    ]


def amend(table: str, policy: str, *, using: str, before: str) -> RunSQL:
    """Let a policy that is there have another condition than ``before``."""
    return RunSQL(
        f"alter policy {policy} on {table} using ({using});",
        f"alter policy {policy} on {table} using ({before});",
    )


def narrow(table: str, policy: str, *, using: str, before: str) -> RunSQL:
    """Let a policy that is there show other rows than ``before``, and all to the system."""
    return amend(table, policy, using=either(SYSTEM, using), before=either(SYSTEM, before))


def definer(name: str, query: str) -> RunSQL:
    """A function that reads past the policies (it belongs to the tables' owner) and returns ids.

    Policies that would otherwise look at each other in a circle ask such functions; so do those that would look at
    tables with policies of their own, which the database's planner takes to be so dear that it joins badly.
    """
    return RunSQL(
        f"""
        create or replace function {name}() returns uuid[] language sql stable security definer
            set search_path = public, pg_temp as
            $$ select coalesce(array_agg(found.id), '{{}}') from ({query}) as found $$;
        revoke all on function {name}() from public;
        grant execute on function {name}() to {APP_ROLE};
        """,
        f"drop function {name}();",
    )


def make_campaign_functions() -> Sequence[RunSQL]:
    """Which campaigns and organisations the acting one may see; run where campaigns' tables were made."""
    led = "select id from campaigns_campaign where bureau_id = menlu_organisation()"
    invited = "select campaign_id as id from campaigns_participation where organisation_id = menlu_organisation()"
    return [
        definer("menlu_campaigns_led", f"{led} and menlu_role() = 'coordinator'"),
        definer(
            "menlu_campaigns_seen",
            f"{led} and menlu_role() in ('coordinator', 'auditor') union {invited} and menlu_role() = 'auditor'",
        ),
        definer(
            "menlu_campaigns_joined",
            f"{led} and menlu_role() = 'driver' union {invited} and menlu_role() in ('employer', 'operator', 'driver')",
        ),
        definer(
            "menlu_organisations_known",
            "select organisation_id as id from campaigns_participation "
            "where campaign_id = any (menlu_campaigns_seen()) "
            "union select bureau_id from campaigns_campaign "
            "where id = any (menlu_campaigns_seen() || menlu_campaigns_joined())",
        ),
    ]


def let_towns_join() -> Sequence[RunSQL]:
    """Townships are invited to campaigns too; run after :func:`make_campaign_functions`."""
    led = "select id from campaigns_campaign where bureau_id = menlu_organisation() and menlu_role() = 'driver'"
    invited = "select campaign_id as id from campaigns_participation where organisation_id = menlu_organisation()"
    as_one_of = "menlu_role() in ('employer', 'operator', 'driver'{})"
    joined = f"{led} union {invited} and {as_one_of}"
    return [
        RunSQL(
            definer("menlu_campaigns_joined", joined.format(", 'town'")).sql,
            definer("menlu_campaigns_joined", joined.format("")).sql,
        ),
        RunSQL(
            f"""
            create function menlu_town_names() returns text[] language sql stable security definer
                set search_path = public, pg_temp as
                $$ select coalesce(array_agg(said order by nth), '{{}}') from organisations_organisation,
                     unnest(array[name, name_en, code]::text[]) with ordinality as names (said, nth)
                    where id = menlu_organisation() and kind = 'town' and menlu_role() = 'town' and said <> '' $$;
            revoke all on function menlu_town_names() from public;
            grant execute on function menlu_town_names() to {APP_ROLE};
            """,
            "drop function menlu_town_names();",
        ),
    ]
