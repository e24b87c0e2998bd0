"""What an employer fills in about a slot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduler import clock
from scheduler.console.moments import MomentField
from scheduler.console.templatetags.named import named
from scheduler.intake.models import IntakeSlot, JobPost
from scheduler.intake.services import NewSlot
from scheduler.places.models import Place
from solvers.problem import Slot, Span

MOST_PEOPLE = 100_000
BLANK_WINDOWS = 2


class ChangedSlotForm(forms.Form):
    """What of a slot can be changed, and in which version."""

    capacity = forms.IntegerField(
        label=gettext_lazy("At most so many people"), min_value=1, max_value=MOST_PEOPLE, initial=20
    )
    min_headcount = forms.IntegerField(
        label=gettext_lazy("At least so many, or nobody"),
        min_value=0,
        max_value=MOST_PEOPLE,
        initial=0,
        help_text=gettext_lazy("0: a single person is welcome."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Not more at least than at most."""
        found = super().clean() or {}
        least, most = found.get("min_headcount"), found.get("capacity")
        if least is not None and most is not None and least > most:
            self.add_error("min_headcount", _("That is more than the %(most)s at most.") % {"most": most})
        return found


class SlotForm(ChangedSlotForm):
    """A new intake slot, but for its windows."""

    field_order = ("gate", "job_post", "capacity", "min_headcount", "code")
    gate = forms.ChoiceField(label=gettext_lazy("Gate"))
    job_post = forms.ChoiceField(label=gettext_lazy("Job"), required=False)
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=100, help_text=gettext_lazy("What the slot is called on papers.")
    )
    version = None  # type: ignore[assignment]

    def __init__(self, *args: Any, gates: list[Place], posts: list[JobPost], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("gate", [(gate.code, named(gate)) for gate in gates])
        self._choices("job_post", [("", _("Any work")), *((post.code, named(post)) for post in posts)])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def slot(self, windows: tuple[Span, ...]) -> NewSlot:
        """What the form asks for."""
        given = self.cleaned_data
        return NewSlot(
            slot=Slot(
                id=given["code"],
                gate=given["gate"],
                capacity=given["capacity"],
                min_headcount=given["min_headcount"],
                windows=windows,
            ),
            job_post=given["job_post"] or None,
        )


class WindowForm(forms.Form):
    """A time in which people may come to the gate."""

    opens = MomentField(label=gettext_lazy("From"), required=False)
    closes = MomentField(label=gettext_lazy("Until"), required=False)

    def clean(self) -> dict[str, Any]:
        """Both or neither, and in order."""
        found = super().clean() or {}
        opens, closes = found.get("opens"), found.get("closes")
        if bool(opens) != bool(closes) and not self.errors:
            self.add_error("closes" if opens else "opens", _("Give both, or leave both empty."))
        elif opens and closes and closes < opens:
            self.add_error("closes", _("That is before it begins."))
        return found


if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet[WindowForm]
else:
    _FormSet = forms.BaseFormSet


class WindowForms(_FormSet):
    """The windows of a slot, at least one."""

    def clean(self) -> None:
        """There has to be one."""
        if not any(self.errors) and not self.spans():
            raise forms.ValidationError(_("Give at least one time in which people may come."))

    def spans(self) -> tuple[Span, ...]:
        """Those that were filled in."""
        given = (form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data.get("opens"))
        return tuple((clock.seconds(one["opens"]), clock.seconds(one["closes"])) for one in given)


_MADE = forms.formset_factory(WindowForm, formset=WindowForms, extra=BLANK_WINDOWS, max_num=100, absolute_max=100)


def windows_form(sent: QueryDict | None, initial: Sequence[dict[str, Any]] = ()) -> WindowForms:
    """The windows of a slot, to be filled in."""
    return cast(WindowForms, _MADE(sent, prefix="windows", initial=list(initial)))


def windows_initial(slot: IntakeSlot) -> list[dict[str, Any]]:
    """The windows of a slot as the forms show them."""
    moments = ([forms.DateTimeField().to_python(one) for one in window] for window in slot.windows)
    return [{"opens": opens, "closes": closes} for opens, closes in moments]
