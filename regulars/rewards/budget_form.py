"""A budget, and paying with points, as their pages say it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.lib import money
from regulars.loyalty.models import Programme
from regulars.rewards.forms import Money
from regulars.rewards.models import Budget, Paying
from regulars.team.models import Role

AMOUNTS = {
    "most": (gettext_lazy("One agent gives at most"), gettext_lazy("In that time; empty: no limit.")),
    "most_per_customer": (gettext_lazy("One customer gets at most"), gettext_lazy("From everybody together, in that time; empty: no limit.")),
    "alone": (gettext_lazy("Alone, in one gift, at most"), gettext_lazy("Above it somebody else agrees first, who could give it alone. Empty: nobody needs to.")),
}  # fmt: skip


class BudgetForm(forms.ModelForm):
    class Meta:
        model = Budget
        fields = ["role", "period"]

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["role"].empty_label = _("Everybody else who gives points")
        self.fields["role"].queryset = Role.objects.all()
        currency = self.instance.programme.currency
        for name, (label, help_text) in AMOUNTS.items():
            self.fields[name] = Money(label=f"{label} ({currency})", currency=currency, help_text=help_text)
            self.initial[name] = getattr(self.instance, name)

    def filled(self) -> Budget:
        for name in AMOUNTS:
            setattr(self.instance, name, self.cleaned_data[name])
        return self.instance

    def validate_unique(self) -> None:
        """The verb says so in its own words."""


class PayingForm(forms.ModelForm):
    class Meta:
        model = Paying
        fields = ["is_on", "least", "step", "percent"]


def paying_of(programme: Programme) -> Paying:
    return Paying.objects.filter(programme=programme).first() or Paying(programme=programme)


def value_of(programme: Programme) -> str:
    """“20 beans are worth €1.00.”"""
    value = programme.promised.value
    return _("{points} are worth {worth}.").format(
        points=programme.said(value.points), worth=money.said(value.worth, programme.currency)
    )


def budget_rows() -> list[dict[str, Any]]:
    several = Budget.objects.select_related("programme", "role").order_by("programme", "role")
    return [
        {
            "budget": each,
            "who": each.role.name if each.role else _("Everybody else who gives points"),
            "programme": each.programme,
            "period": each.get_period_display(),
            **{name: _said(getattr(each, name), each.programme.currency) for name in AMOUNTS},
        }
        for each in several
    ]


def _said(amount: int | None, currency: str) -> str:
    return "–" if amount is None else money.said(amount, currency)
