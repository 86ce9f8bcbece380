"""What a list from elsewhere may say of consents: never more than was agreed to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from regulars.customers.actor import IMPORT
from regulars.customers.models import Consent

if TYPE_CHECKING:
    from regulars.customers.tables import Word

PURPOSE = "marketing"
_STRICT = {"granted": 0, "unknown": 1, "withdrawn": 2}


def added(before: Sequence[Consent], word: Word, *, now: datetime) -> list[Consent]:
    """The rows for what a list says, beside what is known of the same customer, the newest last.

    Whoever was never asked is what the list says. Else a word with its day stands in the log on that day, and so counts if it is the
    newest; a word without one, or an older one where only a list has spoken since, counts now if it is stricter. Twice is as once.
    """
    known = [each for each in before if (each.channel, each.purpose) == (word.channel, PURPOSE)]
    if word.at and any((each.state, each.at) == (word.state, word.at) for each in known):
        return []
    newest = known[-1] if known else None
    is_stricter = newest is None or _STRICT[word.state] > _STRICT[newest.state]
    days = [word.at] if word.at and (is_stricter or newest is None or word.at != newest.at) else []
    counts = bool(days) and (newest is None or days[0] >= newest.at)
    if not counts and is_stricter and (newest is None or not word.at or newest.by == str(IMPORT)):
        days.append(max(now, newest.at) if newest else now)
    facts = {"channel": word.channel, "purpose": PURPOSE, "state": word.state, "source": word.source}
    return [Consent(by=str(IMPORT), at=day, **facts) for day in days]
