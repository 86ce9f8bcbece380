"""Whether what somebody says of who reads something, and where it stands, can be so."""

from __future__ import annotations

from django.utils.translation import gettext as _

from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.knowledge.models import Article, Guide
from regulars.knowledge.models.readable import Visibility
from regulars.lib.conditions import check
from regulars.lib.refusal import refusal


def check_readers(row: Article | Guide) -> None:
    """Raises ValidationError("category", "visibility", "segment"). Conditions of another visibility are forgotten."""
    if row.category and row.category.centre_id != row.centre_id:
        raise refusal("category", _("That category is in another help centre."))
    if row.visibility not in Visibility.values:
        raise refusal("visibility", _("Choose who reads it."))
    if row.visibility != Visibility.SEGMENT:
        row.segment = {}
        return
    if not isinstance(row.segment, dict) or not any(row.segment.values()):
        raise refusal("segment", _("Say which customers."), "missing")
    try:
        check(row.segment, CUSTOMER_FIELDS)
    except Exception as error:  # noqa: BLE001 - re-raised below under our field's name
        if not hasattr(error, "messages"):
            raise
        raise refusal("segment", " ".join(error.messages)) from None
