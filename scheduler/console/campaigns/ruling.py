"""What a campaign is called, when it is, and what it goes by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.campaigns.models import Campaign
from scheduler.campaigns.selectors import access_rule_list, campaign_get
from scheduler.campaigns.services import access_rules_set, campaign_update
from scheduler.campaigns.usual import LAWS, USUAL_TRAVEL
from scheduler.console.acting import Visit
from scheduler.console.campaigns.forms import HeadForm
from scheduler.console.campaigns.forms_matching import MatchingForm
from scheduler.console.campaigns.forms_roads import (
    ReachFormSet,
    RoadsForm,
    TierFormSet,
    reach_initial,
    reaches_told,
    roads_initial,
    tiers_told,
)
from scheduler.console.campaigns.forms_rules import RulesForm
from scheduler.console.campaigns.rules import law_initial, rules_initial, rules_told
from scheduler.console.navigation import COORDINATORS
from scheduler.console.records.editing import Editing, Words, edited
from scheduler.console.records.forms.fields import VersionForm
from scheduler.console.screen import screen
from scheduler.matching.selectors import rules_get
from scheduler.matching.services import rules_set

PRICES = ("unserved_cost_first", "unserved_cost_more", "priority_factor")
MEANS = gettext_lazy(
    "Runs that are started from now on go by it. Plans that are there keep their times; drafts are checked by the new "
    "rules when they are published, and what is told to people changes with the next plan only."
)
TABLE = gettext_lazy(
    "The roads of this campaign are a table: it came with them, or one of them was closed. What is filled in here "
    "takes the place of all of it, in runs that are started from now on and in drafts that are published."
)
LAW_WORDS = {"cn": gettext_lazy("Fill in the law of China"), "eu": gettext_lazy("Fill in that of the EU (561/2006)")}


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def campaign_rules(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Change the rules and prices; ``law`` in the address fills in that of a country, to be looked at and saved."""
    campaign = campaign_get(campaign_id=campaign_id)
    there: dict[str, Any] = {name: getattr(campaign, name) for name in ("version", *PRICES)}
    law = LAWS.get(visit.GET.get("law", ""))
    form = RulesForm(visit.POST or None, initial=there | rules_initial(campaign) | (law_initial(law) if law else {}))

    def save(version: int | None) -> None:
        told = form.cleaned_data
        changes = {name: told[name] for name in PRICES} | {"rules": rules_told(campaign.rules, told)}
        campaign_update(campaign=campaign, version=version, changes=changes)

    links = [(f"?law={key}", words) for key, words in LAW_WORDS.items()]
    return _changed(visit, campaign, form, save, title=_("Rules and prices"), links=links)


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def campaign_roads(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Change how long roads are and how fast they are driven, where the campaign has no table of roads."""
    campaign = campaign_get(campaign_id=campaign_id)
    travel, there = campaign.travel, roads_initial(campaign.travel)
    is_table = there is not travel
    initial = {"version": campaign.version, "detour": there["detour"]}
    form = RoadsForm(visit.POST or None, initial=initial, is_table=is_table)
    tiers = TierFormSet(visit.POST or None, initial=there["tiers"], prefix="tiers")

    def save(version: int | None) -> None:
        kept = {"kind": USUAL_TRAVEL["kind"]} if is_table else travel
        changes = {"travel": {**kept, "detour": form.cleaned_data["detour"], "tiers": tiers_told(tiers)}}
        campaign_update(campaign=campaign, version=version, changes=changes)

    lists = [(_("Speeds, from the beginning of a road on"), tiers)]
    return _changed(visit, campaign, form, save, title=_("Roads"), lists=lists, means=TABLE if is_table else MEANS)


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def campaign_reach(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Change how far people go to board, by which means, and how fast."""
    campaign = campaign_get(campaign_id=campaign_id)
    form = VersionForm(visit.POST or None, initial={"version": campaign.version})
    there = [reach_initial(rule) for rule in access_rule_list(campaign=campaign)]
    lines = ReachFormSet(visit.POST or None, initial=there, prefix="reach")

    def save(version: int | None) -> None:
        access_rules_set(campaign=campaign, version=version, rules=reaches_told(lines))

    means = _(
        "Requests that come in from now on find their boarding places by it. Those that are there keep theirs: "
        "tick them in the list of requests, and have boarding places found anew."
    )
    lists = [(_("Which places are within reach of home"), lines)]
    return _changed(visit, campaign, form, save, title=_("The way to board"), lists=lists, means=means)


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def campaign_matching(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Change by what slots are proposed to parties."""
    campaign = campaign_get(campaign_id=campaign_id)
    held = rules_get(campaign=campaign)
    form = MatchingForm(visit.POST or None, initial={**asdict(held.rules), "version": held.version})

    def save(version: int | None) -> None:
        rules = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        rules_set(campaign=campaign, version=version, rules=rules)

    means = _("Slots are proposed by it from now on. Requests keep what they have until slots are proposed anew.")
    record = getattr(campaign, "matching_rules", campaign)
    return _changed(visit, campaign, form, save, title=_("Matching rules"), means=means, record=record)


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def campaign_edit(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Change what it is called, and from when until when it is."""
    campaign = campaign_get(campaign_id=campaign_id)
    form = HeadForm(visit.POST or None, initial={name: getattr(campaign, name) for name in HeadForm.base_fields})

    def save(version: int | None) -> None:
        changes = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        campaign_update(campaign=campaign, version=version, changes=changes)

    means = _("Plans that are there stay as they are. A draft with anything outside of these days cannot be published.")
    return _changed(visit, campaign, form, save, title=_("Titles and days"), means=means)


def _changed(
    visit: Visit,
    campaign: Campaign,
    form: Form,
    save: Callable[[int | None], None],
    *,
    title: str,
    means: Words = MEANS,
    record: Model | None = None,
    **more: Any,
) -> HttpResponse:
    """The page on which something of a campaign is changed, or the campaign once ``save`` has kept it."""
    back = reverse("campaign", args=[campaign.id])

    def saved() -> str:
        save(form.cleaned_data["version"])
        return back

    editing = Editing(
        campaign=campaign,
        here="campaign",
        title=title,
        back=back,
        form=form,
        record=record or campaign,
        means=means,
        **more,
    )
    return edited(visit, editing, saved, _("The campaign is changed."))
