"""Mailboxes and every letter that came in or went out. One noun a file."""

from regulars.channels.email.models.acknowledgement import Acknowledgement
from regulars.channels.email.models.automatic_letter import AutomaticLetter
from regulars.channels.email.models.canary import Canary
from regulars.channels.email.models.forwarding_check import ForwardingCheck
from regulars.channels.email.models.grant import Grant
from regulars.channels.email.models.inbound_letter import InboundLetter, RawLetter
from regulars.channels.email.models.mail_rules import MailRules, SenderRule
from regulars.channels.email.models.mailbox import FolderCursor, Mailbox
from regulars.channels.email.models.provider import Provider
from regulars.channels.email.models.provider_call import ProviderCall
from regulars.channels.email.models.reason import Reason
from regulars.channels.email.models.sending_pace import SendingPace
from regulars.channels.email.models.sent_letter import SentLetter
from regulars.channels.email.models.silence import Silence
from regulars.channels.email.models.thread_alias import ThreadAlias

__all__ = [
    "Acknowledgement",
    "AutomaticLetter",
    "Canary",
    "FolderCursor",
    "Grant",
    "ForwardingCheck",
    "Grant",
    "InboundLetter",
    "MailRules",
    "Mailbox",
    "Provider",
    "ProviderCall",
    "RawLetter",
    "Reason",
    "SenderRule",
    "SendingPace",
    "SentLetter",
    "Silence",
    "ThreadAlias",
]
