"""What a customer sees of their own: what they wrote, and what was sent to them. Nothing else is ever asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from regulars.conversations.models import Attachment, Conversation, Message
from regulars.customers.merging import with_home
from regulars.customers.models import Customer
from regulars.portal.models import Proof
from regulars.team.models import Brand


class Reader:
    """A customer, by the addresses that they have shown to be theirs: the one that they came in by, and those of its circle.

    `details` is the customer whose name, fields and consents are theirs to see and to change; None while that is not shown.
    """

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.customer: Customer = proof.identity.customer
        ways = list(with_home(self.customer).annotate(circle=F("proof__circle")))
        theirs = sorted(
            (each for each in ways if each.circle == proof.circle and each.kind == "email"),
            key=lambda each: (each.pk != proof.identity_id, not each.is_primary, each.pk),
        )
        self.addresses = [each.value for each in theirs]
        self.details: Customer | None = self.customer if self._is_whole(ways) else None

    @property
    def name(self) -> str:
        """In whose name they write: the customer's where they have shown that they are that, or else their address."""
        return self.details.name if self.details else self.addresses[0]

    def _is_whole(self, ways: Iterable[Any]) -> bool:
        """Whether they have proven the address that each was first known by who is this customer now.

        That we take others for them, or write down an address that they never proved, makes nobody who they are. Chats
        where somebody only typed an address have nothing to prove, and nothing to lose.
        """
        homes: dict[int, list[Any]] = {self.customer.pk: []}
        for each in ways:
            if each.kind != "external":
                homes.setdefault(each.home, []).append(each)
        first = (next((each for each in several if each.kind == "email"), None) for several in homes.values())
        return all(each is not None and each.circle == self.proof.circle for each in first)

    def messages(self) -> QuerySet[Message]:
        """Their own, from their own addresses; and ours that have left to one of these, in the open.

        No notes, nothing that is held or waits for its time, no blind copies, nothing that others wrote into the same matter, and
        nothing of an address that they have not shown to be theirs, whoever we take for its owner.
        """
        wrote = Q(kind=Message.Kind.IN, customer=self.customer, author_address__in=self.addresses, agent=None)
        sent = Q(kind=Message.Kind.OUT, state=Message.State.SENT) & _among(self.addresses)
        return Message.objects.filter(wrote | sent).order_by("position")

    def conversations(self, brand: Brand | None = None) -> QuerySet[Conversation]:
        """Their own matters that hold something for them, newest first; on a brand's own address those of the brand."""
        theirs = Conversation.objects.filter(customer=self.customer, merged_into=None, side_of=None)
        theirs = theirs.filter(inbox__brand=brand) if brand else theirs
        return theirs.filter(Exists(self.messages().filter(conversation=OuterRef("pk")))).order_by(
            "-last_activity_at", "-pk"
        )

    def attachments(self) -> QuerySet[Attachment]:
        """The files of what they see."""
        theirs = self.conversations().order_by().values("pk")
        return Attachment.objects.filter(
            message__in=self.messages().filter(conversation__in=theirs).order_by().values("pk")
        )

    def thread(self, conversation: Conversation) -> list[Message]:
        """What they see of one conversation, in order."""
        files = Prefetch("attachments", Attachment.objects.order_by("pk"))
        return list(self.messages().filter(conversation=conversation).select_related("agent").prefetch_related(files))


def standing_of(reader: Reader, conversation: int) -> str:
    """How far a conversation has come for them: another word whenever there is more to read, or it was closed or opened. Empty: not theirs."""
    newest = reader.messages().filter(conversation=OuterRef("pk")).order_by("-position").values("position")[:1]
    found = reader.conversations().filter(pk=conversation).annotate(newest=Subquery(newest)).first()
    return standing_at(found, found.newest) if found else ""


def standing_at(conversation: Conversation, position: int) -> str:
    """The same, of one whose newest message is known."""
    return f"{position}{' closed' if conversation.is_resolved else ''}"


def _among(addresses: Sequence[str]) -> Q:
    """That a message went to one of these, as everybody who got it could see."""
    named = [Q(recipients__contains={way: [{"address": each}]}) for way in ("to", "cc") for each in addresses]
    return Q(*named, _connector=Q.OR) if named else Q(pk__in=[])
