"""Who a letter is from, and who else it names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from regulars.channels.email.directory import Directory
from regulars.channels.email.letter import Address, Letter
from regulars.channels.email.mime.addresses import addresses_in
from regulars.channels.email.models import InboundLetter
from regulars.conversations.incoming import Recipient, Recipients
from regulars.customers.actions.identify import identify
from regulars.customers.identities import loose_email
from regulars.customers.models import Customer

WRITTEN_BY = ("x-original-from", "x-original-sender")
VIA = re.compile(r"['\"]?(.+?)['\"]? (?:via|über|par|vía|tramite) ", re.I)  # 'Ada Moreau' via Support


def author_of(letter: Letter, row: InboundLetter, directory: Directory) -> Address:
    """Who wrote. Others stand in only for ourselves: forms on websites send what visitors write in our own name, and groups what
    comes from a domain whose DMARC is strict.
    """
    if letter.from_email and directory.find(letter.from_email):
        told = (*letter.reply_to, *(each for name in WRITTEN_BY for each in addresses_in(letter.headers.get(name, ""))))
        outsider = next((each for each in told if each.email and not directory.find(each.email)), None)
        via = VIA.match(letter.from_name)
        if outsider:
            return _loose(Address(outsider.name or (via[1] if via else ""), outsider.email))
    return _loose(Address(letter.from_name, letter.from_email or row.envelope_from))


def customer_of(author: Address) -> Customer:
    """The customer behind an address. A letter without any is from somebody we cannot know."""
    if author.email:
        return identify("email", author.email, name=author.name, channel="email")
    return Customer.objects.create(name=author.name[:200])


def recipients_of(letter: Letter, author: Address, directory: Directory) -> Recipients:
    """Everybody the letter names, as the desk shows them and answers to them."""
    asked = [each for each in letter.reply_to if loose_email(each.email) != author.email]
    named = {"to": letter.to, "cc": letter.cc, "reply_to": asked}
    return {way: people for way, found in named.items() if (people := _recipients(found, directory))}


def addresses_of(letter: Letter, row: InboundLetter) -> list[str]:
    """The addresses it was sent to, the surest first: what servers wrote on the envelope, then what the sender wrote."""
    named = [each.email for each in (*letter.to, *letter.cc) if each.email]
    return list(dict.fromkeys(filter(None, (row.envelope_to, *letter.delivered_to, *named))))


def _loose(address: Address) -> Address:
    return Address(address.name, loose_email(address.email) if "@" in address.email else "")


def _recipients(people: Iterable[Address], directory: Directory) -> list[Recipient]:
    found: dict[str, Recipient] = {}
    for person in people:
        address = loose_email(person.email)
        if address and address not in found:
            found[address] = {"name": person.name[:200], "address": address}
            if directory.find(address):
                found[address]["is_ours"] = True
    return list(found.values())
