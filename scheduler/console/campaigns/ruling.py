"""What a campaign is called, when it is, and what it goes by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.campaigns.selectors import campaign_get
from scheduler.campaigns.services import campaign_update
from scheduler.campaigns.usual import LAWS
from scheduler.console.acting import Visit
from scheduler.console.campaigns.forms import HeadForm
from scheduler.console.campaigns.forms_rules import RulesForm
from scheduler.console.campaigns.rules import law_initial, rules_initial, rules_told
from scheduler.console.navigation import COORDINATORS
from scheduler.console.records.editing import Editing, edited
from scheduler.console.screen import screen

PRICES = ("unserved_cost_first", "unserved_cost_more", "priority_factor")
MEANS = gettext_lazy(
    "Runs that are started from now on go by it. Plans that are there keep their times; drafts are checked by the new "
    "rules when they are published, and what is told to people changes with the next plan only."
)
LAW_WORDS = {"cn": gettext_lazy("Fill in the law of China"), "eu": gettext_lazy("Fill in that of the EU (561/2006)")}


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def campaign_rules(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Change the rules and prices; ``law`` in the address fills in that of a country, to be looked at and saved."""
    campaign = campaign_get(campaign_id=campaign_id)
    there: dict[str, Any] = {name: getattr(campaign, name) for name in ("version", *PRICES)}
    law = LAWS.get(visit.GET.get("law", ""))
    form = RulesForm(visit.POST or None, initial=there | rules_initial(campaign) | (law_initial(law) if law else {}))

    def save() -> str:
        told = form.cleaned_data
        changes = {name: told[name] for name in PRICES} | {"rules": rules_told(campaign.rules, told)}
        campaign_update(campaign=campaign, version=told["version"], changes=changes)
        return reverse("campaign", args=[campaign.id])

    editing = Editing(
        campaign=campaign,
        here="campaign",
        title=_("Rules and prices"),
        back=reverse("campaign", args=[campaign.id]),
        form=form,
        record=campaign,
        means=MEANS,
        links=[(f"?law={key}", words) for key, words in LAW_WORDS.items()],
    )
    return edited(visit, editing, save, _("The rules are changed."))


@screen(roles=COORDINATORS, methods=("GET", "POST"))
def campaign_edit(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """Change what it is called, and from when until when it is."""
    campaign = campaign_get(campaign_id=campaign_id)
    form = HeadForm(visit.POST or None, initial={name: getattr(campaign, name) for name in HeadForm.base_fields})

    def save() -> str:
        told = dict(form.cleaned_data)
        campaign_update(campaign=campaign, version=told.pop("version"), changes=told)
        return reverse("campaign", args=[campaign.id])

    editing = Editing(
        campaign=campaign,
        here="campaign",
        title=_("Titles and days"),
        back=reverse("campaign", args=[campaign.id]),
        form=form,
        record=campaign,
        means=_(
            "Plans that are there stay as they are. A draft with anything outside of these days cannot be published."
        ),
    )
    return edited(visit, editing, save, _("The campaign is changed."))
