"""Names of ours that come back in a customer's answer: signed Message-IDs and signed reply addresses.

`<c42.m977.TOKEN@coffee.example>` names message 977 of conversation 42, `hello+c42.TOKEN@coffee.example` takes answers to
conversation 42. Only we can make a valid one, so knowing a number is not enough to write into somebody's conversation.
"""

import re
from collections.abc import Iterator

from regulars.lib import signing

MESSAGE_ID = "message id"
REPLY_ADDRESS = "reply address"
LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1

OURS = re.compile(
    rf"(?<![\w.])(c([0-9]{{1,18}})(\.m([0-9]{{1,18}}))?)\.([{signing.ALPHABET}]{{{signing.LENGTH}}})@", re.I
)


def message_id_for(conversation_id: int, message_id: int, *, domain: str, key: bytes) -> str:
    """The Message-ID, in angle brackets, under which a message leaves: always the same for the same message."""
    name = f"c{conversation_id}.m{message_id}"
    return f"<{name}.{signing.token(MESSAGE_ID, name, key=key)}@{domain}>"


def reply_address(mailbox_address: str, conversation_id: int, *, key: bytes) -> str:
    """The mailbox's address with the conversation in it, or the plain address where it would grow too long to be valid."""
    local, _, domain = mailbox_address.rpartition("@")
    name = f"c{conversation_id}"
    signed = f"{local}+{name}.{signing.token(REPLY_ADDRESS, name, key=key)}"
    return f"{signed}@{domain}" if len(signed) <= LONGEST_LOCAL_PART else mailbox_address


def return_path(mailbox_address: str, conversation_id: int, message_id: int, *, key: bytes) -> str:
    """Where bounces of a message go: the mailbox's address with the name of its Message-ID in it; "" where that grows too long.

    What is sent there names its message even when it quotes nothing; an absence notice finds its conversation by it too.
    """
    local, _, domain = mailbox_address.rpartition("@")
    name = f"c{conversation_id}.m{message_id}"
    signed = f"{local}+{name}.{signing.token(MESSAGE_ID, name, key=key)}"
    return f"{signed}@{domain}" if len(signed) <= LONGEST_LOCAL_PART and mailbox_address.isascii() else ""


def conversation_in(text: str, *, key: bytes) -> int | None:
    """The conversation named by the first validly signed Message-ID or reply address in a text."""
    return next((conversation for conversation, _ in names_in(text, key=key)), None)


def message_in(text: str, *, key: bytes) -> tuple[int, int] | None:
    """The conversation and message named by the first validly signed Message-ID in a text."""
    return next(((conversation, message) for conversation, message in names_in(text, key=key) if message), None)


def names_in(text: str, *, key: bytes) -> Iterator[tuple[int, int | None]]:
    """Each validly signed (conversation, message) in a text; the message is None in a reply address."""
    for name, conversation, _, message, signature in OURS.findall(text):
        purpose = MESSAGE_ID if message else REPLY_ADDRESS
        if signing.verify(purpose, name.lower(), signature, key=key):
            yield int(conversation), int(message) if message else None
