from __future__ import annotations

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from regulars.channels.email.forwarding import name_of
from regulars.channels.email.models import ForwardingCheck, Mailbox
from regulars.channels.email.postman import Refusal, hand_over, server_of
from regulars.lib.refusal import refusal
from regulars.lib.texts import storable
from regulars.team.actions.audit import audit
from regulars.team.models import Agent

WORDS = "This letter checks that what is written to {address} is forwarded to Regulars. It was sent by Regulars itself: please let it lie."


def check_forwarding(mailbox: Mailbox, *, address: str, by: Agent | None) -> ForwardingCheck:
    """Send a test letter to a public address of the mailbox, the way answers leave, and wait for it to come in again.

    The row is there before the letter leaves: it may be back before we know that it left. Raises ValidationError("address").
    """
    if address not in (mailbox.address, *mailbox.aliases):
        raise refusal("address", _("That is no address of this mailbox."))
    check = ForwardingCheck.objects.create(mailbox=mailbox, address=address, by=by)
    audit("forwarding.checked", by=by, on=f"mailbox:{mailbox.pk}", after={"address": address})
    name = name_of(check)
    letter = EmailMessage(
        subject=_("Does forwarding work? (%s)") % name,
        body=WORDS.format(address=address),
        from_email=mailbox.address,
        to=[address],
        headers={"Auto-Submitted": "auto-generated", "Message-ID": f"<{name}@{mailbox.domain}>"},
    )
    try:
        hand_over(letter, server=server_of(mailbox))
    except Refusal as problem:
        check.error = storable(str(problem))[:500]
        check.save(update_fields=["error"])
    return check
