"""Jobs: the table, changing one and taking it back; an employer its own ones, a bureau those of all."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler.campaigns.selectors import campaign_get
from scheduler.console.acting import Visit
from scheduler.console.navigation import COORDINATORS, EMPLOYER, HOSTS, OFFICE, campaign_page
from scheduler.console.records.editing import Editing, edited
from scheduler.console.records.forms.jobs import JobForm, as_filled_in
from scheduler.console.records.lists.jobs import jobs_table
from scheduler.console.screen import screen
from scheduler.console.templatetags.named import named
from scheduler.intake.selectors import job_post_get, plant_list
from scheduler.intake.services import job_post_delete, job_post_update

MEANS = gettext_lazy("Slots that were chosen or proposed stay so. New proposals go by the job as it is then.")
ASKS = gettext_lazy("It is removed for good. A job for which slots are offered cannot be taken back. Take it back?")


@screen(roles=OFFICE)
def jobs(visit: Visit, campaign_id: UUID) -> HttpResponse:
    """The jobs that employers have posted to a campaign."""
    campaign = campaign_get(campaign_id=campaign_id)
    return campaign_page(
        visit,
        "console/records/jobs.html",
        campaign=campaign,
        here="slots",
        table=jobs_table(visit, campaign),
        may_change=visit.role in COORDINATORS,
    )


@screen(roles=HOSTS, methods=("GET", "POST"))
def job(visit: Visit, job_post_id: UUID) -> HttpResponse:
    """Change what a job is, for how many and for whom, or take it back."""
    found = job_post_get(job_post_id=job_post_id)
    here = "offers" if visit.role in EMPLOYER else "slots"
    back = reverse("offers" if visit.role in EMPLOYER else "jobs", args=[found.campaign_id])
    plants = list(plant_list().filter(employer=found.employer))
    form = JobForm(visit.POST or None, initial=as_filled_in(found), plants=plants)
    is_removed = "remove" in visit.POST

    def save() -> str:
        version = form.cleaned_data["version"]
        if is_removed:
            job_post_delete(post=found, version=version)
        else:
            job_post_update(post=found, version=version, changes=form.columns)
        return back

    editing = Editing(
        campaign=found.campaign,
        here=here,
        title=_("Change job %(name)s") % {"name": named(found)},
        back=back,
        form=form,
        record=found,
        also=(("remove", _("Take the job back"), ASKS),),
        means=MEANS,
    )
    return edited(visit, editing, save, _("The job is taken back.") if is_removed else _("The job is changed."))
