"""What a programme gives for friends, as a page: money in whole units, milestones a line each, a weight for each sign."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.lib import money
from regulars.referrals.actions.save_scheme import MOST_WEIGHT
from regulars.referrals.models import Scheme
from regulars.referrals.signs import SIGNS

OFFER = ("is_open", "giver_points", "friend_points", "least", "words")
TIMES = ("wait_days", "buy_days", "late_days")
LIMITS = ("most", "every", "reached")
LOOKING = ("review_at", "void_at", "places")


class SchemeForm(forms.ModelForm):
    least = forms.CharField(label=gettext_lazy("For a first purchase of at least"), max_length=20)
    reached = forms.CharField(
        label=gettext_lazy("Milestones"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: how many friends, and how many points more. Such as: 5: 1000"),
    )
    places = forms.CharField(
        label=gettext_lazy("Trusted places"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Network addresses, one a line: of your shops, where many friends join."),
    )

    class Meta:
        model = Scheme
        fields = [
            "is_open", "giver_points", "friend_points", "words", "wait_days", "buy_days", "late_days", "most", "every",
            "review_at", "void_at",
        ]  # fmt: skip
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        kept, currency = self.instance, self.instance.programme.currency
        self.fields["least"].initial = money.major(kept.least_order, currency)
        self.fields["least"].help_text = _("In %s, goods with tax, without shipping.") % currency
        self.fields["reached"].initial = "\n".join(f"{friends}: {points}" for friends, points in kept.milestones)
        self.fields["places"].initial = "\n".join(kept.trusted_places)
        for sign in SIGNS:
            weight = forms.IntegerField(label=sign.label, min_value=0, max_value=MOST_WEIGHT)
            weight.initial = kept.weights.get(sign.word, sign.weight)
            self.fields[_name(sign.word)] = weight

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        weights = [self[_name(sign.word)] for sign in SIGNS]
        named = ((_("What it gives"), OFFER), (_("Time"), TIMES), (_("How many"), LIMITS))
        several = [(title, [self[name] for name in names]) for title, names in named]
        return [*several, (_("Looking at it"), [self[name] for name in LOOKING]), (_("What a sign weighs"), weights)]

    def clean_least(self) -> int:
        try:
            return money.typed(self.cleaned_data["least"], self.instance.programme.currency)
        except ValueError:
            raise ValidationError(_("Write an amount, such as 25.00.")) from None

    def clean_reached(self) -> list[list[int]]:
        lines = [each.split(":") for each in self.cleaned_data["reached"].splitlines() if each.strip()]
        if not all(
            len(each) == 2 and all(part.strip().isdecimal() and len(part) < 12 for part in each) for each in lines
        ):
            raise ValidationError(_("Write each as a number of friends, a colon, and points: 5: 1000"))
        return [[int(friends), int(points)] for friends, points in lines]

    def clean_places(self) -> list[str]:
        given = self.cleaned_data["places"].split()
        try:
            return [str(ip_address(each)) for each in given]
        except ValueError:
            raise ValidationError(_("A network address is such as 203.0.113.7.")) from None

    def save(self, commit: bool = True) -> Scheme:
        said, scheme = self.cleaned_data, self.instance
        scheme.least_order, scheme.milestones, scheme.trusted_places = said["least"], said["reached"], said["places"]
        weights = {sign.word: said[_name(sign.word)] for sign in SIGNS}
        scheme.weights = {sign.word: weights[sign.word] for sign in SIGNS if weights[sign.word] != sign.weight}
        return scheme

    def refuse(self, error: ValidationError) -> None:
        named = {"least_order": "least", "milestones": "reached"}
        for name, wrong in error.message_dict.items():
            field = named.get(name, name)
            self.add_error(field if field in self.fields else None, wrong)


def _name(word: str) -> str:
    return "weight_" + word.replace(" ", "_")
