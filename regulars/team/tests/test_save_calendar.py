"""When the house is open: kept, refused by name, told in the reader's words."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from regulars.team.actions.save_calendar import drop_calendar, save_calendar
from regulars.team.models import AuditEntry, Calendar, HoursChange, Team
from regulars.team.opening import days_off, said_now, said_week

SHOP = {day: ["09:00-12:00", "14:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")} | {"sat": ["10:00-16:00"]}
FRANCE = [
    "FR",
    {"date": "2026-12-24", "name": "Christmas Eve", "hours": "09:00-12:00"},
    {"from": "2026-12-28", "to": "2026-12-29"},
]
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=UTC)


def the_shop(by=None, **facts):
    calendar = Calendar(**{"name": "Shop", "hours": SHOP, "time_zone": "Europe/Paris", "holidays": FRANCE, **facts})
    save_calendar(calendar, by=by)
    return calendar


def test_the_first_hours_are_the_houses_and_others_may_become_them(grace):
    shop = the_shop(grace)
    night = the_shop(grace, name="Night", hours={"mon": ["22:00-06:00"]}, is_default=True)
    shop.refresh_from_db()
    assert (shop.is_default, night.is_default) == (False, True)
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")] == ["calendar.added", "calendar.added"]
    assert HoursChange.objects.count() == 2


def test_kept_again_as_they_were_they_change_nothing(grace):
    shop = the_shop(grace)
    HoursChange.objects.all().delete()
    save_calendar(shop, by=grace)
    assert not HoursChange.objects.exists() and AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Night"}, "name"),
        ({"time_zone": "Europe/Lyon"}, "time_zone"),
        ({"hours": {"mon": ["25:00-26:00"]}}, "hours"),
        ({"hours": {"mon": []}}, "hours"),
        ({"holidays": ["ZZ"]}, "holidays"),
        ({"holidays": ["FR", {"date": "2026-12-24", "hours": "whenever"}]}, "holidays"),
    ],
)
def test_hours_that_make_no_sense_are_refused_by_name(grace, facts, field):
    the_shop(grace, name="Night")
    with pytest.raises(ValidationError) as refused:
        the_shop(grace, **facts)
    assert list(refused.value.message_dict) == [field] and Calendar.objects.count() == 1


def test_hours_are_dropped_unless_they_are_the_houses(grace):
    shop, night = the_shop(grace), the_shop(grace, name="Night")
    team = Team.objects.create(name="Night", calendar=night)
    drop_calendar(night, by=grace)
    team.refresh_from_db()
    assert team.calendar is None and AuditEntry.objects.latest("pk").action == "calendar.dropped"
    with pytest.raises(ValidationError):
        drop_calendar(shop, by=grace)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=UTC), (True, "Open now, until 12:00")),
        (datetime(2026, 11, 23, 12, tzinfo=UTC), (False, "Opens 14:00")),
        (SUNDAY, (False, "Opens Monday 09:00")),
        (datetime(2026, 12, 24, 12, tzinfo=UTC), (False, "Opens Saturday 10:00")),
    ],
)
def test_it_is_said_until_when_somebody_is_there(db, now, said):
    assert said_now(the_shop(), now=now) == said


def test_the_next_days_that_differ_are_named(db):
    days = days_off(the_shop(), now=SUNDAY, limit=4)
    assert [(day.names, day.hours) for day in days] == [
        ("Christmas Eve", "09:00–12:00"),
        ("Christmas Day", "closed"),
        ("", "closed"),
        ("", "closed"),
    ]


def test_a_week_is_said_in_few_words(db):
    assert said_week(the_shop()) == ["Mon–Fri 09:00–12:00, 14:00–18:00", "Sat 10:00–16:00"]
    assert said_now(the_shop(name="Always", hours="24/7", holidays=[]), now=SUNDAY) == (True, "Always open")
