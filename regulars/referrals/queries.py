"""Referrals that pages and programs read."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, QuerySet

from regulars.loyalty.models import Account, Programme
from regulars.referrals.models import Link, Referral, Scheme

State = Referral.State


def is_open(account: Account) -> bool:
    """Whether this member may bring friends along now."""
    scheme = Scheme.objects.filter(programme=account.programme_id, is_open=True)
    return account.status == Account.Status.ACTIVE and scheme.exists()


def friends_of(link: Link) -> list[Referral]:
    """Who came by any link of this member, newest first; nobody who only looked."""
    account = link.account
    theirs = Referral.objects.of_giver(account.customer_id).filter(Referral.FRIENDS)
    here = theirs.filter(link__account__programme=account.programme_id)
    return list(here.select_related("friend__customer", "giver_gain").order_by("-joined_at", "-pk"))


def waiting_of(link: Link) -> Counter[str]:
    """How many looked or were told of, and did not join, by state."""
    waiting = Referral.objects.filter(link=link, state__in=Referral.UNKNOWN).order_by()
    return Counter(dict(waiting.values_list("state").annotate(many=Count("pk"))))


def listed(programme: Programme | None = None, *, state: str = "") -> QuerySet[Referral]:
    """Those of whom it is known who they are: what is to be looked at oldest first, all else newest first."""
    found = Referral.objects.filter(Referral.FRIENDS).select_related(
        "link__account__customer", "link__account__programme", "friend__customer", "order"
    )
    if programme:
        found = found.filter(link__account__programme=programme)
    if state:
        found = found.filter(state=state)
    return found.order_by("bought_at", "pk") if state == State.FLAGGED else found.order_by("-joined_at", "-pk")


def funnel(programme: Programme) -> Counter[str]:
    """How many there are by state, those who only looked included."""
    of_it = Referral.objects.filter(link__account__programme=programme).order_by()
    return Counter(dict(of_it.values_list("state").annotate(many=Count("pk"))))


def told_of(customer_id: int) -> list[dict[str, object]]:
    """Both sides of a customer's referrals, for whoever asks for their data. Times are UTC; the other one is not named."""
    mine = Referral.objects.filter(Referral.FRIENDS)
    sides = (("brought along", mine.of_giver(customer_id)), ("was brought along", mine.of_friend(customer_id)))
    return [
        {"what": side, "state": each.state, "joined_at": each.joined_at.isoformat(), "came_by": each.came_by}
        for side, several in sides
        for each in several.order_by("pk")
    ]


def of_customer(customer_id: int) -> tuple[Counter[str], Referral | None]:
    """Friends whom a customer brought along by state, and how they came themselves."""
    theirs = Referral.objects.of_giver(customer_id).filter(Referral.FRIENDS).order_by()
    counted = Counter(dict(theirs.values_list("state").annotate(many=Count("pk"))))
    came = Referral.objects.of_friend(customer_id).select_related("link__account__customer").first()
    return counted, came
