from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from regulars.channels.store.models import Place
from regulars.rewards.forms import Money


class PlaceForm(forms.ModelForm):
    """`save_place` checks what is written here; the largest purchase is in whole units of the programme’s currency."""

    class Meta:
        model = Place
        fields = ["name", "programme", "largest", "is_open"]

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["programme"].empty_label = None
        programme = getattr(self.instance, "programme", None)
        currency = programme.currency if programme else "EUR"
        label = f"{self.fields['largest'].label} ({currency})"
        self.fields["largest"] = Money(
            label=label, currency=currency, help_text=_("A till credits no more than that at once.")
        )

    def clean_programme(self) -> Any:
        """Comes before the amount, which is in its currency."""
        self.fields["largest"].currency = self.cleaned_data["programme"].currency
        return self.cleaned_data["programme"]
