from regulars.channels.email.letter import Address
from regulars.channels.email.models import InboundLetter, Mailbox, Reason
from regulars.channels.email.reading import UNREADABLE, original_file
from regulars.channels.email.senders import customer_of
from regulars.conversations.actions.receive import receive
from regulars.conversations.incoming import Incoming
from regulars.conversations.models import Conversation
from regulars.customers.identities import loose_email


def take_unread(row: InboundLetter) -> None:
    """Open a conversation for a letter that we cannot understand, with the original attached."""
    mailbox = row.mailbox or Mailbox.objects.select_related("inbox").order_by("-is_active", "pk").first()
    if mailbox is None:
        row.state, row.reason = InboundLetter.State.QUARANTINED, Reason.UNROUTABLE
        row.save(update_fields=["state", "reason"])
        return
    author = Address("", loose_email(row.envelope_from) if "@" in row.envelope_from else "")
    incoming = Incoming(
        channel="email",
        customer=customer_of(author),
        author_address=author.email,
        subject="A letter that could not be read",
        text=UNREADABLE,
        visible_text=UNREADABLE,
        files=(original_file(bytes(row.raw.content)),),
    )
    known = Conversation.objects.filter(pk=row.conversation_id).first() if row.conversation_id else None
    message = receive(incoming, inbox=mailbox.inbox, conversation=known)
    row.conversation_id, row.message_id = message.conversation_id, message.pk
    row.inbox, row.state, row.reason = mailbox.inbox, InboundLetter.State.FAILED, Reason.UNREADABLE
    row.save(update_fields=["state", "reason", "inbox", "conversation_id", "message_id"])
