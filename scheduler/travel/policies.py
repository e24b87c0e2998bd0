"""Row-level security of the road, for migrations: everything is written by the system, once a service has looked.

A bureau sees all of its campaigns, a carrier what was seen of its own duties, an employer whom it has received.
"""

from __future__ import annotations

from django.db.migrations import RunSQL

from scheduler.organisations.policies import (
    EMPLOYER,
    LED,
    SEEN,
    both,
    either,
    enable_rls,
    enable_rls_audited,
    own,
)
from scheduler.plans.policies import CARRIED

OWN_SLOT = both(EMPLOYER, f"exists (select from intake_intakeslot s where s.id = slot_id and {own('s.employer_id')})")


def travel_policies() -> list[RunSQL]:
    """Close every table of this app, and say who may look in."""
    carried = f"duty_id = {CARRIED}"
    return [
        *enable_rls("travel_travelevent", read=either(SEEN, carried)),
        *enable_rls_audited("travel_alert", read=either(SEEN, carried, OWN_SLOT), write=LED),
        *enable_rls("travel_position", read=either(SEEN, carried)),
        *enable_rls("travel_reception", read=either(SEEN, OWN_SLOT)),
    ]
