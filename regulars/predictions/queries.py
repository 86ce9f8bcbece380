"""Lists of predictions that pages and the API share."""

from __future__ import annotations

from django.db import connection
from django.db.models import Case, ExpressionWrapper, F, FloatField, QuerySet, When
from django.db.models.functions import Coalesce

from regulars.predictions.models import Forecast, Prediction

ORDERS = ("risk", "worth", "orders")
LOOKED_AT, MOST_NAMES = 2000, 300  # the newest customers; names
_NAMES = """
    SELECT name FROM (SELECT attributes FROM customers_customer WHERE merged_into_id IS NULL ORDER BY id DESC LIMIT %s) AS newest,
        jsonb_object_keys(attributes) AS name GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT %s
"""


def predictions(*, order: str = "risk") -> QuerySet[Prediction]:
    """`risk`: what is lost with whoever stays away comes first; `worth`: who is worth most; `orders`: who orders most."""
    found = Prediction.objects.select_related("customer").filter(customer__merged_into=None)
    lost = ExpressionWrapper(Coalesce(F("leaving"), 0.0) * Coalesce(F("worth"), 0), output_field=FloatField())
    if order == "risk":
        late = Case(When(band="high", then=2), When(band="medium", then=1), default=0)
        return found.annotate(lost=lost, late=late).order_by(
            "-lost", F("leaving").desc(nulls_last=True), "-late", "-pk"
        )
    return found.order_by(F(order).desc(nulls_last=True), "-pk")


def of_customer(customer_id: int) -> Prediction | None:
    """What was predicted last."""
    return Prediction.objects.filter(customer=customer_id).select_related("customer").order_by("-pk").first()


def newest() -> Forecast | None:
    """The last forecast that came to something."""
    return Forecast.objects.filter(ended_at__isnull=False, error="").first()


def kept_names() -> list[str]:
    """Under which names the house keeps something of its customers: of the newest ones."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [LOOKED_AT, MOST_NAMES])
        return sorted(name for (name,) in cursor.fetchall())
