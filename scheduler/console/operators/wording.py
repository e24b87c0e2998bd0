"""What speaks against drivers and vehicles, in the reader's language, with the sums."""

from __future__ import annotations

from django.utils.translation import gettext as _

from scheduler.console.refusals import words_of
from scheduler.errors import DomainError
from scheduler.manning.checking import Objection, Overlap
from scheduler.manning.hours import Breach, Limit
from scheduler.manning.services import DriversRefused


def words(error: DomainError) -> str:
    """Why a duty was not accepted."""
    if isinstance(error, DriversRefused):
        return " ".join(sentence(one) for one in error.objections)
    return words_of(error)


def sentence(objection: Objection) -> str:
    """One objection."""
    who = f"{objection.driver.name} ({objection.driver.code})" if objection.driver else objection.plate
    what = objection.what
    told = _overlap(what) if isinstance(what, Overlap) else _breach(what)
    return _("%(who)s: %(what)s.") % {"who": who, "what": told}


def hours(seconds: int) -> str:
    """``4 h 05 min``; parts of a minute go up."""
    whole, minutes = divmod(-(-seconds // 60), 60)
    if not whole:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(hours)s h %(minutes)s min") % {"hours": whole, "minutes": f"{minutes:02d}"}


def _overlap(overlap: Overlap) -> str:
    return _("on duty %(duty)s from %(begins)s to %(ends)s") % {
        "duty": overlap.duty,
        "begins": f"{overlap.begins:%m-%d %H:%M}",
        "ends": f"{overlap.ends:%m-%d %H:%M}",
    }


def _breach(breach: Breach) -> str:
    terms = [_("%(hours)s reported") % {"hours": hours(breach.reported)}] if breach.reported else []
    terms += [_("%(hours)s in %(duty)s") % {"hours": hours(part), "duty": duty} for duty, part in breach.parts]
    told = {
        Limit.DAY: _("24 h from %(since)s: %(sum)s = %(total)s, more than %(most)s"),
        Limit.WEEK: _("7 days from %(since)s: %(sum)s = %(total)s, more than %(most)s"),
        Limit.CONTINUOUS: _("from %(since)s without a break of %(pause)s: %(sum)s; %(total)s, more than %(most)s"),
        Limit.NIGHT: _("from %(since)s by night without a break of %(pause)s: %(sum)s; %(total)s, more than %(most)s"),
    }[breach.limit]
    return told % {
        "since": f"{breach.since:%m-%d %H:%M}",
        "sum": " + ".join(terms),
        "total": hours(breach.total),
        "most": hours(breach.most),
        "pause": hours(breach.break_s),
    }
