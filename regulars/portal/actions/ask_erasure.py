from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.conversations.actions.note import note
from regulars.conversations.actions.receive import receive
from regulars.conversations.incoming import Incoming
from regulars.conversations.models import Conversation, Inbox, Message
from regulars.customers.actor import SYSTEM, Actor
from regulars.customers.models import Customer, TimelineEvent
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.portal.actions.ask import SIGNED_IN
from regulars.portal.events import ErasureAsked
from regulars.portal.queries import Reader
from regulars.team.models import Brand


@transaction.atomic
def ask_erasure(*, by: Reader, brand: Brand) -> Conversation:
    """Ask us to forget a customer. It is a conversation, so that somebody looks at it: they erase with one button. Harmless while one is open.

    Raises ValidationError("erasure") in a house without an inbox.
    """
    Customer.objects.select_for_update(no_key=True).get(pk=by.customer.pk)
    if known := _open(by.customer):
        return known
    inbox = Inbox.objects.filter(brand=brand).order_by("pk").first() or Inbox.objects.order_by("pk").first()
    if inbox is None:
        raise refusal("erasure", _("There is nobody here who could read it."))
    text = _("Please erase everything that you have of me.")
    incoming = Incoming(
        channel="portal",
        customer=by.customer,
        author_name=by.customer.name,
        author_address=by.addresses[0],
        subject=_("Please erase my data"),
        text=text,
        visible_text=text,
        trust=Message.Trust.PASS,
        trust_detail=SIGNED_IN,
    )
    conversation = receive(incoming, inbox=inbox).conversation
    with translation.override(settings.LANGUAGE_CODE):
        where = f"{settings.BASE_URL.rstrip('/')}/customers/{by.customer.pk}/erase"
        note(
            conversation,
            text=_(
                "They asked for it in the portal, signed in by a code that was mailed to %(address)s. Is that the customer? Then erase them here: %(where)s"
            )
            % {"address": by.addresses[0], "where": where},
            by=SYSTEM,
        )
    record(ErasureAsked(conversation=conversation.pk), customer=by.customer, by=Actor.customer(by.customer))
    return conversation


def _open(customer: Customer) -> Conversation | None:
    asked = TimelineEvent.objects.filter(customer=customer, kind=ErasureAsked.kind).order_by("-pk").first()
    return (
        Conversation.objects.filter(pk=asked.facts["conversation"]).exclude(status="resolved").first()
        if asked
        else None
    )
