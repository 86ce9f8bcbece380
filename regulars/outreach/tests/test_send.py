"""Letters of our own accord: the gates before them, the way out of them, and that each leaves once."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from regulars.channels.email.actions.take_letters import take_letters
from regulars.channels.email.mailbox import LocalMailbox
from regulars.channels.email.models import Mailbox, SentLetter
from regulars.channels.email.postman import Refusal
from regulars.channels.email.tests.conftest import keep
from regulars.channels.email.tests.reports import a_bounce
from regulars.conversations.models import SuppressedAddress
from regulars.customers.actions.merge import merge
from regulars.customers.actions.set_consent import set_consent
from regulars.customers.actor import SYSTEM
from regulars.customers.models import TimelineEvent
from regulars.outreach.actions import release as releasing
from regulars.outreach.actions.choose_letters import choose_letters
from regulars.outreach.actions.forget_sendings import forget_sendings
from regulars.outreach.actions.learn_returned import learn_returned
from regulars.outreach.actions.release import next_due, release
from regulars.outreach.actions.send import send
from regulars.outreach.links import choices_link
from regulars.outreach.models import Manners, Sending
from regulars.outreach.quiet import is_quiet, quiet_until

NEVER_QUIET = {"quiet_from": time(3), "quiet_until": time(3)}
WORDS = {"subject": "Your points", "text": "You have 120 points.", "topic": "loyalty"}


@pytest.fixture
def hello(inbox):
    Manners.objects.create(**NEVER_QUIET)
    return Mailbox.objects.create(address="hello@coffee.example", inbox=inbox)


def agrees(customer, state="granted", purpose="marketing"):
    set_consent(customer, channel="email", purpose=purpose, state=state, source="a form", by=SYSTEM)


def reason(customer, **facts):
    sending = send(customer, **WORDS | {"key": f"{Sending.objects.count()}"} | facts)
    return sending.state, sending.why


def test_a_letter_leaves_once_for_its_key_with_a_way_out_of_it(hello, ada, client):
    first = send(ada, key="welcome:1", **WORDS)
    assert send(ada, key="welcome:1", **WORDS | {"subject": "Other"}).pk == first.pk
    assert not mail.outbox, "not within the caller's transaction"
    while release():
        pass
    [letter] = mail.outbox
    assert letter.to == ["ada@moreau.example"] and "Kettle & Crumb" in letter.from_email
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    way = re.fullmatch(r"<https?://[^/]+(/letters/.+)>", letter.extra_headers["List-Unsubscribe"])[1]
    assert way in letter.body and way in letter.alternatives[0][0]
    assert TimelineEvent.objects.filter(kind="outreach.sent", customer=ada).count() == 1
    client.get(way)
    assert reason(ada) == ("waiting", ""), "looking changes nothing"
    assert client.post(way, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(way, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert reason(ada) == ("stopped", "withdrawn")
    release()
    assert len(mail.outbox) == 1, "what waited when they said no does not leave either"
    assert client.get(way[:-1] + ("a" if way[-1] != "a" else "b")).status_code == 404


def test_consent_stands_before_everything_and_a_no_to_all_holds_for_what_is_to_come(hello, ada, ben, client):
    assert reason(ada, topic="marketing") == ("stopped", "no_consent")
    agrees(ada)
    assert reason(ada, topic="marketing")[0] == "waiting"
    way = f"/letters/{Sending.objects.order_by('-pk')[0].pk}"
    assert client.get(way).status_code == 404
    page = "/letters/" + choices_link(Sending.objects.order_by("-pk")[0]).rpartition("/")[2]
    assert client.post(page, {"choose": "nothing"}).status_code == 302
    assert {reason(ada, topic=each) for each in ("marketing", "surveys", "loyalty")} == {("stopped", "withdrawn")}
    choose_letters(ada, wanted=["surveys"], source="a call", by=SYSTEM)
    assert reason(ada, topic="surveys")[0] == "waiting" and reason(ada)[1] == "withdrawn"
    assert reason(ada, topic="service")[0] == "waiting", "what they asked for comes all the same"
    with pytest.raises(ValidationError):
        reason(ada, topic="gossip")


def test_stopped_addresses_and_people_without_any_get_nothing(hello, ada, ben):
    SuppressedAddress.objects.create(address="ada@moreau.example", is_hard=True)
    assert reason(ada) == reason(ada, topic="service") == ("stopped", "suppressed")
    ben.identities.all().delete()
    assert reason(ben) == ("stopped", "no_address")


def test_no_more_than_so_many_within_so_many_days_whatever_they_are_about(hello, ada):
    for number in range(4):
        send(
            ada,
            key=f"n:{number}",
            **WORDS | {"topic": "surveys" if number % 2 else "loyalty"},
            until=timezone.now() + timedelta(days=8),
        )
    send(ada, key="late", **WORDS)
    send(ada, key="mine", **WORDS | {"topic": "service"})
    while release():
        pass
    assert len(mail.outbox) == 4 and set(Sending.objects.filter(state="sent").values_list("key", flat=True)) == {
        "n:0",
        "n:1",
        "n:2",
        "mine",
    }
    waits, late = Sending.objects.get(key="n:3"), Sending.objects.get(key="late")
    assert (waits.why, waits.due_at) == (
        "often",
        Sending.objects.get(key="n:0").left_at + timedelta(days=7),
    ) and next_due() == waits.due_at
    assert (late.state, late.why) == ("stopped", "often")


def test_a_letter_waits_for_the_end_of_the_night_where_its_reader_is(hello, ada):
    Manners.objects.update(quiet_from=time(21), quiet_until=time(8))
    night = datetime(2030, 7, 1, 20, 30, tzinfo=UTC)  # half past ten in Paris
    sending = send(ada, key="night", at=night, **WORDS)
    assert (sending.why, sending.due_at) == ("quiet", datetime(2030, 7, 2, 6, tzinfo=UTC))


def test_a_letter_that_the_server_puts_off_is_tried_again_and_one_in_dead_hands_is_not(hello, ada, monkeypatch):
    answers = [Refusal("busy"), Refusal("no such user", is_final=True)]

    def refuse(*_args, **_facts):
        raise answers.pop(0)

    monkeypatch.setattr(releasing, "hand_over", refuse)
    sending = send(ada, key="one", **WORDS)
    release()
    sending.refresh_from_db()
    assert (sending.state, sending.error, sending.left_at) == (
        "waiting",
        "busy",
        None,
    ) and sending.due_at > timezone.now()
    Sending.objects.update(due_at=timezone.now())
    release()
    sending.refresh_from_db()
    assert (sending.state, sending.why) == ("failed", "refused")
    Sending.objects.update(state="leaving", due_at=timezone.now())
    release()
    sending.refresh_from_db()
    assert (sending.state, sending.why) == ("failed", "unknown") and not mail.outbox


def test_an_address_that_is_no_more_gets_no_second_letter(hello, ada, settings):
    settings.EMAIL_BACKEND = f"{LocalMailbox.__module__}.{LocalMailbox.__name__}"
    sending = send(ada, key="one", **WORDS)
    release()
    letter = bytes(SentLetter.objects.get().raw)
    assert learn_returned("<o1.aaaaaaaaaaaaaaaaaaaa@coffee.example>", told=[]) is False, (
        "nobody but us signs their names"
    )
    bounced = keep(a_bounce(letter, "ada@moreau.example"), hello)
    take_letters()
    bounced.refresh_from_db()
    sending.refresh_from_db()
    assert (bounced.state, sending.state, sending.why) == ("done", "failed", "bounced")
    assert reason(ada) == ("stopped", "suppressed")


def test_a_house_without_a_mailbox_keeps_letters_until_they_mean_nothing(hello, ada):
    hello.delete()
    sending = send(ada, key="one", **WORDS)
    release()
    sending.refresh_from_db()
    assert (sending.state, sending.why) == ("waiting", "no_mailbox") and sending.due_at > timezone.now()
    Sending.objects.update(due_at=timezone.now(), until=timezone.now() + timedelta(minutes=5))
    release()
    sending.refresh_from_db()
    assert (sending.state, sending.why) == ("failed", "no_mailbox")


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_never_send_more_than_the_house_wants(hello, ada):
    for number in range(6):
        send(ada, key=f"n:{number}", **WORDS)

    def work(_number):
        try:
            while release():
                pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert Sending.objects.filter(state="sent").count() == 3 == len(mail.outbox)
    assert TimelineEvent.objects.filter(kind="outreach.sent").count() == 3


def test_letters_and_their_limits_go_on_with_whoever_the_customer_becomes(hello, ada, ben, grace):
    send(ada, key="one", **WORDS)
    release()
    agrees(ada, "withdrawn", "surveys")
    merge(ada, into=ben, by=grace)
    ben.refresh_from_db()
    assert Sending.objects.get(key="one").customer_id == ben.pk
    assert reason(ben, topic="surveys") == ("stopped", "withdrawn")


def test_nothing_is_left_of_whoever_is_forgotten(hello, ada, ben):
    send(ada, key="hers", **WORDS)
    send(ben, key="his", **WORDS)
    forget_sendings([ada.pk])
    assert [each.key for each in Sending.objects.all()] == ["his"]


ZONES = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo"]
CLOCK = some.integers(0, 1439).map(lambda minutes: time(minutes // 60, minutes % 60))
MINUTE = some.integers(0, 6_000_000).map(lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(at=MINUTE, begins=CLOCK, ends=CLOCK, zone=some.sampled_from(ZONES))
def test_nothing_is_sent_in_quiet_hours_and_everything_within_a_day_and_an_hour(at, begins, ends, zone):
    how = {"begins": begins, "ends": ends, "zone": ZoneInfo(zone)}
    free = quiet_until(at, **how)
    assert not is_quiet(free, **how)
    assert at <= free <= at + timedelta(hours=25)
    assert free == at or is_quiet(at, **how)
