"""A mailing as its page gives it; `save_mailing` says what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.reports.asking import SPANS
from regulars.reports.dashboards import DASHBOARDS
from regulars.reports.models import Mailing
from regulars.team.models import Agent


class MailingForm(forms.Form):
    dashboard = forms.ChoiceField(label=gettext_lazy("Dashboard"))
    days = forms.TypedChoiceField(label=gettext_lazy("Over the last"), coerce=int)
    rhythm = forms.ChoiceField(label=gettext_lazy("Goes out"), choices=Mailing.Rhythm.choices)
    hour = forms.IntegerField(label=gettext_lazy("At (o’clock)"), min_value=0, max_value=23)
    readers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("To"), queryset=Agent.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    conditions = forms.CharField(required=False, max_length=100_000)
    is_on = forms.BooleanField(label=gettext_lazy("Is on"), required=False)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["dashboard"].choices = [(each.word, each.name) for each in DASHBOARDS.values()]
        self.fields["days"].choices = [(span, _("%d days") % span) for span in SPANS]
        self.fields["readers"].queryset = Agent.objects.active().order_by("name")

    def clean_conditions(self) -> Any:
        try:
            return json.loads(self.cleaned_data["conditions"] or '{"all": []}')
        except (ValueError, RecursionError):
            raise ValidationError(_("This is not what the editor writes. Load the page again.")) from None


def facts_of(mailing: Mailing | None) -> dict[str, Any]:
    """What the form begins with."""
    if mailing is None:
        return {"days": 7, "hour": 8, "rhythm": Mailing.Rhythm.WEEKLY, "is_on": True}
    named = {name: getattr(mailing, name) for name in ("dashboard", "days", "rhythm", "hour", "is_on")}
    readers = list(mailing.readers.values_list("pk", flat=True))
    return named | {"readers": readers, "conditions": json.dumps(mailing.conditions or {"all": []})}
