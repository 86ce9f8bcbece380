"""What customers agreed to, as it stands."""

from __future__ import annotations

from regulars.customers.models import Consent
from regulars.lib.question import Question


def consents_of(customer_id: int) -> dict[tuple[str, str], Consent]:
    """The newest word about each channel and purpose. What is not in it was never asked: not known."""
    return {(each.channel, each.purpose): each for each in _newest(customer=customer_id)}


_newest = Question(
    lambda customer: Consent.objects.filter(customer=customer).order_by("channel", "purpose", "-at", "-pk").distinct("channel", "purpose"),
    customer=int,
)  # fmt: skip


def may(customer_id: int, *, channel: str, purpose: str) -> bool:
    """Whether they may be written to, for this purpose and on this channel: only who agreed, and has not taken it back."""
    newest = (
        Consent.objects.filter(customer=customer_id, channel=channel, purpose=purpose).order_by("-at", "-pk").first()
    )
    return newest is not None and newest.state == Consent.State.GRANTED
