"""What a programme has given and what it owes: in points and in money, over any time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from regulars.loyalty import breakage
from regulars.loyalty.book import AVAILABLE, DEBT, EXPIRED, HELD, NAMES, OUTSIDE, PENDING, REVERSED, SPENT
from regulars.loyalty.breakage import ACROSS
from regulars.loyalty.models import BUCKETS, Account, Entry, Lot, Operation, Programme
from regulars.loyalty.terms import terms_of

Flows = list[tuple[int, int, int]]  # from bucket to bucket, so many points
LIVE = (PENDING, AVAILABLE, HELD)
SIGNS = {"opening": 1, "issued": 1, "forgiven": 1, "redeemed": -1, "expired": -1, "reversed": -1}
FORGIVEN = Q(operation__kind=Operation.Kind.FORGIVE)


def totals(programme: Programme) -> dict[str, int]:
    """Points by where they are, of all members: their sum is what was ever issued."""
    sums = Account.objects.filter(programme=programme).aggregate(**{name: Sum(name) for name in (*BUCKETS, "debt")})
    found = {name: points or 0 for name, points in sums.items()}
    return found | {"issued": sum(found[name] for name in BUCKETS)}


def movement(programme: Programme, *, since: datetime, until: datetime) -> dict[str, int]:
    """`opening + issued + forgiven - redeemed - expired - reversed = closing`: points that are not used up, less what is owed.

    What was spent and is owed after a refund stays redeemed, until the next points pay it or it is forgiven.
    """
    within, before = Q(at__gte=since, at__lt=until), Q(at__lt=since)
    done, opening = _flows(programme, within), _outstanding(_flows(programme, before))
    told = {"opening": opening, **_done(done, _flows(programme, within & FORGIVEN))}
    return told | {"closing": opening + _outstanding(done), "debt": _debt(done)}


def in_money(programme: Programme, moved: Mapping[str, int]) -> dict[str, int]:
    """The same movement at what points are worth now, in the currency's smallest unit: it adds up to the last of these, too."""
    value, told, total, before = programme.promised.value, {}, 0, 0
    for word, sign in SIGNS.items():
        total += sign * moved[word]
        now = round(Fraction(total * value.worth, value.points))
        told[word], before = sign * (now - before), now
    return told | {"closing": before}


def taking_part(programme: Programme, *, since: datetime, until: datetime) -> dict[str, int]:
    """How many members there are and how many joined; of whom anything was done (`active`), and of these, who redeemed."""
    done = Operation.objects.filter(programme=programme, at__gte=since, at__lt=until)
    spent = Count("account", filter=Q(kind__in=(Operation.Kind.REDEEM, Operation.Kind.CAPTURE)), distinct=True)
    told = done.aggregate(active=Count("account", distinct=True), redeemed=spent)
    members = Account.objects.open().filter(programme=programme)
    joined = members.filter(joined_at__gte=since, joined_at__lt=until).count()
    return told | {"joined": joined, "members": members.filter(status=Account.Status.ACTIVE).count()}


def by_tier(programme: Programme, *, since: datetime, until: datetime) -> list[dict[str, Any]]:
    """What was given to those who are in each tier now, what they redeemed and its worth (`cost`), and what they still have."""
    within, now = Q(at__gte=since, at__lt=until), Account.objects.open().filter(programme=programme).order_by()
    kept = {name: Sum(name, default=0) for name in ("pending", "available", "held")}
    members = {row["tier"]: row for row in now.values("tier").annotate(members=Count("pk"), **kept)}
    done, forgiven = _by_tier(programme, within), _by_tier(programme, within & FORGIVEN)
    words = ["", *(level.word for level in programme.promised.tiers.levels)]
    return [
        _tier(programme, word, members.get(word, {}), _done(done.get(word, []), forgiven.get(word, [])))
        for word in [*words, *sorted(members.keys() - set(words))]
    ]


def _tier(programme: Programme, word: str, row: dict[str, Any], done: dict[str, int]) -> dict[str, Any]:
    value = programme.promised.value
    told = {"tier": word, "members": row.get("members", 0), "issued": done["issued"], "redeemed": done["redeemed"]}
    told["outstanding"] = sum(row.get(name, 0) for name in ("pending", "available", "held"))
    return told | {"cost": round(Fraction(done["redeemed"] * value.worth, value.points))}


class Outlook(NamedTuple):
    """The points of each month, and which share of what is there of a month will expire. Reckoned once for all that is told of it."""

    programme: Programme
    rows: list[dict[str, Any]]
    share: Callable[[dict[str, Any]], Fraction]


def outlook(programme: Programme) -> Outlook:
    """Month by month as earlier ones did, or as the terms say."""
    rows = _months(programme)
    return Outlook(programme, rows, _share(programme, rows))


def vintages(found: Outlook) -> list[dict[str, Any]]:
    """What became of the points of each month: issued, redeemed, expired, taken back, and still there. `breakage` is per cent of what is
    decided, `to_expire` per cent of what is still there, and `cost` what as many points as the terms put a worth on cost, when all is decided.
    """
    return [_vintage(row, found.share(row), found.programme) for row in found.rows]


def _months(programme: Programme) -> list[dict[str, Any]]:
    lots = Lot.objects.filter(account__programme=programme, operation__at__isnull=False)
    month = TruncMonth("operation__at", tzinfo=programme.clock.zone)
    sums = {name: Sum(name) for name in BUCKETS} | {"issued": Sum(F("issued") - F("moved"))}
    rows = lots.annotate(month=month).values("month").annotate(**sums).order_by("month")
    return [_month(row) for row in rows]


