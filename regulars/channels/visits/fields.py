"""What conditions may ask about a visit; views and rules ask the same of a conversation's visitor."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from regulars.channels.visits.models import Visit
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.lib.conditions import Field, Fields, bound, choices_of, is_said, mounted, table
from regulars.lib.conditions.sql import Sql


def _unsaid(_prefix: str) -> Sql:
    return Sql("NULL::boolean")


VISIT_FIELDS = table(
    Field("page", _("page"), "text", "page"),
    Field("page title", _("title of the page"), "text", "title"),
    Field("referrer", _("came from"), "text", "referrer"),
    Field("language", _("language of the browser"), "text", "language"),
    Field("time zone", _("time zone"), "text", "time_zone"),
    Field("device", _("device"), "choice", "device", choices=choices_of(Visit.Device)),
    Field("visits", _("number of their visits"), "number", "number"),
    Field("pages", _("pages of this visit"), "number", "page_count"),
    Field("began", _("visit began"), "moment", "began_at"),
    Field("signed in", _("is signed in at the shop"), "boolean", is_said("visitor__subject")),
    Field("has written", _("has written to us"), "boolean", is_said("visitor__customer_id")),
    Field("hours.open", _("we are there"), "boolean", _unsaid),
) | mounted(CUSTOMER_FIELDS, "customer", path="visitor__customer", label=_("customer's {field}"))


def fields_now(*, is_open: bool) -> Fields:
    """The fields with what is true at this moment for everybody."""
    return bound(VISIT_FIELDS, {"open": is_open}, name="hours")


def _newest(prefix: str) -> QuerySet[Visit]:
    theirs = Visit.objects.filter(visitor__lines__message__conversation=OuterRef(OuterRef(f"{prefix}pk")))
    return Visit.objects.filter(pk__in=theirs.order_by("-seen_at").values("pk")[:1])


def _of_visitor(name: str, label: Any, path: str) -> Field:
    return Field(f"visitor.{name}", label, "text", path, rows=_newest)


# Of a conversation: the newest visit of whoever wrote there in the chat.
ABOUT_CONVERSATIONS = table(
    _of_visitor("page", _("visitor’s page"), "page"),
    _of_visitor("page title", _("title of the visitor’s page"), "title"),
    _of_visitor("referrer", _("visitor came from"), "referrer"),
    _of_visitor("language", _("visitor’s language"), "language"),
    _of_visitor("time zone", _("visitor’s time zone"), "time_zone"),
)
