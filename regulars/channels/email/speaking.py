"""Which mailbox speaks for a brand, where nobody was written to first."""

from __future__ import annotations

from django.db.models import Q

from regulars.channels.email.models import Mailbox
from regulars.team.models import Brand


def mailbox_of_brand(brand: Brand | None) -> Mailbox | None:
    """The oldest open mailbox that speaks for the brand, or else for the house."""
    several = Mailbox.objects.filter(is_active=True).select_related("brand", "inbox__brand").order_by("pk")
    own = several.filter(Q(brand=brand) | Q(brand=None, inbox__brand=brand)).first() if brand else None
    return own or several.first()
