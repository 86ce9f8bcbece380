"""A reward as its page says it: money in whole units, tiers by their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.lib import money
from regulars.loyalty.models import Programme
from regulars.rewards.models import Reward
from regulars.ui.forms import EditorField, Refusable

MONEY = ("amount", "least_order", "cost")
WHEN = {"type": "datetime-local"}


class Money(forms.CharField):
    """“12.30”, or “12,30”: so many of the smallest unit. Empty is None."""

    def __init__(self, *, currency: str, **facts: Any) -> None:
        super().__init__(required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **facts)
        self.currency = currency

    def prepare_value(self, value: Any) -> Any:
        return str(money.major(value, self.currency)) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        if not (value or "").strip():
            return None
        try:
            amount = money.typed(value, self.currency)
        except ValueError:
            amount = -1
        if amount < 0:
            raise ValidationError(_("Write an amount, such as 12.30."))
        return amount


class RewardForm(Refusable, forms.ModelForm):
    """`save_reward` checks what is written here, and says what is wrong in its words."""

    conditions = EditorField()
    tiers = forms.MultipleChoiceField(
        label=gettext_lazy("For members in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: for all."),
    )
    begins_at = forms.DateTimeField(
        label=gettext_lazy("From"), required=False, widget=forms.DateTimeInput(attrs=WHEN, format="%Y-%m-%dT%H:%M")
    )
    ends_at = forms.DateTimeField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateTimeInput(attrs=WHEN, format="%Y-%m-%dT%H:%M")
    )
    picture = forms.FileField(
        label=gettext_lazy("Picture"), required=False, help_text=gettext_lazy("PNG, JPEG, WebP, GIF or AVIF, of at most 2 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif,image/avif"}),
    )  # fmt: skip

    class Meta:
        model = Reward
        fields = [
            "name", "text", "kind", "percent", "points", "code_days", "stock", "most_per_member", "is_sent", "is_pooled", "is_listed", "is_on",
        ]  # fmt: skip
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "stock": gettext_lazy("Empty: as many as are wanted."),
            "most_per_member": gettext_lazy("Empty: as often as they like."),
            "code_days": gettext_lazy("So long points stay set aside for a code that was not used yet: 1 to 365."),
            "is_sent": gettext_lazy("Members say where to. It waits under Loyalty → Rewards until it has left."),
            "is_pooled": gettext_lazy("When this is kept, you can paste codes that your shop’s checkout knows."),
            "is_listed": gettext_lazy("Else only your people and rules give it."),
        }  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, programme: Programme, **facts: Any) -> None:
        super().__init__(data, *args, **facts)
        self.programme, kept = programme, self.instance
        self.fields["stock"].show_hidden_initial = True
        levels = programme.promised.tiers.levels
        self.fields["tiers"].choices = [(each.word, each.name) for each in levels]
        if not levels:
            del self.fields["tiers"]
        self.fields["kind"].choices = [(word, capfirst(label)) for word, label in Reward.Kind.choices]
        labels = {"amount": _("Amount"), "least_order": _("On orders from"), "cost": _("What it costs you")}
        for name, label in labels.items():
            self.fields[name] = Money(
                label=f"{label} ({programme.currency})", currency=programme.currency, help_text=_HELP[name]
            )
            self.initial[name] = getattr(kept, name) or None
        self.initial |= {"tiers": kept.tiers, "begins_at": kept.begins_at, "ends_at": kept.ends_at}

    def stock_as_read(self) -> str:
        """What stood there when the page was opened, hidden in it."""
        return self["stock"].as_hidden(only_initial=True)

    def facts(self) -> dict[str, Any]:
        """As `save_reward` takes it. How many there are only if that was changed: members claim while the page is open."""
        others = {"picture", *({"stock"} - set(self.changed_data))}
        said = {name: value for name, value in self.cleaned_data.items() if name not in others}
        return said | {
            "programme": self.programme,
            "least_order": said["least_order"] or 0,
            "tiers": said.get("tiers", []),
        }

    def _post_clean(self) -> None:
        """The verb checks; what is only looked at stays as it is."""


_HELP = {
    "amount": gettext_lazy("Of a discount, on the card, or given away; for per cent, the most that they take off."),
    "least_order": gettext_lazy("Empty: on all."),
    "cost": gettext_lazy("Empty: what its points are worth. Budgets and reports count it."),
}
