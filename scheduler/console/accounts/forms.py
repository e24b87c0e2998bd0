"""What somebody fills in about themselves and those who act with them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scheduler.organisations.models import Organisation, User
from scheduler.organisations.roles import ROLES_OF_KIND, Role

NEW = {"autocomplete": "new-password"}


class SignInForm(forms.Form):
    """E-mail address or telephone number, and password."""

    email = forms.CharField(
        label=_("E-mail address or telephone number"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A one-time code."""

    code = forms.CharField(
        label=pgettext_lazy("one-time", "Code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class ProfileForm(forms.Form):
    """What one is called, and the number that one may sign in with."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=100, required=False)
    phone = forms.RegexField(
        label=_("Telephone number"),
        regex=r"^\s*\+?[0-9 ()-]{5,30}\s*$",
        required=False,
        help_text=_("You can sign in with it instead of the e-mail address."),
        error_messages={"invalid": _("A telephone number has digits, and spaces, brackets or hyphens between them.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class PasswordForm(forms.Form):
    """The password of now, and a new one."""

    old = forms.CharField(
        label=_("Password of now"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(label=_("New password"), strip=False, widget=forms.PasswordInput(attrs=NEW))

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean_old(self) -> str:
        """It has to be the user's."""
        old: str = self.cleaned_data["old"]
        if not self._user.check_password(old):
            raise forms.ValidationError(_("That is not your password."))
        return old

    def clean_new(self) -> str:
        """It must not be easy to guess."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self._user)
        return new


class TokenForm(forms.Form):
    """What a token is for, and how long it holds."""

    label = forms.CharField(label=_("What it is for"), max_length=100)
    days = forms.ChoiceField(
        label=_("How long it holds"),
        choices=[("30", _("30 days")), ("90", _("90 days")), ("366", _("A year"))],
        initial="90",
    )


class WebhookForm(forms.Form):
    """An address that is to get the organisation's messages."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("An HTTPS address of your own, reachable from outside."),
    )
    description = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = ROLES_OF_KIND[organisation.kind]
        choices = [(role.value, role.label) for role in Role if role in roles]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class JoinForm(forms.Form):
    """Name and password of somebody new."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=100, required=False)
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        help_text=_("At least ten characters, and not one that others would guess."),
        widget=forms.PasswordInput(attrs=NEW),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean_password(self) -> str:
        """It must not be easy to guess."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self._email))
        return password
