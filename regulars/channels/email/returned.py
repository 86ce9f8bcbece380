"""Letters that come back to the return path of one of ours, and say nothing that we could understand."""

from __future__ import annotations

from dataclasses import replace

from regulars.channels.email.kinds.bounces import bounce_in
from regulars.channels.email.kinds.clues import DAEMON
from regulars.channels.email.letter import Kind, Letter
from regulars.channels.email.mime.parts import tree
from regulars.channels.email.models import InboundLetter
from regulars.channels.email.reading import Read
from regulars.channels.email.senders import addresses_of
from regulars.channels.email.sent import delivery_named
from regulars.conversations.actions.learn_outcome import addresses_of as recipients_of

MAY_BE_A_BOUNCE = (Kind.HUMAN, Kind.AUTO_REPLY, Kind.BULK, Kind.LIST)


def is_from_nobody(row: InboundLetter, letter: Letter) -> bool:
    """Whether it came with the empty sender, which bounces have, and some absence notices."""
    is_told = letter.headers.get("return-path", "").strip() == "<>"
    return is_told or (row.source == row.Source.SMTP and row.envelope_from in ("", "<>"))


def as_bounce(reading: Read, content: bytes) -> Read | None:
    """The letter, understood as a bounce of ours, since nobody else writes to a return path with the empty sender: except
    programs of the very people whom we wrote to.
    """
    letter, author = reading.letter, reading.author.email
    if letter.kind not in MAY_BE_A_BOUNCE or not is_from_nobody(reading.row, letter):
        return None
    delivery = delivery_named([], addresses=addresses_of(letter, reading.row))
    is_by_a_server = not author or DAEMON.match(author)
    if delivery is None or (letter.kind == Kind.AUTO_REPLY and not is_by_a_server):
        return None
    if author in recipients_of(delivery.message):
        return None
    ours = tuple(each.email for each in letter.to)
    return replace(
        reading, letter=replace(letter, kind=Kind.BOUNCE, bounce=bounce_in(tree(content).walk(), letter.text, to=ours))
    )
