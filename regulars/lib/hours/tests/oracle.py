"""Working hours the slow way: minute after minute, by asking what the clock on the wall shows."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE = timedelta(minutes=1)


@dataclass
class Oracle:
    """Periods are minutes of the day, and may end beyond 1440. `days` holds other hours: none when it is closed."""

    zone: str
    week: dict[int, list[tuple[int, int]]]
    days: dict[date, list[tuple[int, int]]] = field(default_factory=dict)

    def is_open(self, at: datetime) -> bool:
        wall = at.astimezone(ZoneInfo(self.zone))
        today, minute = wall.date(), wall.hour * 60 + wall.minute
        yesterday = today - timedelta(1)
        if any(start <= minute + 1440 < end for start, end in self.days.get(yesterday, [])):
            return True
        if today in self.days:
            return any(start <= minute < end for start, end in self.days[today])
        night = self.week.get(yesterday.weekday(), [])
        return any(start <= minute + 1440 < end for start, end in night) or any(
            start <= minute < end for start, end in self.week.get(today.weekday(), [])
        )

    def elapsed(self, start: datetime, end: datetime) -> int:
        """Minutes; both instants on whole minutes, the second not before the first."""
        found, at = 0, start.astimezone(UTC)
        while at < end:
            found, at = found + self.is_open(at), at + MINUTE
        return found

    def plain(self) -> dict[str, object]:
        return {
            "time_zone": self.zone,
            "hours": {DAYS[day]: [written(period) for period in periods] for day, periods in self.week.items()},
            "holidays": [
                {"date": str(day), "hours": [written(each) for each in periods]} if periods else str(day)
                for day, periods in self.days.items()
            ],
        }


def written(period: tuple[int, int]) -> str:
    (start, end) = period
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
