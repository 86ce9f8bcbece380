"""What conditions may ask about a customer. Other rooms mount these as `customer.…`."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from regulars.customers.models import Company, Identity
from regulars.lib.conditions import Field, table


def _identities(kind: str) -> Callable[[str], QuerySet[Identity]]:
    return lambda prefix: Identity.objects.filter(customer=OuterRef(f"{prefix}pk"), kind=kind)


def _companies(_asker: Any) -> Iterable[tuple[int, str]]:
    return Company.objects.order_by("name", "pk").values_list("pk", "name")


CUSTOMER_FIELDS = table(
    Field("name", _("name"), "text", "name"),
    Field("email", _("e-mail"), "text", "value", rows=_identities("email"), written=str.lower),
    Field(
        "phone", _("phone"), "text", "value", rows=_identities("phone"), written=lambda number: number.replace(" ", "")
    ),
    Field("external id", _("id elsewhere"), "text", "value", rows=_identities("external"), written=str),
    Field("company", _("company"), "reference", "company_id", offers=_companies, shown="company__name"),
    Field("company name", _("company's name"), "text", "company__name"),
    Field("company domain", _("company's domain"), "text", "company__domain"),
    Field("language", _("language"), "text", "language"),
    Field("time zone", _("time zone"), "text", "time_zone"),
    Field("away until", _("away until"), "day", "away_until"),
    Field("created", _("first contact"), "moment", "created_at"),
    Field("attributes.*", _("attribute"), "anything", "attributes"),
)
