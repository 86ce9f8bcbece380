"""What is said to visitors by itself: to whom it holds for, once, and never again to whoever put it away."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.channels.chat.actions.take_frames import customer_of
from regulars.channels.chat.actions.tell_address import tell_address
from regulars.channels.chat.models import Visitor
from regulars.channels.visits.actions.look import look
from regulars.channels.visits.actions.save_greeting import save_greeting
from regulars.channels.visits.actions.tell_outcome import tell_outcome
from regulars.channels.visits.greeting import greetings_for, greetings_unkept
from regulars.channels.visits.models import Greeting, Told
from regulars.channels.visits.seen import read_seen

CART = {"page": "https://shop.example/cart", "language": "de", "width": 1300, "may_keep": True}


def test_a_greeting_is_for_whom_its_conditions_hold(widget, greeting, visitor):
    for page, width, expected in (("cart", 1300, [greeting]), ("cart", 400, []), ("kettle", 1300, [])):
        at = read_seen(CART | {"page": f"https://shop.example/{page}", "width": width})
        assert greetings_unkept(widget, at) == greetings_for(look(visitor, at=at)) == expected
    assert Visitor.objects.count() == 1, "nothing is kept of a stranger"


@pytest.mark.parametrize(
    ("condition", "first", "second"),
    [
        ({"field": "visits", "at least": 2}, False, True),
        ({"field": "signed in", "is": False}, True, False),
        ({"field": "hours.open", "is": True}, True, True),
        ({"field": "customer.name", "is known": True}, False, True),
        ({"field": "language", "is": "de"}, True, True),
    ],
)
def test_conditions_ask_about_the_visit_the_hours_and_the_customer(widget, visitor, ada, condition, first, second):
    save_greeting(Greeting(widget=widget, name="Some", text="Hello", conditions={"all": [condition]}), by=None)
    at = read_seen(CART)
    assert bool(greetings_unkept(widget, at)) is first
    look(visitor, at=at)
    visitor.visits.update(seen_at=timezone.now() - timedelta(hours=1))
    visitor.subject, visitor.customer = "7", ada
    visitor.save()
    assert bool(greetings_for(look(visitor, at=at))) is second


@pytest.mark.parametrize("word", ["is", "is not"])
def test_whoever_has_only_typed_an_address_learns_nothing_of_its_owner(widget, visitor, ada, word):
    about_her = {"all": [{"field": "customer.name", word: ada.name}]}
    save_greeting(Greeting(widget=widget, name="Regulars", text="Hello again", conditions=about_her), by=None)
    tell_address(visitor, address=str(ada.identities.get(kind="email").value))
    visitor.refresh_from_db()
    visitor.customer = customer_of(visitor)
    visitor.save()
    assert visitor.customer == ada
    assert greetings_for(look(visitor, at=read_seen(CART))) == []


def test_it_is_shown_once_or_once_in_its_days_and_never_to_whoever_put_it_away(greeting, visitor):
    visit = look(visitor, at=read_seen(CART))
    for what in ("seen", "seen", "clicked", "clicked"):
        tell_outcome(greeting, what=what, visitor=visitor)
    greeting.refresh_from_db()
    assert (greeting.seen, greeting.clicked, greeting.dismissed, greetings_for(visit)) == (1, 1, 0, [])
    Greeting.objects.update(again_after=7)
    assert greetings_for(visit) == []
    Told.objects.update(seen_at=timezone.now() - timedelta(days=7))
    assert greetings_for(visit) == [greeting]
    greeting.refresh_from_db()
    tell_outcome(greeting, what="seen", visitor=visitor)
    tell_outcome(greeting, what="dismissed", visitor=visitor)
    Told.objects.update(seen_at=timezone.now() - timedelta(days=70))
    greeting.refresh_from_db()
    assert (greeting.seen, greeting.dismissed, greetings_for(visit)) == (2, 1, [])


def test_an_announcement_has_its_days(greeting, visitor):
    visit, now = look(visitor, at=read_seen(CART)), timezone.now()
    for begins, ends, is_shown in ((1, None, False), (-1, None, True), (None, -1, False), (-2, 1, True)):
        Greeting.objects.update(
            begins_at=begins and now + timedelta(days=begins), ends_at=ends and now + timedelta(days=ends)
        )
        assert bool(greetings_for(visit)) is is_shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"text": ""},
        {"kind": "news"},
        {"link": "javascript:alert(1)"},
        {"after": 5000},
        {"conditions": {"all": [{"field": "nonsense", "is": 1}]}},
    ],
)
def test_what_is_wrong_with_a_greeting_is_said_by_name_and_nothing_is_kept(client, grace, widget, wrong):
    given = {"name": "A", "text": "B", "kind": "greeting", "widget": widget} | wrong
    with pytest.raises(ValidationError):
        save_greeting(Greeting(**given), by=None)
    assert not Greeting.objects.exists()


def test_an_admin_makes_a_greeting_and_says_whom_to_follow(client, grace, widget):
    client.force_login(grace)
    given = {
        "name": "Cart",
        "text": "Hello",
        "kind": "greeting",
        "widget": widget.pk,
        "after": 5,
        "is_on": "on",
        "conditions": '{"all": []}',
    }
    assert client.get("/settings/greetings/new").status_code == 200
    assert client.post("/settings/greetings/new", given | {"conditions": "{"}).status_code == 422
    assert client.post("/settings/greetings/new", given).status_code == 302
    made = Greeting.objects.get()
    assert client.get(f"/settings/greetings/{made.pk}").status_code == 200
    assert client.post(f"/settings/greetings/following/{widget.pk}", {"is_on": "on", "days": 5}).status_code == 422
    assert client.post(f"/settings/greetings/following/{widget.pk}", {"is_on": "on", "days": 60}).status_code == 302
    assert "60 days" in client.get("/settings/greetings").content.decode()
    client.post(f"/settings/greetings/{made.pk}/remove")
    assert not Greeting.objects.exists()
