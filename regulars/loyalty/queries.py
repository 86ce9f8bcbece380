"""What a member has at any instant: past, present or to come. Nothing here changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from regulars.customers.models import Identity
from regulars.lib.texts import storable
from regulars.loyalty import qualifying, tiering
from regulars.loyalty.book import AVAILABLE, DEBT, NAMES, NEVER, Book
from regulars.loyalty.earning import award, bought, by_terms
from regulars.loyalty.falling_due import settle
from regulars.loyalty.keeping import as_written, book_of, family_of, survivor_of, with_credits
from regulars.loyalty.models import BUCKETS, Account, Entry, Lot, Operation, Programme, Standing
from regulars.loyalty.terms import Terms
from regulars.loyalty.tier_terms import Amounts, Level

Schedule = list[tuple[datetime | None, int]]
Ways = list[dict[str, int]]


@dataclass(frozen=True)
class Progress:
    """How far a member is with tiers."""

    basis: str  # what the tiers are known by: points, spend, orders, balance
    amounts: Amounts
    level: Level | None
    next: Level | None
    ways: Ways  # what is missing to the next one, by each way into it
    to_stay: Ways  # what is missing when it is looked at again
    review_at: datetime | None
    is_in_grace: bool

    @property
    def amount(self) -> int:
        return self.amounts.get(self.basis, 0)

    @property
    def missing(self) -> int:
        """To the next one, in what the tiers are known by."""
        return self.ways[0].get(self.basis, 0) if self.ways else 0

    @property
    def to_keep(self) -> int:
        return self.to_stay[0].get(self.basis, 0) if self.to_stay else 0


@dataclass(frozen=True)
class Statement:
    """A member's points at one instant."""

    account: Account
    at: datetime
    pending: int
    available: int
    held: int
    spent: int
    expired: int
    reversed: int
    debt: int
    tier: str
    expiries: Schedule  # of what may be spent; None: never
    activations: Schedule  # of what waits; None: until somebody says so
    progress: Progress | None

    @property
    def balance(self) -> int:
        return self.available - self.debt

    @property
    def worth(self) -> int:
        """Of what may be spent, in the currency's smallest unit."""
        value = self.account.programme.promised.value
        return self.available * value.worth // value.points


def statement(account: Account, *, at: datetime | None = None) -> Statement:
    """Of whoever they go on as. In the past, what was shown then; in the future, what is there if nothing happens."""
    account = as_written(account.pk)
    at = at or max(timezone.now(), account.clock or timezone.now())
    if account.clock and at < account.clock:
        return _past(account, at)
    book = book_of(account)
    settle(book, at)
    return _told(book, at)


def balance_of(account: Account) -> int:
    """What is shown now: the row alone says so, unless time has changed it since."""
    is_due = account.due_at is not None and account.due_at <= timezone.now()
    return statement(account).balance if is_due else account.balance


def _told(book: Book, at: datetime) -> Statement:
    account = book.account
    lapses = account.lapses_at or NEVER
    ends = [(min(lot.expires_at or NEVER, lapses), lot.available) for lot in book.lots]
    begins = [(lot.activates_at or NEVER, lot.pending) for lot in book.lots]
    return Statement(
        account=account,
        at=at,
        **{name: getattr(account, name) for name in (*BUCKETS, "debt", "tier")},
        expiries=_by_day(ends),
        activations=_by_day(begins),
        progress=progress_of(book, at),
    )


def _by_day(dated: list[tuple[datetime, int]]) -> Schedule:
    sums: dict[datetime, int] = {}
    for at, points in dated:
        if points:
            sums[at] = sums.get(at, 0) + points
    return [(None if at == NEVER else at, sums[at]) for at in sorted(sums)]


def _past(account: Account, at: datetime) -> Statement:
    """From the entries until then alone."""
    sums = dict.fromkeys((*NAMES, DEBT), 0)
    available: dict[int, int] = {}
    moved = Entry.objects.filter(account=account, at__lte=at).values_list("lot", "source", "target")
    for lot, source, target, points in moved.annotate(points=Sum("amount")):
        for bucket, sign in ((source, -1), (target, 1)):
            if bucket in sums:
                sums[bucket] += sign * points
            if bucket == AVAILABLE:
                available[lot] = available.get(lot, 0) + sign * points
    ends = Lot.objects.filter(pk__in=[pk for pk, points in available.items() if points]).values_list("pk", "expires_at")
    standing = Standing.objects.filter(account=account, at__lte=at).order_by("-at", "-pk").first()
    return Statement(
        account=account,
        at=at,
        **{name: sums[bucket] for bucket, name in NAMES.items()},
        debt=sums[DEBT],
        tier=standing.tier if standing else "",
        expiries=_by_day([(end or NEVER, available[pk]) for pk, end in ends]),
        activations=[],
        progress=None,
    )


