from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from regulars.referrals.models import Link, Referral
from regulars.team.models import AuditEntry


def forget_referrals(people: Collection[int]) -> None:
    """Forget where these customers were seen, whom they told of us, and what was written about it. That somebody was brought along stays.

    A part of erasing customers, within its transaction.
    """
    Referral.objects.filter(link__account__customer__in=people, state__in=Referral.UNKNOWN).delete()
    theirs = Referral.objects.filter(Q(link__account__customer__in=people) | Q(friend__customer__in=people))
    numbers = list(theirs.values_list("pk", flat=True))
    theirs.filter(friend__customer__in=people).update(browser="", place="", device="")
    theirs.update(note="")
    AuditEntry.objects.filter(object__in=[f"referral:{pk}" for pk in numbers]).update(before={}, after={})
    Link.objects.filter(account__customer__in=people).update(traces={}, is_stopped=True)
