from __future__ import annotations

import re
from collections.abc import Iterator

from regulars.conversations.events import ConversationOpened
from regulars.conversations.models import Message
from regulars.customers.actions.look_alike import look_alike
from regulars.customers.likeness import Reason
from regulars.customers.models import Customer, Identity
from regulars.lib.question import Among, Question

FOOT = 12  # lines at the end of a letter where its writer signs
_PHONE = re.compile(r"(?:\+|\b00)[1-9][0-9 ()./\u00a0-]{6,20}[0-9]")
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9._+-]{0,63}@[a-z0-9-]{1,63}(?:[.][a-z0-9-]{2,63}){1,4}", re.IGNORECASE)


# Asked for every conversation that begins: composed once.
_first_letter = Question(
    lambda conversation: Message.objects.filter(conversation=conversation, kind=Message.Kind.IN).order_by("position")[:1], conversation=int
)  # fmt: skip
_ways = Question(
    lambda values: Identity.objects.filter(Among("value", values), kind__in=("email", "phone")), values=list
)


def read_signature(event: ConversationOpened, *, customer: Customer) -> None:
    """The first letter of a conversation may say whom else we know its writer as: by a phone or an address below it, or by Reply-To."""
    letter = _first_letter.first(conversation=event.conversation)
    if letter is None or letter.customer_id is None or letter.is_automatic:
        return
    named = {(kind, value): why for why, kind, value in _named(letter) if value != letter.author_address}
    if not named:
        return
    found = _ways(values=[value for _kind, value in named])
    hints = [
        (each, Reason(named[each.kind, each.value], each.value)) for each in found if (each.kind, each.value) in named
    ]
    if any(each.customer_id != letter.customer_id for each, _reason in hints):
        look_alike(event, customer=letter.customer, hints=hints)


def _named(letter: Message) -> Iterator[tuple[str, str, str]]:
    """(why, kind, value), each as identities are kept."""
    foot = "\n".join((letter.visible_text or letter.text)[-4000:].splitlines()[-FOOT:])
    signed = "\n".join(letter.text[:20_000].splitlines()[: foot.count("\n") + 60])
    for written in _PHONE.findall(foot) + _PHONE.findall(_below_dashes(signed)):
        yield "phone", "phone", "+" + re.sub(r"\D", "", written.removeprefix("00"))
    for written in _ADDRESS.findall(foot) + _ADDRESS.findall(_below_dashes(signed)):
        yield "address", "email", written.lower()
    for person in letter.recipients.get("reply_to", []):
        yield "reply", "email", person.get("address", "")


def _below_dashes(text: str) -> str:
    """What stands below the line that begins a signature."""
    return "\n".join(text.partition("\n-- \n")[2].splitlines()[:FOOT])
