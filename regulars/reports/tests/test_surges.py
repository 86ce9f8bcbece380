from datetime import timedelta

from django.utils import timezone

from regulars.conversations.models import Topic
from regulars.live.models import Alarm
from regulars.reports.actions.look_for_surges import look_for_surges
from regulars.reports.models import Reading, Surge
from regulars.reports.tests.test_pages import signed_in
from regulars.reports.unusual import Hour, chance, unusual


def began(topic, at, *, number=1, customers=2):
    facts = {"kind": "begun", "value": 1, "inbox": 1, "channel": "email", "topic": topic.pk, "at": at, "day": at.date()}
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


def test_few_or_one_customer_or_a_topic_that_always_goes_up_and_down_are_no_surge():
    calm, wild = [2, 2, 2, 2, 2, 2, 2, 2], [0, 14, 1, 12, 0, 15, 2, 9]
    assert unusual({"a": Hour(4, 4, [0] * 8), "b": Hour(20, 1, calm), "c": Hour(14, 9, wild)}) == []
    assert unusual({"a": Hour(14, 9, calm), "b": Hour(2, 2, calm)}) == ["a"]
    assert abs(chance(Hour(5, 5, calm)) - 0.052653) < 1e-6  # of a Poisson law with mean 2
