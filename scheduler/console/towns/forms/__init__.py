"""What a township's staff fill in."""

from scheduler.console.towns.forms.said import SaidForm
from scheduler.console.towns.forms.survey import NewPersonForm, PersonForm

__all__ = ["NewPersonForm", "PersonForm", "SaidForm"]
