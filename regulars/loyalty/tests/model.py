"""The ledger once more, as small as it can be said: a credit is a bag of single points, and time goes on a day at a time.

No database, no sums that are kept, no entries: what the product says must be what this says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

FOREVER = 10**9


@dataclass
class Credit:
    points: list[str]  # where each of them is
    begins: int
    ends: int
    may_move: bool = True
    charged: int = 0
    owed: int = 0
    paid: int = 0

    def count(self, where: str) -> int:
        return self.points.count(where)

    def move(self, source: str, target: str, most: int) -> int:
        places = [place for place, where in enumerate(self.points) if where == source][:most]
        for place in places:
            self.points[place] = target
        return len(places)


@dataclass
class Member:
    policy: str
    today: int = 0
    debt: int = 0
    credits: list[Credit] = field(default_factory=list)
    holds: dict[object, tuple[list[tuple[Credit, int]], int]] = field(default_factory=dict)  # points, and until when
    redeemed: dict[object, list[list[object]]] = field(default_factory=dict)  # [credit, points] not given back

    def pass_time(self, until: int) -> None:
        """Day by day; on one day credits begin, holds end, then credits end."""
        for day in range(self.today, until + 1):
            for credit in self.credits:
                if credit.begins <= day < credit.ends and credit.count("pending"):
                    credit.move("pending", "available", FOREVER)
                    self.pay(credit)
            for key in [key for key, (_parts, ends) in self.holds.items() if ends <= day]:
                self.release(key, day)
            for credit in self.credits:
                if credit.ends <= day:
                    credit.move("available", "expired", FOREVER)
                    credit.move("pending", "expired", FOREVER)
        self.today = until

    def pay(self, credit: Credit) -> None:
        paid = credit.move("available", "spent", self.debt)
        credit.paid += paid
        self.debt -= paid

    def earn(self, points: int, begins: int, ends: int) -> Credit:
        credit = Credit(["pending"] * points, begins, ends)
        self.credits.append(credit)
        self.pass_time(self.today)
        return credit

    def there(self) -> int:
        return sum(credit.count("available") for credit in self.credits)

    def burn(self, points: int, target: str, *, movable: bool = False) -> list[tuple[Credit, int]]:
        parts = []
        for credit in sorted(self.credits, key=lambda each: (each.ends, each.begins)):
            if taken := credit.move("available", target, points) if credit.may_move or not movable else 0:
                parts.append((credit, taken))
                points -= taken
        assert not points
        return parts

    def back(self, credit: Credit, source: str, points: int) -> None:
        owed = credit.move(source, "reversed", min(credit.owed, points))
        credit.owed -= owed
        credit.move(source, "available" if credit.ends > self.today else "expired", points - owed)
        self.pay(credit)

    def redeem(self, key: object, points: int) -> None:
        self.redeemed[key] = [list(part) for part in self.burn(points, "spent")]

    def hold(self, key: object, points: int, until: int) -> None:
        self.holds[key] = self.burn(points, "held"), until

    def release(self, key: object, day: int | None = None) -> None:
        self.today = self.today if day is None else day
        for credit, points in reversed(self.holds.pop(key)[0]):
            self.back(credit, "held", points)

    def capture(self, key: object, points: int) -> None:
        parts, _until = self.holds.pop(key)
        free = sum(part for _credit, part in parts) - points
        for credit, part in reversed(parts):
            self.back(credit, "held", min(free, part))
            free -= min(free, part)
        self.redeemed[key] = []
        for credit, part in parts:
            taken = credit.move("held", "spent", min(points, part))
            points -= taken
            self.redeemed[key].append([credit, taken])
            if self.policy == "unlimited" and credit.owed > credit.count("held"):
                due, credit.owed = credit.owed - credit.count("held"), credit.count("held")
                self.owe(credit, due)

    def give_back(self, key: object, points: int) -> None:
        for part in reversed(self.redeemed[key]):
            credit, left = part
            some = min(points, left, credit.count("spent") - credit.paid)
            part[1] -= some
            points -= some
            self.back(credit, "spent", some)
        cancelled = min(points, self.debt)
        self.debt -= cancelled
        points -= cancelled
        for credit in reversed(self.credits):
            some = min(points, credit.paid)
            credit.paid -= some
            points -= some
            self.back(credit, "spent", some)

    def owe(self, credit: Credit, points: int) -> int:
        some = credit.move("spent", "reversed", points)
        credit.paid = min(credit.paid, credit.count("spent"))
        self.debt += some
        for each in sorted(self.credits, key=lambda each: (each.ends, each.begins)):
            self.pay(each)
        return some

    def take_back(self, credit: Credit, points: int) -> None:
        credit.charged += points
        points -= credit.move("pending", "reversed", points)
        if self.policy == "only_pending":
            return
        points -= credit.move("available", "reversed", points)
        waiting = min(points, max(0, credit.count("held") - credit.owed))
        credit.owed += waiting
        points -= waiting
        if self.policy == "unlimited":
            self.owe(credit, points)
        else:
            credit.owed += min(points, credit.count("held") + credit.count("spent") - credit.owed)

    def sums(self) -> dict[str, int]:
        """Where the points are, of all credits, and what is owed."""
        return dict(sum((Counter(credit.points) for credit in self.credits), Counter())) | {"debt": self.debt}

    def schedule(self) -> dict[int | None, int]:
        """When what may be spent is over."""
        ends: Counter[int | None] = Counter()
        for credit in self.credits:
            ends[None if credit.ends == FOREVER else credit.ends] += credit.count("available")
        return {end: points for end, points in ends.items() if points}