def _month(row: dict[str, Any]) -> dict[str, Any]:
    kept = {"month": row["month"], "issued": row["issued"], "redeemed": row["spent"], "expired": row["expired"]}
    return kept | {"reversed": row["reversed"], "outstanding": row["pending"] + row["available"] + row["held"]}


def _vintage(row: dict[str, Any], share: Fraction, programme: Programme) -> dict[str, Any]:
    decided, value = row["redeemed"] + row["expired"], programme.promised.value
    used = row["redeemed"] + row["outstanding"] * (1 - share)
    return row | {
        "breakage": round(100 * row["expired"] / decided, 1) if decided else None,
        "to_expire": round(float(100 * share), 1) if row["outstanding"] else None,
        "cost": round(used * value.worth / row["issued"]) if row["issued"] else None,
    }


def _share(programme: Programme, rows: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Fraction]:
    """Which share of what is there of a month will expire: as the terms say, as decided months did from that age on, or as all has so far."""
    typed = programme.promised.value.breakage
    fixed = None if typed is None else Fraction(typed, 100)
    if fixed is None and (found := breakage.curve(programme, rows)):
        now = timezone.now().astimezone(programme.clock.zone)
        return lambda row: breakage.share_at(found, breakage.age(row["month"], now))
    over = sum(row["expired"] for row in rows)
    decided = over + sum(row["redeemed"] for row in rows)
    so_far = Fraction(over, decided) if decided else Fraction(0)
    return lambda _row: so_far if fixed is None else fixed


def liability(found: Outlook) -> dict[str, Any]:
    """What is outstanding, and what it is worth, less what will expire."""
    programme, rows, of = found
    value = programme.promised.value
    points, used = sum(row["outstanding"] for row in rows), sum(row["outstanding"] * (1 - of(row)) for row in rows)
    told = {"points": points, "debt": totals(programme)["debt"], "currency": programme.currency}
    told |= {
        "worth": round(Fraction(points * value.worth, value.points)),
        "expected": round(Fraction(used * value.worth, value.points)),
    }
    return told | {"breakage": round(float(100 - Fraction(100 * used, points)), 1) if points else 0.0}


def worth_over_time(programme: Programme) -> list[dict[str, Any]]:
    """From when so many `points` were worth how much: the history of what they cost, the newest first."""
    told: list[dict[str, Any]] = []
    for each in programme.versions.order_by("number"):
        value = terms_of(each.terms).value
        if not told or (told[-1]["points"], told[-1]["worth"]) != (value.points, value.worth):
            told.append({"since": each.at, "points": value.points, "worth": value.worth})
    return told[::-1]


def deferred(sales: int, *, points: Fraction | int, standalone: int | None = None) -> tuple[int, int]:
    """What of a sale is income now, and what is deferred for the points (worth so much, as expected): by relative stand-alone prices."""
    alone = sales if standalone is None else standalone
    later = round(Fraction(sales) * points / (alone + points))
    return sales - later, later


def recognised(deferred: int | Fraction, *, redeemed: int, expected: int) -> int:
    """Of what was deferred, what is income when so many of the points that are expected to be redeemed have been. Over all time."""
    return round(Fraction(deferred) * redeemed / expected)


def _done(flows: Flows, forgiven: Flows) -> dict[str, int]:
    told = {"forgiven": _sum(forgiven, {DEBT}, {OUTSIDE})}
    told["issued"] = _sum(flows, {OUTSIDE}, {*NAMES}) - _sum(flows, {*NAMES}, {OUTSIDE})
    for name, bucket in (("redeemed", SPENT), ("expired", EXPIRED), ("reversed", REVERSED)):
        others = {*NAMES, OUTSIDE} - {bucket}
        told[name] = _sum(flows, others, {bucket}) - _sum(flows, {bucket}, others)
    return told | {"redeemed": told["redeemed"] + _debt(flows) + told["forgiven"]}


def _entries(programme: Programme, when: Q) -> QuerySet[Entry]:
    return Entry.objects.filter(when, account__programme=programme).exclude(operation__kind__in=ACROSS).order_by()


def _flows(programme: Programme, when: Q) -> Flows:
    return list(_entries(programme, when).values_list("source", "target").annotate(points=Sum("amount")))


def _by_tier(programme: Programme, when: Q) -> dict[str, Flows]:
    tier, flows = Coalesce("account__merged_into__tier", "account__tier"), defaultdict(list)
    found = _entries(programme, when).values_list(tier, "source", "target").annotate(points=Sum("amount"))
    for word, *flow in found:
        flows[word].append(tuple(flow))
    return flows


def _sum(flows: Flows, sources: set[int], targets: set[int]) -> int:
    return sum(points for source, target, points in flows if source in sources and target in targets)


def _debt(flows: Flows) -> int:
    return _sum(flows, {OUTSIDE}, {DEBT}) - _sum(flows, {DEBT}, {OUTSIDE})


def _outstanding(flows: Flows) -> int:
    gone = {OUTSIDE, SPENT, EXPIRED, REVERSED}
    return _sum(flows, gone, {*LIVE}) - _sum(flows, {*LIVE}, gone) - _debt(flows)
