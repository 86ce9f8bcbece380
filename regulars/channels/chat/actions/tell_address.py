from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from regulars.channels.chat.actions.deliver import MAIL_AFTER
from regulars.channels.chat.lines import locked
from regulars.channels.chat.models import Line, Visitor
from regulars.channels.email.directory import Directory
from regulars.customers.actions.add_identity import add_identity
from regulars.customers.actions.merge import merge
from regulars.customers.actor import SYSTEM
from regulars.customers.identities import normalise
from regulars.customers.models import Customer, Identity
from regulars.lib.refusal import refusal
from regulars.lib.texts import one_line, storable


def tell_address(visitor: Visitor, *, address: str, name: str = "") -> None:
    """A visitor says where answers reach them when they are gone. It proves nothing, and is said once.

    Whoever we know by that address goes on as the same customer; the visitor sees nothing of theirs. That holds for strangers
    alone: a customer of whom more is known than this chat is never given to somebody else by what is typed into it.
    Raises ValidationError("address").
    """
    try:
        address = normalise("email", storable(address)[:320])
    except ValidationError:
        raise refusal("address", _("Write your e-mail address, such as ada@example.com.")) from None
    # An answer to ourselves would come back as a question.
    if address.endswith(".invalid") or Directory.load().find(address):
        raise refusal("address", _("Write your e-mail address, such as ada@example.com."))
    with transaction.atomic():
        visitor = locked(visitor.pk)
        if visitor.address:
            return
        visitor.address, visitor.name = address, visitor.name or one_line(storable(name), limit=200)
        visitor.is_proven = False  # who it is was signed, this address was not
        visitor.save(update_fields=["address", "name", "is_proven"])
        unread = Line.objects.filter(visitor=visitor, is_ours=True, read_at=None, message__is_automatic=False)
        unread.update(mail_at=Now() + MAIL_AFTER)
    if visitor.customer and _is_stranger(visitor):
        _join(visitor.customer, address)


def _is_stranger(visitor: Visitor) -> bool:
    others = Identity.objects.filter(customer=visitor.customer).exclude(kind="external")
    return visitor.subject is None and not others.exists()


def _join(customer: Customer, address: str) -> None:
    known = Identity.objects.select_related("customer").filter(kind="email", value=address).first()
    if known is None:
        add_identity(customer, kind="email", value=address)
    elif known.customer_id != customer.pk:
        merge(customer, into=known.customer, by=SYSTEM)
