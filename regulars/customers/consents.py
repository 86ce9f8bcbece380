"""What customers agreed to, as it stands."""

from __future__ import annotations

from regulars.customers.models import Consent


def consents_of(customer_id: int) -> dict[tuple[str, str], Consent]:
    """The newest word about each channel and purpose. What is not in it was never asked: not known."""
    newest = Consent.objects.filter(customer=customer_id).order_by("channel", "purpose", "-at", "-pk")
    return {(each.channel, each.purpose): each for each in newest.distinct("channel", "purpose")}


def may(customer_id: int, *, channel: str, purpose: str) -> bool:
    """Whether they may be written to, for this purpose and on this channel: only who agreed, and has not taken it back."""
    newest = (
        Consent.objects.filter(customer=customer_id, channel=channel, purpose=purpose).order_by("-at", "-pk").first()
    )
    return newest is not None and newest.state == Consent.State.GRANTED
