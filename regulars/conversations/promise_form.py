"""What an admin promises, in the words of the page: lengths of time as people write them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulars.conversations.models import Promise
from regulars.lib.numbers import number_in
from regulars.lib.spans import span
from regulars.team.models import Calendar
from regulars.ui.forms import EditorField

ALWAYS = "always"
TARGETS = ("first_reply", "next_reply", "resolution")
KEPT = ("name", "is_active", "is_told", "conditions", *TARGETS)


class Minutes(forms.CharField):
    """ "1 h", "30 min", "2 days" as minutes; nothing when it is left empty."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(required=False, max_length=40, **facts)

    def prepare_value(self, value: Any) -> Any:
        return said_minutes(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        written = super().clean(value)
        if not written:
            return None
        try:
            minutes, rest = divmod(span(written), timedelta(minutes=1))
        except ValueError as error:
            raise ValidationError(str(error)[:1].upper() + str(error)[1:] + ".") from None
        if rest:
            raise ValidationError(_("Promise whole minutes."))
        return minutes


class PromiseForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=80, help_text=gettext_lazy("Your team reads it beside the clock.")
    )
    conditions = EditorField()
    first_reply = Minutes(
        label=gettext_lazy("We answer first within"),
        help_text=gettext_lazy("Such as 1 h, 30 min or 2 days. Leave it empty to promise nothing."),
    )
    next_reply = Minutes(label=gettext_lazy("We answer each further letter within"))
    resolution = Minutes(
        label=gettext_lazy("We settle the matter within"),
        help_text=gettext_lazy("The clock stands still while we wait for the customer."),
    )
    warns = Minutes(label=gettext_lazy("Warn the team before it runs out"))
    hours = forms.ChoiceField(label=gettext_lazy("Time counts"), required=False)
    is_told = forms.BooleanField(
        label=gettext_lazy("Tell customers"),
        required=False,
        help_text=gettext_lazy(
            "Where {{promise}} stands in the acknowledgement. What they were told is never made worse."
        ),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In force"), required=False)

    def __init__(self, data: Any = None, *, promise: Promise) -> None:
        self.promise = promise
        kept = {name: getattr(promise, name) for name in (*KEPT, "warns")}
        hours = ALWAYS if promise.is_around_the_clock else str(promise.calendar_id or "")
        super().__init__(data, initial=kept | {"hours": hours})
        calendars = Calendar.objects.order_by("-is_default", "name").values_list("pk", "name")
        self.fields["hours"].choices = [
            ("", _("in the hours of the team, else of the house")),
            (ALWAYS, _("around the clock")),
            *((str(pk), _("in the hours “%s”") % name) for pk, name in calendars),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for name in KEPT:
            if name in given:
                setattr(self.promise, name, given[name])
        hours = given.get("hours", "")
        self.promise.warns = given.get("warns") or 0
        self.promise.is_around_the_clock = hours == ALWAYS
        self.promise.calendar_id = number_in(hours)
        return given


def said_minutes(minutes: int) -> str:
    """Hours where they are whole. Never days: a day of working time has no fixed length."""
    if minutes == 0:
        return ""
    return _("%d h") % (minutes // 60) if minutes % 60 == 0 else _("%d min") % minutes
