"""What is left out, what things cost, and what is tried, as pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.experiments.models import Costs, Experiment
from regulars.ui.forms import NO_SHORT_NAME, EditorField

SPARE = 3  # lines for arms


class HoldoutForm(forms.Form):
    share = forms.DecimalField(
        label=gettext_lazy("Customers who are left out, per cent"),
        min_value=0,
        max_value=20,
        decimal_places=2,
        help_text=gettext_lazy(
            "5 to 10 tell most. They get no news, surprises or other things of our own accord; whatever they ask for, they get. With another share, effects are counted anew."
        ),
    )


class CostsForm(forms.ModelForm):
    class Meta:
        model = Costs
        fields = ["conversation"]


class ExperimentForm(forms.ModelForm):
    """With its arms as lines of a table, and its conditions as their editor writes them."""

    conditions = EditorField()

    class Meta:
        model = Experiment
        fields = ["name", "word", "question", "ends_on"]
        error_messages = {"word": NO_SHORT_NAME}
        widgets = {"ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.lines = self._lines()

    def chosen(self) -> Experiment:
        """Not saved yet."""
        experiment = self.save(commit=False)
        experiment.who = self.cleaned_data["conditions"]
        experiment.arms = [
            {"name": name, "share": int(share) if share.strip().isdecimal() else 0} for name, share in self.lines
        ]
        return experiment

    def _lines(self) -> list[tuple[str, str]]:
        if self.is_bound:
            return list(zip(self.data.getlist("arm_name"), self.data.getlist("arm_share"), strict=False))[:9]
        kept = [(each["name"], str(each["share"])) for each in self.instance.arms]
        return kept or [(_("As always"), "50"), (_("Something new"), "50")] + [("", "")] * SPARE
