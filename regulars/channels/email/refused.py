"""Recipients that the mail server refuses while we hand a letter over: the same news as a bounce, only sooner."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.channels.email.kinds.bounces import ENHANCED
from regulars.conversations.actions.learn_outcome import learn_outcome
from regulars.conversations.models import Delivery, Outcome
from regulars.customers.identities import loose_email


def learn_refused(delivery: Delivery, refused: Mapping[str, str]) -> bool:
    """Note each refused recipient, by the server's answer or the provider's word. True when nobody is left."""
    for address, words in refused.items():
        learn_outcome(
            delivery,
            address=loose_email(address),
            state=Outcome.State.FAILED,
            status=found[1] if (found := ENHANCED.search(words)) else "",
            reason=words,
            is_hard=words.startswith("5") or words == "invalid",
        )
    return Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.FAILED).exists()
