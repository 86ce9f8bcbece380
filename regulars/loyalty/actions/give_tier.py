from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from regulars.customers.actor import By, agent_of
from regulars.lib.refusal import refusal
from regulars.loyalty import tiering
from regulars.loyalty.checking import checked_words
from regulars.loyalty.keeping import keep, opened
from regulars.loyalty.models import Account, Standing
from regulars.team.actions.audit import audit


@transaction.atomic
def give_tier(
    account: Account, *, tier: str, reason: str, by: By, until: datetime | None = None, at: datetime | None = None
) -> None:
    """Let a member stand in a tier, at least, until then or for good; an empty word takes away what was given.

    Whoever reaches a higher one by themselves is in that. Raises ValidationError("tier", "reason", "until").
    """
    happened = at or timezone.now()
    [book] = opened(account.pk, at=happened)
    if tier and book.terms.level(tier) is None:
        raise refusal("tier", _("There is no tier “%s”.") % tier[:60])
    if not (why := checked_words(reason, longest=200, field="reason")):
        raise refusal("reason", _("Say why."))
    now = book.now(happened)
    if until and until <= now:
        raise refusal("until", _("That is over already."))
    before = book.account.given_tier
    book.account.given_tier, book.account.given_until = tier, until if tier else None
    tiering.show(book, now, Standing.Why.GIVEN if tier else Standing.Why.ENDED)
    for each in book.standings:
        each.reason = why
    keep(book)
    facts = {"tier": tier, "until": until and until.isoformat(), "reason": why}
    audit("member.tier_given", by=agent_of(by), on=f"member:{book.account.pk}", before={"tier": before}, after=facts)
