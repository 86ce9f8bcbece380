"""What is taken for granted, as a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regulars.customers.models import CustomField
from regulars.predictions.models import Assumptions


class AssumptionsForm(forms.ModelForm):
    """Categories one a line; contracts by the house's own fields of customers."""

    shut = forms.CharField(
        label=_("Categories that are never suggested"),
        help_text=_("One in each line."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Assumptions
        fields = ["ahead", "months", "discount", "shut", "contract_from", "contract_until", "contract_months"]

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.initial["shut"] = "\n".join(self.instance.shut)
        days = [
            (each.key, each.label)
            for each in CustomField.objects.filter(about="customer", kind="day").order_by("position", "pk")
        ]
        for name in ("contract_from", "contract_until"):
            model_field = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                label=model_field.label,
                help_text=model_field.help_text,
                required=False,
                choices=[("", _("no contracts")), *days],
            )

    def clean_shut(self) -> list[str]:
        return [line.strip()[:120] for line in self.cleaned_data["shut"].splitlines() if line.strip()][:100]
