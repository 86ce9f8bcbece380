from __future__ import annotations

from django.db import transaction

from regulars.channels.chat.models import Visitor, Widget
from regulars.channels.chat.tokens import identity_in


@transaction.atomic
def meet_visitor(widget: Widget, *, signed: str = "") -> Visitor:
    """Somebody opens the chat: a stranger, or, with an identity that the shop has signed, whoever that is on all their devices.

    Raises ValidationError("identity").
    """
    if not signed:
        return Visitor.objects.create(widget=widget)
    identity = identity_in(signed, widget=widget)
    known = {"name": identity.name, "address": identity.address, "is_proven": True}
    visitor, is_new = Visitor.objects.get_or_create(widget=widget, subject=identity.subject, defaults=known)
    if not is_new and (identity.name, identity.address) != (visitor.name, visitor.address if visitor.is_proven else ""):
        visitor.name, visitor.address = identity.name or visitor.name, identity.address or visitor.address
        visitor.is_proven = visitor.is_proven or bool(identity.address)
        visitor.save(update_fields=["name", "address", "is_proven"])
    return visitor
