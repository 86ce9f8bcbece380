from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from regulars.conversations.models import Topic
from regulars.live.models import Alarm
from regulars.reports.actions.look_for_surges import look_for_surges
from regulars.reports.models import Reading, Surge
from regulars.reports.surging import alike, hours
from regulars.reports.tests.test_pages import signed_in
from regulars.reports.unusual import Hour, chance, unusual
from regulars.team.actions.save_calendar import save_calendar
from regulars.team.models import Calendar


def began(topic, at, *, number=1, customers=2):
    facts = {"kind": "begun", "value": 1, "inbox": 1, "channel": "email", "priority": 0, "topic": topic.pk}
    facts |= {"at": at, "day": at.date()}
    Reading.objects.bulk_create([Reading(conversation=n + 1, customer=n % customers, **facts) for n in range(number)])


def test_a_surge_opens_once_grows_and_closes_when_it_is_quiet(grace):
    delivery, other = Topic.objects.create(name="Delivery"), Topic.objects.create(name="Machines")
    now = timezone.now()
    for week in range(1, 9):
        began(delivery, now - timedelta(weeks=week, minutes=5), number=2)
        began(other, now - timedelta(weeks=week, minutes=5), number=12)
    began(delivery, now - timedelta(minutes=5), number=14, customers=9)
    began(other, now - timedelta(minutes=5), number=14)
    look_for_surges(now=now)
    surge = Surge.objects.get()
    assert (surge.topic, surge.number, surge.usual, surge.customers) == (delivery, 14, 2.0, 9)
    look_for_surges(now=now + timedelta(minutes=1))
    assert Surge.objects.count() == 1 and Alarm.objects.filter(kind="surge", closed_at=None).count() == 1
    client = signed_in(grace)
    assert "going on" in client.get("/reports/surges").content.decode()
    assert "“Delivery”" in client.get(f"/reports/surges/{surge.pk}").content.decode()
    for minutes in (70, 80, 90):
        assert Surge.objects.get().closed_at is None
        look_for_surges(now=now + timedelta(minutes=minutes))
    assert Surge.objects.get().closed_at and not Alarm.objects.filter(kind="surge", closed_at=None).exists()


def a_house_in(place):
    calendar = Calendar(name="Shop", hours={"mon-sat": "09:00-18:00"}, time_zone="Europe/Berlin", holidays=[place])
    save_calendar(calendar, by=None)


@pytest.mark.django_db
def test_an_hour_of_a_holiday_is_held_against_holidays_and_days_of_rest():
    topic, now = Topic.objects.create(name="Delivery"), datetime(2026, 5, 25, 12, tzinfo=UTC)  # Whit Monday in Germany
    for day in range(1, 70):
        at = now - timedelta(days=day, minutes=5)
        is_quiet = at.weekday() == 6 or at.date() in (date(2026, 5, 1), date(2026, 5, 14))
        began(topic, at, number=2 if is_quiet else 30)
    began(topic, now - timedelta(minutes=5), number=14, customers=9)
    look_for_surges(now=now)
    assert not Surge.objects.exists()  # few, for a Monday
    a_house_in("DE-BE")
    look_for_surges(now=now)
    assert Surge.objects.get().usual == 2
    wanted = ["05-24", "05-17", "05-14", "05-10", "05-03", "05-01", "04-26", "04-19"]  # Sundays, Ascension, Labour Day
    assert [f"{each:%m-%d}" for each in alike(now)] == wanted


@pytest.mark.django_db
def test_a_holiday_is_left_out_of_ordinary_weeks_and_summer_time_moves_nothing():
    a_house_in("DE-BE")
    days = alike(datetime(2026, 6, 1, 14, tzinfo=ZoneInfo("Europe/Berlin")))
    assert {(each.weekday(), each.hour) for each in days} == {(0, 14)} and len(days) == 8
    assert [f"{each:%m-%d}" for each in days[:2]] == ["05-18", "05-11"]  # not 25 May, nor 6 April
    assert [f"{each:%m-%d}" for each in days[-2:]] == ["03-30", "03-23"]
    assert days[-1].utcoffset() != days[0].utcoffset()
    topic, now = Topic.objects.create(name="Delivery"), datetime(2026, 6, 1, 12, tzinfo=UTC)
    for week in range(1, 14):
        at = now.astimezone(ZoneInfo("Europe/Berlin")) - timedelta(weeks=week, minutes=5)
        began(topic, at, number=0 if at.date() in (date(2026, 5, 25), date(2026, 4, 6)) else 12)
    began(topic, now - timedelta(minutes=5), number=18, customers=9)
    assert hours(now)[topic.pk].before == [12] * 8


def test_few_or_one_customer_or_a_topic_that_always_goes_up_and_down_are_no_surge():
    calm, wild = [2, 2, 2, 2, 2, 2, 2, 2], [0, 14, 1, 12, 0, 15, 2, 9]
    assert unusual({"a": Hour(4, 4, [0] * 8), "b": Hour(20, 1, calm), "c": Hour(14, 9, wild)}) == []
    assert unusual({"a": Hour(14, 9, calm), "b": Hour(2, 2, calm)}) == ["a"]
    assert abs(chance(Hour(5, 5, calm)) - 0.052653) < 1e-6  # of a Poisson law with mean 2
