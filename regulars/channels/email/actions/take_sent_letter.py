from __future__ import annotations

from regulars.channels.email import threads, tokens
from regulars.channels.email.directory import Directory
from regulars.channels.email.ledger import Twins
from regulars.channels.email.models import InboundLetter, Reason
from regulars.channels.email.models.thread_alias import remember_ids
from regulars.channels.email.reading import Read, incoming
from regulars.conversations.actions.answer_elsewhere import answer_elsewhere
from regulars.conversations.models import Conversation
from regulars.customers.identities import loose_email
from regulars.team.models import Agent


def take_sent_letter(reading: Read, *, directory: Directory, earlier: Twins) -> None:
    """Put an answer that the team wrote in a mail program into its conversation; it is not sent again.

    The row is changed, not saved. Letters that left from here are known by their Message-ID, and are here already.
    """
    row, letter = reading.row, reading.letter
    row.state = InboundLetter.State.DONE
    agent = Agent.objects.filter(email__iexact=reading.author.email).first()
    if (row.inbox_id, row.fingerprint) in earlier:
        row.reason = Reason.TWIN
        return
    if tokens.message_in(letter.message_id, key=threads.signing_key()) is not None:
        row.reason = Reason.SENT_FROM_HERE
        return
    conversation = _conversation(reading, directory)
    if conversation is None or (agent is None and directory.find(letter.from_email) is None):
        row.reason = Reason.ELSEWHERE
        return
    message = answer_elsewhere(
        incoming(reading, customer=None, directory=directory), conversation=conversation, agent=agent
    )
    remember_ids(message.home_id, own=letter.message_id, mentioned=threads.ids_of(letter))
    row.conversation_id, row.message_id = message.conversation_id, message.pk
    earlier[row.inbox_id, row.fingerprint] = row


def _conversation(reading: Read, directory: Directory) -> Conversation | None:
    """The one whose letter it answers; or else the one open conversation with somebody it goes to."""
    letter, inbox_id = reading.letter, reading.row.inbox_id
    people = [
        loose_email(each.email)
        for each in (*letter.to, *letter.cc)
        if "@" in each.email and not directory.find(each.email)
    ]
    for person in people[:10]:
        if found := threads.conversation_of(letter, inbox_id=inbox_id, sender=person, addresses=[]):
            return found
    theirs = (
        Conversation.objects.exclude(status="resolved")
        .filter(inbox=inbox_id, merged_into=None, side_of=None, participants__address__in=people)
        .distinct()
    )
    several = list(theirs[:2]) if people else []
    return several[0] if len(several) == 1 else None
