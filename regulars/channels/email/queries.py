"""The lists of letters that pages show."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from regulars.channels.email.models import InboundLetter, Provider, ProviderCall, Reason

State = InboundLetter.State
TROUBLED = (State.QUARANTINED, State.FAILED)  # a person should look at it


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which letters somebody wants to see: as asked for in the address of a page."""

    state: str = ""
    reason: str = ""
    words: str = ""  # in the sender or the subject
    is_troubled: bool = False  # only those that a person should look at


def letters(choice: Choice) -> QuerySet[InboundLetter]:
    """The letters that reached us, of those the chosen, the newest first; without their bytes."""
    found = InboundLetter.objects.select_related("mailbox", "raw").defer("raw__content").order_by("-pk")
    if choice.is_troubled:
        found = found.filter(state__in=TROUBLED)
    if choice.state in State.values:
        found = found.filter(state=choice.state)
    if choice.reason:
        found = found.filter(reason=choice.reason)
    for word in choice.words.split()[:8]:
        found = found.filter(Q(sender__icontains=word) | Q(sender_name__icontains=word) | Q(subject__icontains=word))
    return found


def reasons() -> list[tuple[str, str, int]]:
    """Why letters are held now, in words, and how many for each reason; the most first."""
    found = InboundLetter.objects.filter(state__in=TROUBLED).values_list("reason").annotate(count=Count("pk"))
    words = dict(Reason.choices)
    return [(reason, str(words.get(reason, reason)), count) for reason, count in found.order_by("-count", "reason")]


def providers_with_troubles() -> QuerySet[Provider]:
    """The mail providers; `unread` is how many of their calls were not understood."""
    unread = Count("calls", filter=Q(calls__state=ProviderCall.State.FAILED))
    return Provider.objects.select_related("mailbox").annotate(unread=unread)