def progress_of(book: Book, at: datetime) -> Progress | None:
    tiers, account = book.terms.tiers, book.account
    if not tiers.levels:
        return None
    amounts, rank = qualifying.amounts(book, at), tiers.rank(account.tier)
    following = tiers.levels[rank + 1] if rank + 1 < len(tiers.levels) else None
    return Progress(
        basis=tiers.basis,
        amounts=amounts,
        level=tiers.levels[rank] if rank >= 0 else None,
        next=following,
        ways=tiers.missing(following, amounts) if following else [],
        to_stay=tiering.missing_to_stay(book, at) if account.tier == account.own_tier else [],
        review_at=account.review_at,
        is_in_grace=account.is_in_grace,
    )


def history(account: Account) -> QuerySet[Operation]:
    """What was done with a member's points, and with those of whoever was joined with them, the newest first."""
    return Operation.objects.filter(account__in=family_of(account.pk)).order_by("-id")


def members(programme: Programme, *, search: str = "", tier: str = "", status: str = "") -> QuerySet[Account]:
    """Those of a programme, who joined last first: by the number of a card, a name, or an address."""
    found = Account.objects.open().filter(programme=programme).select_related("customer")
    if tier:
        found = found.filter(tier=tier)
    if status:
        found = found.filter(status=status)
    if words := search.strip():
        by_address = Identity.objects.filter(value__icontains=words).values("customer")
        found = found.filter(Q(number__iexact=words) | Q(customer__name__icontains=words) | Q(customer__in=by_address))
    return found.order_by("-id")


def by_number(number: str) -> Account | None:
    """Whose card it is; of one who was joined with another, whom they go on as."""
    account = Account.objects.filter(number=storable(number).strip()).first()
    return account and Account.objects.get(pk=survivor_of(account.pk))


def of_customer(customer_id: int) -> list[Account]:
    """The memberships of a customer, with their programmes."""
    return list(Account.objects.open().filter(customer=customer_id).select_related("programme").order_by("pk"))


def effect_of(programme: Programme, terms: Any, *, most: int = 500) -> dict[str, int]:
    """What other terms would make of those who joined last: how many would rise now, or fall when it is looked at again."""
    other = Programme.objects.get(pk=programme.pk)
    other.__dict__["promised"] = terms
    now, told = timezone.now(), {"members": 0, "up": 0, "down": 0}
    accounts = list(Account.objects.open().filter(programme=programme).order_by("-pk")[:most])
    for book in with_credits(accounts, with_old=True):
        settle(book, max(now, book.account.clock or now))
        before = programme.promised.tiers.rank(book.account.tier)
        name = programme.promised.tiers.word(before)
        book.programme = other
        after = tiering.deserved(book, now) if terms.tiers.levels else -1
        told["members"] += 1
        told["up"] += after > terms.tiers.rank(name)
        told["down"] += after < terms.tiers.rank(name) or (before >= 0 > terms.tiers.rank(name))
    return told | _points_by(programme, terms)


def _points_by(programme: Programme, terms: Terms, *, most: int = 2000) -> dict[str, int]:
    """What the newest purchases of the last 90 days gave, and what they would have given by other terms: with the same rules."""
    since = timezone.now() - timedelta(days=90)
    earned = Operation.objects.filter(programme=programme, kind=Operation.Kind.EARN, happened_at__gte=since)
    told = {"purchases": 0, "points": 0, "would_be": 0}
    for each in earned.filter(spend__gt=0, reckoned__isnull=False).order_by("-happened_at")[:most]:
        told["purchases"] += 1
        purchase = bought(each.reckoned, each.spend)
        told["points"] += award(purchase, each.reckoned).points
        told["would_be"] += award(purchase, by_terms(each.reckoned, terms)).points
    return told
