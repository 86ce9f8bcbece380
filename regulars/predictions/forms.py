"""What is taken for granted, as a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.customers.models import CustomField
from regulars.predictions.actions.save_assumptions import NAMES
from regulars.predictions.models import Assumptions
from regulars.predictions.queries import kept_names


class AssumptionsForm(forms.ModelForm):
    """Categories and facts one a line; contracts by what the house keeps of its customers."""

    shut = forms.CharField(
        label=_("Categories that are never suggested"),
        help_text=_("One in each line."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    aside = forms.CharField(
        label=Assumptions._meta.get_field("aside").verbose_name,
        help_text=Assumptions._meta.get_field("aside").help_text,
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Assumptions
        fields = NAMES

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        for name in ("shut", "aside"):
            self.initial[name] = "\n".join(getattr(self.instance, name))
        ours = list(CustomField.objects.filter(about="customer").order_by("position", "pk"))
        days = [(each.key, each.label) for each in ours if each.kind == "day"]
        self._choose("contract_from", days)
        self._choose("contract_until", days)
        labels = {each.key: each.label for each in ours}
        names = dict.fromkeys([*labels, *kept_names(), self.instance.contract_left])
        self._choose("contract_left", [(name, labels.get(name, name)) for name in names if name])

    def _choose(self, name: str, several: list[tuple[str, str]]) -> None:
        model_field = self.fields[name]
        self.fields[name] = forms.ChoiceField(
            label=model_field.label,
            help_text=model_field.help_text,
            required=False,
            choices=[("", _("no contracts")), *several],
        )

    def clean_shut(self) -> list[str]:
        return _lines(self.cleaned_data["shut"], longest=120)

    def clean_aside(self) -> list[str]:
        return _lines(self.cleaned_data["aside"], longest=64)


def _lines(said: str, *, longest: int) -> list[str]:
    return [line.strip()[:longest] for line in said.splitlines() if line.strip()][:100]
