"""To devices and by mail: what was not seen, once, and never a storm."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.conversations.actions.assign import assign
from regulars.customers.actions.react import react
from regulars.notifications.actions.deliver import deliver, next_due
from regulars.notifications.actions.forget_notifications import forget_notifications
from regulars.notifications.actions.ring_devices import MOST_AN_HOUR, ring_devices
from regulars.notifications.actions.see import see
from regulars.notifications.actions.subscribe import subscribe
from regulars.notifications.actions.unsubscribe import unsubscribe
from regulars.notifications.actions.write_digests import write_digests
from regulars.notifications.models import Device, Notification, Wishes
from regulars.notifications.pushing import is_public, public_key
from regulars.notifications.tests.push_service import SENDER, Browser, PushService
from regulars.team.actions.set_presence import set_presence
from tests.cast import a_conversation

SOON, LATER = timedelta(minutes=1), timedelta(minutes=16)


@pytest.fixture
def service(settings):
    settings.PUSH_MAY_STAY_LOCAL, settings.DEFAULT_FROM_EMAIL = True, f"The desk <{SENDER}>"
    service = PushService()
    yield service
    service.stop()


@pytest.fixture
def device(service, noor):
    device = Browser(service)
    subscribe(noor, **device.subscription)
    return device


def give(agent, by, customer, count=1):
    for _ in range(count):
        assign(a_conversation(customer), agent=agent, by=by)
    while react():
        pass


def test_a_push_reaches_the_browser_and_nobody_on_the_way_can_read_it(ada, grace, noor, device):
    give(noor, grace, ada)
    assert ring_devices() == 0  # who sits at the desk sees it there first
    assert ring_devices(now=timezone.now() + SOON) == 1
    (message,) = device.read(key=public_key())
    number = Notification.objects.get().conversation_id
    assert message == {
        "title": "Grace Linden gave you this",
        "body": "Where is my order?",
        "url": f"/inbox/{number}",
        "tag": f"conversation:{number}",
    }
    assert b"Grace" not in device.service.taken[0][1]
    assert ring_devices(now=timezone.now() + SOON) == 0


def test_what_is_seen_rings_no_more(ada, grace, noor, device):
    give(noor, grace, ada)
    see(noor)
    assert ring_devices(now=timezone.now() + SOON) == 0 and not device.service.taken


def test_many_at_once_are_one_and_an_hour_has_its_measure(ada, grace, noor, device):
    give(noor, grace, ada, count=7)
    moment = timezone.now() + SOON
    assert ring_devices(now=moment) == 7
    assert [each["title"] for each in device.read(key=public_key())] == ["7 things are new for you"]
    for _ in range(MOST_AN_HOUR + 3):
        give(noor, grace, ada)
        ring_devices(now=moment)
    assert len(device.service.taken) == MOST_AN_HOUR
    ring_devices(now=moment + timedelta(hours=1, seconds=1))
    assert len(device.service.taken) == MOST_AN_HOUR + 1
    assert device.read(key=public_key())[-1]["title"] == "4 things are new for you"


def test_what_is_put_off_to_the_next_hour_does_not_ring_in_quiet_hours(ada, grace, noor, device):
    moment = datetime(2026, 5, 14, 21, 30, tzinfo=UTC)
    Wishes.objects.create(
        agent=noor,
        quiet_from=time(22),
        quiet_until=time(7),
        pushed_at=moment - timedelta(minutes=5),
        pushes=MOST_AN_HOUR,
    )
    give(noor, grace, ada)
    Notification.objects.update(push_at=moment)
    assert ring_devices(now=moment) == 1 and not device.service.taken
    assert Notification.objects.get().push_at == datetime(2026, 5, 15, 7, tzinfo=UTC)


@pytest.mark.parametrize(("status", "left"), [(410, 0), (404, 0), (500, 1), (429, 1)])
def test_a_device_that_has_ended_is_forgotten_and_a_service_in_trouble_stops_nothing(
    ada, grace, noor, device, status, left
):
    device.service.answers = status
    give(noor, grace, ada)
    assert ring_devices(now=timezone.now() + SOON) == 1
    assert Device.objects.count() == left


def test_a_browser_belongs_to_whoever_subscribed_last(noor, grace, device):
    subscribe(grace, **device.subscription)
    assert Device.objects.get().agent == grace
    assert not unsubscribe(noor, endpoint=device.endpoint) and unsubscribe(grace, endpoint=device.endpoint)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"endpoint": "not an address"}, "endpoint"), ({"p256dh": "AAAA"}, "p256dh"), ({"auth": "!"}, "auth")],
)
def test_what_is_no_subscription_is_refused_by_name(noor, service, wrong, field):
    with pytest.raises(ValidationError) as caught:
        subscribe(noor, **{**Browser(service).subscription, **wrong})
    assert list(caught.value.message_dict) == [field] and not Device.objects.exists()


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://127.0.0.1/x",
        "http://fcm.googleapis.com/x",
        "https://[::1]/x",
        "https://10.0.0.8/x",
        "file:///etc/passwd",
    ],
)
def test_nothing_is_pushed_to_what_stands_beside_us(endpoint):
    assert not is_public(endpoint)


def test_one_mail_has_all_that_was_not_seen(ada, grace, noor):
    give(noor, grace, ada, count=3)
    Notification.objects.update(push_at=None)
    assert write_digests() == 0
    assert write_digests(now=timezone.now() + LATER) == 3
    (letter,) = mail.outbox
    assert letter.subject == "3 things are new for you" and letter.to == [noor.email]
    assert letter.body.count("/inbox/") == 3 and letter.extra_headers["Auto-Submitted"] == "auto-generated"
    give(noor, grace, ada)
    assert Notification.objects.get(mail_at__isnull=False).mail_at > Wishes.objects.get().mailed_at


def test_a_mail_that_is_not_taken_is_tried_again_and_holds_up_nobody_else(ada, grace, noor, tomas, settings):
    give(noor, grace, ada)
    give(tomas, grace, ada)
    moment = timezone.now() + LATER
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    assert write_digests(now=moment) == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert write_digests(now=moment) == 1 and [letter.to for letter in mail.outbox] == [[tomas.email]]
    assert write_digests(now=moment) == 0
    assert write_digests(now=moment + LATER) == 1 and mail.outbox[-1].to == [noor.email]


def test_whoever_is_at_the_desk_gets_no_mail(ada, grace, noor):
    set_presence(noor, state="online", by=noor)
    give(noor, grace, ada)
    assert write_digests(now=timezone.now() + LATER) == 1 and not mail.outbox


def test_in_quiet_hours_nothing_rings_and_no_mail_comes(noor):
    wishes = Wishes(agent=noor, quiet_from=time(22), quiet_until=time(7, 30))
    noor.time_zone = "Europe/Berlin"
    at_night, by_day = datetime(2026, 11, 21, 23, 0, tzinfo=UTC), datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    assert wishes.waits_until(at_night) == datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
    assert wishes.waits_until(at_night - timedelta(hours=1, minutes=30)) == datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
    assert wishes.waits_until(by_day) == by_day


def test_the_worker_knows_when_it_is_needed_next(ada, grace, noor):
    assert next_due() is None and deliver() == 0
    give(noor, grace, ada)
    assert next_due() == Notification.objects.get().push_at


def test_forget_notifications_lets_go_of_what_is_three_months_old_once_it_has_been_told(ada, grace, noor):
    give(noor, grace, ada, count=3)
    first, second, _young = Notification.objects.order_by("pk")
    old = {"at": timezone.now() - timedelta(days=91)}
    Notification.objects.filter(pk=first.pk).update(**old, push_at=None, mail_at=None)
    Notification.objects.filter(pk=second.pk).update(**old)
    assert forget_notifications() == 1 and forget_notifications() == 0
    assert not Notification.objects.filter(pk=first.pk).exists() and Notification.objects.count() == 2
