"""Mailboxes and every letter that came in or went out. One noun a file."""

from regulars.channels.email.models.inbound_letter import InboundLetter, RawLetter
from regulars.channels.email.models.mailbox import FolderCursor, Mailbox
from regulars.channels.email.models.sent_letter import SentLetter
from regulars.channels.email.models.thread_alias import ThreadAlias

__all__ = ["FolderCursor", "InboundLetter", "Mailbox", "RawLetter", "SentLetter", "ThreadAlias"]
