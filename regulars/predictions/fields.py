"""What conditions may ask about what a customer will probably do. Missing until there is enough to go by."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from regulars.lib.conditions import Field, table
from regulars.lib.money import counted_in
from regulars.predictions.models import Prediction


def _newest(prefix: str, said: Any) -> Subquery:
    """Of two who became one, the last written counts."""
    return Subquery(Prediction.objects.filter(customer=OuterRef(f"{prefix}pk")).order_by("-pk").values(said=said)[:1])


def _of(name: str) -> Any:
    return lambda prefix: _newest(prefix, F(name))


def _in_whole(name: str) -> Any:
    """Money as people write it: 12.50 of 1250 cents."""
    units = Case(
        *(When(currency__in=codes, then=Value(10.0**digits)) for digits, codes in counted_in().items()),
        default=Value(100.0),
    )
    return lambda prefix: _newest(prefix, F(name) / units)


PREDICTION_FIELDS = table(
    Field("expected orders", _("expected orders"), "number", _of("orders")),
    Field("expected spend", _("expected spending"), "number", _in_whole("spend")),
    Field("lifetime value", _("lifetime value to come"), "number", _in_whole("worth")),
    Field(
        "likely to leave",
        _("likely to leave, per cent"),
        "number",
        lambda prefix: _newest(prefix, F("leaving") * 100.0),
    ),
    Field("next order", _("next order expected"), "day", _of("next_on")),
)
