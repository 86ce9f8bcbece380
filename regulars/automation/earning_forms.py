"""A rule of a programme as its page has it: each field is called as its part of the scheme, limits in two."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.automation.purchases import occasion_of
from regulars.commerce.models import Order
from regulars.lib import money
from regulars.loyalty.models import Programme
from regulars.loyalty.occasions import PURCHASE, Occasion
from regulars.loyalty.periods import Unit, Whole
from regulars.loyalty.purchases import Item, Purchase
from regulars.loyalty.queries import members
from regulars.loyalty.scheme_words import WEEKDAYS, WITHIN
from regulars.loyalty.schemes import DAYS, Scheme
from regulars.loyalty.wording import CHOICES
from regulars.ui.forms import EditorField

DOES = [
    ("earn", gettext_lazy("Points")),
    ("multiply", gettext_lazy("Times what is given")),
    ("raise", gettext_lazy("At least so many points in all")),
]
EACH = [
    ("occasion", gettext_lazy("each time")),
    ("amount", gettext_lazy("an amount of money")),
    ("item", gettext_lazy("each piece")),
    ("value", gettext_lazy("the event’s value")),
]
OF = [
    ("all", gettext_lazy("all that the tier and the rules before gave")),
    ("purchase", gettext_lazy("what a purchase gives by itself")),
]
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TIME = forms.TextInput(attrs={"type": "time"})
MOMENT = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
LIMITS = ("per_member", "often", "budget")
MONEY = ("per", "least")
LISTS = ("only", "without")
SPANS = ("waits", "lasts")
SPAN = ("count", "unit", "round_to", "on")


class EarningForm(forms.Form):
    """`currency` is the programme's: amounts are written in its own units."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("Members read it as the reason.")
    )
    when = forms.CharField(max_length=100)
    conditions = EditorField(empty="null")
    stops = forms.BooleanField(label=gettext_lazy("Then ask no later rule"), required=False)
    do = forms.ChoiceField(label=gettext_lazy("Gives"), choices=DOES)
    points = forms.IntegerField(label=gettext_lazy("Points"), min_value=0, required=False)
    each = forms.ChoiceField(label=gettext_lazy("For"), choices=EACH)
    per = forms.CharField(label=gettext_lazy("For each amount of"), max_length=20, required=False)
    pieces = forms.IntegerField(label=gettext_lazy("For each full so many"), min_value=1, required=False)
    times = forms.CharField(label=gettext_lazy("Times"), max_length=8, required=False, help_text="2, 1.5, 7/6, 0")
    of = forms.ChoiceField(label=gettext_lazy("Of"), choices=OF)
    only = forms.CharField(
        label=gettext_lazy("Only for"), max_length=2000, required=False,
        help_text=gettext_lazy("Categories, titles or article numbers, with commas between. Empty: everything."),
    )  # fmt: skip
    without = forms.CharField(label=gettext_lazy("Not for"), max_length=2000, required=False)
    least = forms.CharField(label=gettext_lazy("From a purchase of"), max_length=20, required=False)
    from_on = forms.DateField(label=gettext_lazy("First day"), required=False, widget=DAY)
    until_on = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=DAY)
    weekdays = forms.MultipleChoiceField(
        label=gettext_lazy("On"), choices=list(WEEKDAYS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    from_time = forms.CharField(label=gettext_lazy("From (time)"), max_length=5, required=False, widget=TIME)
    until_time = forms.CharField(label=gettext_lazy("Until (time)"), max_length=5, required=False, widget=TIME)
    most = forms.IntegerField(label=gettext_lazy("Points each time"), min_value=0, required=False)
    qualifies = forms.BooleanField(label=gettext_lazy("Its points count for tiers"), required=False)
    only_for_tiers = forms.BooleanField(label=gettext_lazy("For tiers alone: nobody can spend them"), required=False)
    counter = forms.CharField(
        label=gettext_lazy("For tiers alone, counted as"), max_length=60, required=False,
        help_text=gettext_lazy("One of the words that the programme counts beside points, such as nights. Empty: points."),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, *, programme: Programme, known: dict[str, Any]) -> None:
        self.currency = programme.currency
        super().__init__(data, initial=known)
        said = {
            "per_member": _("Points for one member"),
            "often": _("Times for one member"),
            "budget": _("Points for all members together"),
        }
        for name in LIMITS:
            self.fields[name] = forms.IntegerField(label=said[name], min_value=1, required=False)
            self.fields[f"{name}_within"] = forms.ChoiceField(label=_("In"), choices=list(WITHIN.items()))
        for name in SPANS:
            self._ask_how_long(name)
        for name in MONEY:
            self.fields[name].help_text = _("In %s") % programme.currency

    def _ask_how_long(self, name: str) -> None:
        units = [(each, CHOICES[each]) for each in get_args(Unit)]
        ends = [(each, CHOICES[each]) for each in get_args(Whole)]
        self.fields[f"{name}_count"] = forms.IntegerField(label=_("After"), min_value=0, max_value=1200, required=False)
        self.fields[f"{name}_unit"] = forms.ChoiceField(label=_("Unit"), choices=units, required=False)
        self.fields[f"{name}_round_to"] = forms.ChoiceField(label=_("Then to the end of"), choices=ends, required=False)
        self.fields[f"{name}_on"] = forms.DateField(label=_("Or through this day"), required=False, widget=DAY)

    @property
    def facts(self) -> dict[str, Any]:
        """What `save_rule` is given. Raises ValidationError of what is no amount."""
        given = self.cleaned_data
        kept = {"name": given["name"], "stops": given["stops"], "trigger": {"event": given["when"]}}
        return kept | {"conditions": given["conditions"] or {"all": []}, "steps": [self._scheme()]}

    def _scheme(self) -> dict[str, Any]:
        """Only what belongs to what was chosen: what a page hides counts for nothing."""
        given = self.cleaned_data
        counts = {name: given[name] for name in ("qualifies", "only_for_tiers")}
        counts["counter"] = given["counter"] if given["only_for_tiers"] else ""
        scheme: dict[str, Any] = {"do": given["do"], "most": given["most"], **counts}
        if given["do"] == "multiply":
            scheme |= {"times": given["times"].strip().replace(",", ".") or "2", "of": given["of"]}
        else:
            is_shown = given["when"] == PURCHASE or given["each"] == "value"
            scheme |= {"points": given["points"] or 0, "each": given["each"] if is_shown else "occasion"}
            scheme["pieces"] = given["pieces"] or 1
        if given["do"] != "multiply" and given["each"] == "amount":
            scheme["per"] = self._money("per") or 100
        scheme |= {name: [word.strip() for word in given[name].split(",") if word.strip()] for name in LISTS}
        scheme |= {name: given[name] and given[name].isoformat() for name in ("from_on", "until_on")}
        scheme |= {name: given[name] or None for name in ("from_time", "until_time")}
        scheme |= {"weekdays": [day for day in DAYS if day in given["weekdays"]], "least": self._money("least")}
        scheme |= {name: span for name in SPANS if (span := self._span(name))}
        limits = {name: {"most": given[name], "within": given[f"{name}_within"]} for name in LIMITS if given[name]}
        return scheme | limits

    def _span(self, name: str) -> dict[str, Any] | None:
        """None where nothing is said."""
        said = {part: self.cleaned_data[f"{name}_{part}"] for part in SPAN}
        said["on"] = said["on"] and said["on"].isoformat()
        is_said = said["count"] or said["on"] or said["round_to"] not in ("", "nothing")
        return {part: value for part, value in said.items() if value} if is_said else None

    def refuse(self, error: ValidationError) -> None:
        """A part of the scheme that has no field of its own is said above."""
        for path, wrong in error.message_dict.items():
            part = path.removeprefix("steps.1.").split(".")[0]
            name = {"trigger": "when"}.get(path.split(".")[0], part)
            self.add_error(name if name in self.fields else None, wrong)

    def _money(self, name: str) -> int:
        try:
            return money.typed(self.cleaned_data[name] or "0", self.currency)
        except ValueError:
            raise ValidationError({f"steps.1.{name}": _("Write an amount, such as 2.50.")}) from None


def shown(scheme: Scheme, currency: str) -> dict[str, Any]:
    """A scheme in the words of the form."""
    said = scheme.model_dump()
    said |= {name: str(money.major(said[name], currency)) if said[name] else "" for name in MONEY}
    said |= {name: ", ".join(said[name]) for name in LISTS}
    for name in SPANS:
        span = getattr(scheme, name)
        said |= {f"{name}_{part}": getattr(span, part) if span else None for part in SPAN}
    for name in LIMITS:
        limit = getattr(scheme, name)
        said |= {name: limit.most if limit else None, f"{name}_within": limit.within if limit else "year"}
    return said


class TryForm(forms.Form):
    """Somebody, and what they buy: an amount of something, or an order that there is."""

    member = forms.CharField(label=gettext_lazy("Card or address"), max_length=200)
    order = forms.CharField(label=gettext_lazy("An order, by its number"), max_length=64, required=False)
    amount = forms.CharField(label=gettext_lazy("Or an amount"), max_length=20, required=False)
    of = forms.CharField(label=gettext_lazy("Of category, title or article number"), max_length=200, required=False)
    at = forms.DateTimeField(label=gettext_lazy("When (empty: now)"), required=False, widget=MOMENT)

    def __init__(self, data: Mapping[str, Any] | None, *, programme: Programme) -> None:
        self.programme = programme
        super().__init__(data)

    def clean_member(self) -> str:
        asked = self.cleaned_data["member"]
        found = members(self.programme, search=asked).first()
        if found is None:
            raise ValidationError(_("Nobody fits"))
        self.account = found
        return asked

    def clean_order(self) -> str:
        asked = self.cleaned_data["order"].strip().removeprefix("#")
        named = Q(number__iexact=asked) | Q(number__iexact=f"#{asked}")  # by the index of words
        self.bought = Order.objects.filter(named).order_by("-pk").first() if asked else None
        if asked and self.bought is None:
            raise ValidationError(_("There is no such order."))
        return asked

    def clean_amount(self) -> int:
        try:
            return max(0, money.typed(self.cleaned_data["amount"] or "0", self.programme.currency))
        except ValueError:
            raise ValidationError(_("Write an amount, such as 2.50.")) from None

    @property
    def occasion(self) -> Occasion:
        if self.bought:
            return occasion_of(self.bought, self.programme.promised.earning)
        words = tuple(filter(None, [self.cleaned_data["of"].strip()]))
        item = Item(net=self.cleaned_data["amount"], quantity=1, words=words)
        return Occasion.bought(Purchase(items=(item,)), programme=self.programme)
