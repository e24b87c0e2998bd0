"""A cast of organisations and users with relationships.

The Qianjiang bureau has a campaign, ``ok_small``, to which the Jiamu works, Wuling coaches and the provincial
audit office are invited: slot s1 is the works', the van Wuling's. The Qijiang bureau has a campaign of its own,
of the same problem, with the Lanshan port. Neither knows the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.contrib.auth.hashers import make_password

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services import campaign_import, participation_add
from scheduler.fleet.models import Fleet, Service
from scheduler.intake.models import IntakeSlot
from scheduler.organisations.models import Membership, Organisation, User
from scheduler.organisations.roles import OrganisationKind, Role
from scheduler.organisations.services import membership_add, organisation_create, token_issue, user_create
from scheduler.organisations.tenancy import acting_as, acting_as_system
from tests.builders import ok_small

PASSWORD = "through-the-door-42"
"""Everyone's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone in a role, with a token."""

    user: User
    organisation: Organisation
    role: Role
    membership: Membership
    secret: str

    @contextmanager
    def acting(self) -> Iterator[None]:
        """As this one."""
        with acting_as(self.organisation.id, self.role, user_id=self.user.id):
            yield

    @property
    def headers(self) -> dict[str, str]:
        """What the API wants to see."""
        return {"Authorization": f"Bearer {self.secret}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who plays."""

    coordinator: Actor
    bureau_auditor: Actor
    employer: Actor
    operator: Actor
    driver: Actor
    auditor: Actor
    other_coordinator: Actor
    other_employer: Actor
    other_operator: Actor
    campaign: Campaign
    other_campaign: Campaign

    @property
    def all(self) -> tuple[Actor, ...]:
        """Everyone."""
        invited = (self.employer, self.operator, self.driver, self.auditor)
        others = (self.other_coordinator, self.other_employer, self.other_operator)
        return (self.coordinator, self.bureau_auditor, *invited, *others)


@cache
def _hashed() -> str:
    """Hashed once: argon2 takes its time, by design."""
    return make_password(PASSWORD)


def make_organisation(kind: OrganisationKind, code: str, name: str) -> Organisation:
    """An organisation with nobody in it."""
    return organisation_create(kind=kind, code=code, name=name, name_en=code)


def make_actor(organisation: Organisation, role: Role, name: str) -> Actor:
    """A user of an organisation with the password of everyone here, and with a token that holds for an hour."""
    user = user_create(email=f"{role}@{organisation.code}.example", name=name)
    with acting_as_system():
        User.objects.filter(pk=user.pk).update(password=_hashed())
    membership = membership_add(user=user, organisation=organisation, role=role)
    _, secret = token_issue(membership=membership, label="tests", lifetime=timedelta(hours=1))
    return Actor(user=user, organisation=organisation, role=role, membership=membership, secret=secret)


def make_cast() -> Cast:
    """Everyone of the module's description."""
    kind = OrganisationKind
    bureau = make_organisation(kind.BUREAU, "qianjiang", "黔江区劳务办")
    works = make_organisation(kind.EMPLOYER, "jiamu", "日照甲木家具")
    coaches = make_organisation(kind.OPERATOR, "wuling", "武陵客运")
    office = make_organisation(kind.OVERSIGHT, "audit", "审计局")
    other_bureau = make_organisation(kind.BUREAU, "qijiang", "綦江区劳务办")
    port = make_organisation(kind.EMPLOYER, "lanshan", "岚山港")
    other_coaches = make_organisation(kind.OPERATOR, "jijiang", "几江客运")
    coordinator = make_actor(bureau, Role.COORDINATOR, "许小暑")
    other_coordinator = make_actor(other_bureau, Role.COORDINATOR, "喻冬至")
    return Cast(
        coordinator=coordinator,
        bureau_auditor=make_actor(bureau, Role.AUDITOR, "钱雨水"),
        employer=make_actor(works, Role.EMPLOYER, "鲁立冬"),
        operator=make_actor(coaches, Role.OPERATOR, "赵立秋"),
        driver=make_actor(coaches, Role.DRIVER, "孙谷雨"),
        auditor=make_actor(office, Role.AUDITOR, "李白露"),
        other_coordinator=other_coordinator,
        other_employer=make_actor(port, Role.EMPLOYER, "周寒露"),
        other_operator=make_actor(other_coaches, Role.OPERATOR, "吴霜降"),
        campaign=_campaign(coordinator, invited=(works, coaches, office), employer=works, operator=coaches),
        other_campaign=_campaign(
            other_coordinator, invited=(port, other_coaches), employer=port, operator=other_coaches
        ),
    )


def _campaign(
    coordinator: Actor, *, invited: tuple[Organisation, ...], employer: Organisation, operator: Organisation
) -> Campaign:
    with coordinator.acting():
        campaign = campaign_import(bureau=coordinator.organisation, problem=ok_small(), by=coordinator.user)
        for organisation in invited:
            participation_add(campaign=campaign, organisation=organisation)
    with acting_as_system():
        IntakeSlot.objects.filter(campaign=campaign, code="s1").update(employer=employer)
        Fleet.objects.filter(campaign=campaign, code="van").update(operator=operator)
        Service.objects.filter(campaign=campaign).update(operator=operator)
    return campaign
