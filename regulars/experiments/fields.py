"""What conditions may ask about a customer's lots: rules do one thing for one arm and another for the other."""

from __future__ import annotations

from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from regulars.experiments.holding import Held
from regulars.experiments.models import Assigned
from regulars.lib.conditions import Field, table


def _arms(prefix: str) -> QuerySet[Assigned]:
    theirs = Assigned.objects.filter(customer=OuterRef(f"{prefix}pk"), experiment__ended_at=None)
    return theirs.annotate(place=Concat(F("experiment__word"), Value(": "), F("arm"))).order_by()


LOT_FIELDS = table(
    Field("is held out", _("is held out"), "boolean", lambda prefix: Held(f"{prefix}pk")),
    Field("experiment", _("in the experiment"), "text", "place", rows=_arms),
)
