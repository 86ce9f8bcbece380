"""What conditions may ask about a customer. Other rooms mount these as `customer.…`."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from regulars.customers.custom_fields import custom
from regulars.customers.models import Company, CompanyDomain, Consent, Identity
from regulars.lib.conditions import Choice, Field, mounted, table


def _identities(kind: str) -> Callable[[str], QuerySet[Identity]]:
    return lambda prefix: Identity.objects.filter(customer=OuterRef(f"{prefix}pk"), kind=kind)


def _companies(_asker: Any) -> Iterable[tuple[int, str]]:
    return Company.objects.order_by("name", "pk").values_list("pk", "name")


def _domains(prefix: str) -> QuerySet[CompanyDomain]:
    return CompanyDomain.objects.filter(company=OuterRef(f"{prefix}company"))


def _consent(channel: str, purpose: str) -> Callable[[str], Any]:
    """The newest word about it; nothing said is not known."""

    def newest(prefix: str) -> Any:
        said = Consent.objects.filter(customer=OuterRef(f"{prefix}pk"), channel=channel, purpose=purpose)
        newest = Subquery(said.order_by("-at", "-pk").values("state")[:1])
        return Coalesce(newest, Value("unknown"), output_field=CharField())

    return newest


STATES = tuple(Choice(state.value, state.label, state.value) for state in Consent.State)

COMPANY_FIELDS = table(
    Field("name", _("name"), "text", "name"),
    Field(
        "domain",
        _("domain"),
        "text",
        "domain",
        rows=lambda prefix: CompanyDomain.objects.filter(company=OuterRef(f"{prefix}pk")),
        written=str.lower,
    ),
    Field("created", _("known since"), "moment", "created_at"),
    custom("company", column="attributes"),
    Field("attributes.*", _("attribute"), "anything", "attributes"),
)

CUSTOMER_FIELDS = table(
    Field("name", _("name"), "text", "name"),
    Field("email", _("e-mail"), "text", "value", rows=_identities("email"), written=str.lower),
    Field(
        "phone", _("phone"), "text", "value", rows=_identities("phone"), written=lambda number: number.replace(" ", "")
    ),
    Field("external id", _("id elsewhere"), "text", "value", rows=_identities("external"), written=str),
    Field("company", _("company"), "reference", "company_id", offers=_companies, shown="company__name"),
    Field("company name", _("company's name"), "text", "company__name"),
    Field("company domain", _("company's domain"), "text", "domain", rows=_domains, written=str.lower),
    Field("language", _("language"), "text", "language"),
    Field("time zone", _("time zone"), "text", "time_zone"),
    Field("away until", _("away until"), "day", "away_until"),
    Field("created", _("first contact"), "moment", "created_at"),
    Field(
        "marketing mail", _("consent to marketing by e-mail"), "choice", _consent("email", "marketing"), choices=STATES
    ),
    custom("customer", column="attributes"),
    Field("attributes.*", _("attribute"), "anything", "attributes"),
) | mounted({"fields.*": COMPANY_FIELDS["fields.*"]}, "company", path="company", label=_("company’s {field}"))
for place in settings.CUSTOMER_FACTS:  # rooms above keep what is about customers, too
    CUSTOMER_FIELDS |= import_string(place)
