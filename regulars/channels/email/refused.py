"""Recipients that are refused while we hand a letter over: the same news as a bounce, only sooner."""

from __future__ import annotations

from collections.abc import Mapping

from regulars.channels.email.kinds.lasting import is_hard
from regulars.channels.email.kinds.prose import ENHANCED
from regulars.channels.email.postman import is_for_now
from regulars.conversations.actions.learn_outcome import learn_outcome
from regulars.conversations.models import Delivery, Outcome
from regulars.conversations.suppressed import suppressed_among


def put_off_among(refused: Mapping[str, str]) -> set[str]:
    """Those who may take the letter at another time."""
    return {address for address, words in refused.items() if is_for_now(words)}


def learn_refused(delivery: Delivery, refused: Mapping[str, str]) -> None:
    """Note each recipient, by the server's answer or the provider's word."""
    for address, words in refused.items():
        status = found[1] if (found := ENHANCED.search(words)) else ""
        learn_outcome(
            delivery,
            address=address,
            state=Outcome.State.DELAYED if is_for_now(words) else Outcome.State.FAILED,
            status=status,
            reason=words,
            is_hard=(words.startswith("5") and is_hard(status, words)) or words == "invalid",
        )


def learn_stopped(delivery: Delivery, people: set[str]) -> None:
    """Nothing goes to addresses that were stopped after the message was written, and that is told like a refusal."""
    for address, stopped in suppressed_among(people).items():
        facts = {"status": stopped.status, "reason": stopped.reason, "is_hard": stopped.is_hard}
        learn_outcome(delivery, address=address, state=Outcome.State.FAILED, **facts)
