"""Why the system moved a request: kept in English, told in the reader's language."""

from __future__ import annotations

from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from scheduler.kept import pattern_of


class Why(Enum):
    """The sentences of the system."""

    TAKEN_ALONG = gettext_noop("plan {number} takes it along")
    TAKEN_OTHERWISE = gettext_noop("plan {number} takes it otherwise")
    NOT_TAKEN = gettext_noop("plan {number} does not take it along")
    TOLD = gettext_noop("told of plan {number}")
    UNCHANGED = gettext_noop("plan {number} changes nothing for it")
    COMES = gettext_noop("says that it comes")
    COMES_IN_PART = gettext_noop("not all of them come")
    STAYS = gettext_noop("says that it does not come")
    SEEN = gettext_noop("seen on the road")
    TAKEN_BACK = gettext_noop("taken back")
    RECEIVED = gettext_noop("received at the gate")
    RECEIVED_WHOLE = gettext_noop("received whole")
    JOINED = gettext_noop("travels as {code}")
    SPLIT = gettext_noop("{code} was split")

    def kept(self, **facts: object) -> str:
        """As it stands on record."""
        return self.value.format(**facts)


_PATTERNS = [(why, pattern_of(why.value)) for why in Why]


def why_told(kept: str) -> str:
    """What stands on record, in the reader's language; what a person wrote stays as it was written."""
    for why, pattern in _PATTERNS:
        if found := pattern.fullmatch(kept):
            return _(why.value).format(**found.groupdict())
    return kept
