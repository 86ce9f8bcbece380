from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from regulars.conversations.actions.note import note
from regulars.conversations.actions.receive import receive
from regulars.conversations.incoming import Incoming
from regulars.conversations.models import Conversation, Message
from regulars.customers.actor import SYSTEM, Actor
from regulars.customers.models import Customer, TimelineEvent
from regulars.customers.timeline import record
from regulars.lib.refusal import refusal
from regulars.portal.actions.ask import SIGNED_IN
from regulars.portal.brands import inbox_of
from regulars.portal.events import ErasureAsked
from regulars.portal.queries import Reader
from regulars.team.models import Brand


@transaction.atomic
def ask_erasure(*, by: Reader, brand: Brand) -> Conversation:
    """Ask us to forget a customer. It is a conversation, so that somebody looks at it: they erase with one button. Harmless while one is open.

    Raises ValidationError("erasure") in a house without an inbox.
    """
    Customer.objects.select_for_update(no_key=True).get(pk=by.customer.pk)
    if known := _open(by):
        return known
    inbox = inbox_of(brand)
    if inbox is None:
        raise refusal("erasure", _("There is nobody here who could read it."))
    text = _("Please erase everything that you have of me.")
    incoming = Incoming(
        channel="portal",
        customer=by.customer,
        author_name=by.name,
        author_address=by.addresses[0],
        subject=_("Please erase my data"),
        text=text,
        visible_text=text,
        trust=Message.Trust.PASS,
        trust_detail=SIGNED_IN,
    )
    conversation = receive(incoming, inbox=inbox).conversation
    note(conversation, text=_said(by), by=SYSTEM)
    record(ErasureAsked(conversation=conversation.pk), customer=by.customer, by=Actor.customer(by.customer))
    return conversation


def _open(by: Reader) -> Conversation | None:
    """What they asked themselves: of what others asked who are the same customer to us, they learn nothing."""
    told = TimelineEvent.objects.filter(customer=by.customer, kind=ErasureAsked.kind).values_list("facts", flat=True)
    theirs = by.conversations().filter(pk__in=[facts["conversation"] for facts in told])
    return theirs.exclude(status="resolved").first()


def _said(by: Reader) -> str:
    """For whoever looks at it: where one erases, or why that would be somebody else."""
    words = {"address": by.addresses[0], "where": f"{settings.BASE_URL.rstrip('/')}/customers/{by.customer.pk}"}
    with translation.override(settings.LANGUAGE_CODE):
        if by.details:
            return (
                _(
                    "They asked for it in the portal, signed in by a code that was mailed to %(address)s. Is that the customer? Then erase them here: %(where)s/erase"
                )
                % words
            )
        return (
            _(
                "They asked for it in the portal, signed in by a code that was mailed to %(address)s. They have not shown that the other addresses of this customer are theirs. If they are not, take both apart first: %(where)s"
            )
            % words
        )
