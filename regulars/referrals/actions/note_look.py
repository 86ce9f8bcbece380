from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from regulars.referrals.models import Link, Referral
from regulars.referrals.traces import Traces


@transaction.atomic
def note_look(link: Link, *, seen: Traces) -> Referral | None:
    """Somebody looks at a member's link. One browser is counted once, and stays with the link that it saw first.

    None when this browser was sent by another member of the programme before, or the link leads nowhere any more.
    """
    programme = link.account.programme
    scheme = getattr(programme, "scheme", None)
    if scheme is None or not scheme.is_open or link.is_stopped or not seen.browser:
        return None
    since = timezone.now() - timedelta(days=scheme.buy_days)
    looked = Referral.objects.filter(browser=seen.browser, link__account__programme=programme, created_at__gt=since)
    first = looked.order_by("created_at", "pk").first()
    if first:
        return first if first.link_id == link.pk else None
    return Referral.objects.create(link=link, state=Referral.State.CLICKED, **seen._asdict())
