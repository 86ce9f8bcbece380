"""Which addresses are ours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from regulars.channels.email.models import Mailbox
from regulars.customers.identities import loose_email


class Ours(NamedTuple):
    """One of our addresses, and where its letters belong."""

    mailbox_id: int
    inbox_id: int
    address: str
    has_own_intake: bool  # its letters are fetched from a server of its own


class Directory:
    """The active mailboxes at one moment, by address."""

    def __init__(self, mailboxes: Iterable[Ours]) -> None:
        self._by_address = {each.address: each for each in mailboxes}

    @classmethod
    def load(cls) -> Directory:
        rows = Mailbox.objects.filter(is_active=True).values_list("pk", "inbox_id", "address", "aliases", "imap_host")
        return cls(
            Ours(pk, inbox_id, each, bool(host))
            for pk, inbox_id, address, aliases, host in rows
            for each in (address, *aliases)
        )

    def find(self, address: str) -> Ours | None:
        """The mailbox that takes letters to this address, `name+anything@…` included."""
        address = loose_email(address)
        if found := self._by_address.get(address):
            return found
        local, _, domain = address.rpartition("@")
        return self._by_address.get(f"{local.partition('+')[0]}@{domain}") if "+" in local else None

    def named_in(self, addresses: Iterable[str]) -> list[Ours]:
        """Our mailboxes among these addresses, each once, in their order."""
        return list(dict.fromkeys(found for address in addresses if (found := self.find(address))))

    def is_list(self, list_headers: str) -> bool:
        """Whether these List-… headers name an address of ours, which then is a group that people write to."""
        spelled = list_headers.lower()
        return any(address in spelled or f"<{address.replace('@', '.')}>" in spelled for address in self._by_address)
