"""Who is on our pages, what is kept of them, and what the desk sees."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from regulars.channels.chat.actions.deliver import deliver
from regulars.channels.chat.actions.keep_file import keep_file
from regulars.channels.chat.actions.keep_frame import keep_frame
from regulars.channels.chat.actions.take_frames import take_frames
from regulars.channels.chat.models import Frame, Line, Upload, Visitor
from regulars.channels.chat.tests.page import ShopPage
from regulars.channels.visits.actions import forget_old
from regulars.channels.visits.actions.look import look
from regulars.channels.visits.actions.save_following import save_following
from regulars.channels.visits.actions.save_greeting import remove_greeting
from regulars.channels.visits.actions.write_first import write_first
from regulars.channels.visits.models import Following, Visit
from regulars.channels.visits.seen import public, read_seen
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Conversation, Delivery
from regulars.lib import blobs
from regulars.lib.conditions import holds
from regulars.team.models import AuditEntry

CART = {"page": "https://shop.example/cart?size=2&token=x#top", "title": "Cart", "referrer": "https://far.example/a", "language": "de",
        "time_zone": "Europe/Berlin", "width": 390, "may_keep": True}  # fmt: skip


def test_a_page_says_who_looks_at_it_and_the_desk_sees_where_they_are(web, widget, client, noor):
    shop = ShopPage(web.port, widget.key)
    assert shop.ask("POST", "/visit", CART)[1] == {"greetings": [], "line": None}
    assert (Visit.objects.count(), Visitor.objects.count()) == (0, 0), "of a stranger nothing is kept"
    shop.meet()
    shop.ask("POST", "/visit", CART)
    assert not Visit.objects.exists(), "nor where the widget follows nobody"
    save_following(Following(widget=widget, is_on=True), by=None)
    assert AuditEntry.objects.filter(action="following.changed").exists()
    shop.ask("POST", "/visit", CART | {"may_keep": False})
    assert not Visit.objects.exists(), "nor of whoever has asked for privacy"
    shop.ask("POST", "/visit", CART)
    shop.ask("POST", "/visit", CART | {"page": "https://shop.example/pay", "title": ""})
    visit = Visit.objects.get()
    assert (visit.page, visit.page_count, visit.device, visit.referrer) == (
        "https://shop.example/pay",
        2,
        "phone",
        "https://far.example/a",
    )
    assert [each["page"] for each in visit.pages] == ["https://shop.example/cart?size=2", "https://shop.example/pay"]
    client.force_login(noor)
    assert "shop.example/pay" in client.get("/visitors").content.decode()
    shop.write("Is it in stock?", id="first-one")
    conversation = Conversation.objects.get()
    beside = client.get(f"/visitors/of/{conversation.pk}").content.decode()
    assert "Is on your page" in beside and "Europe/Berlin" in beside
    Visit.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert "Was on your page" in client.get(f"/visitors/of/{conversation.pk}").content.decode()
    assert "shop.example/pay" not in client.get("/visitors").content.decode()


def test_a_page_is_told_that_there_is_something_to_ask_and_says_what_became_of_it(web, widget, greeting):
    shop, cart = ShopPage(web.port, widget.key), CART | {"width": 1300}
    assert shop.ask("GET")[1]["visits"] == {"follows": False, "needs_consent": True, "greets": True}
    (shown,) = shop.ask("POST", "/visit", cart)[1]["greetings"]
    assert (shown["text"], shown["after"]) == ("Questions about delivery?", 10)
    assert shop.ask("POST", "/told", {"greeting": shown["id"], "what": "seen"})[0] == 204
    for wrong in (
        {"greeting": True, "what": "seen"},
        {"greeting": shown["id"], "what": "name"},
        {"greeting": 10**30},
        {},
    ):
        assert shop.ask("POST", "/told", wrong)[0] == 422
    save_following(Following(widget=widget, is_on=True), by=None)
    shop.meet()
    assert shop.ask("POST", "/visit", cart)[1]["greetings"] == [shown]
    shop.ask("POST", "/told", {"greeting": shown["id"], "what": "dismissed"})
    assert shop.ask("POST", "/visit", cart)[1]["greetings"] == []
    remove_greeting(greeting, by=None)
    remove_greeting(greeting, by=None)
    assert AuditEntry.objects.filter(action="greeting.removed").count() == 1


def test_after_half_an_hour_it_is_another_visit_and_views_ask_about_the_newest(visitor):
    look(visitor, at=read_seen(CART))
    Visit.objects.update(seen_at=timezone.now() - timedelta(minutes=31))
    assert look(visitor, at=read_seen(CART | {"page": "https://shop.example/kettle"})).number == 2
    keep_frame(visitor, client_id="first-one", body=b'{"text": "Hello"}')
    take_frames(visitor)
    conversation = Conversation.objects.get()
    for words, it_does in (("kettle", True), ("cart", False)):
        tree = {"all": [{"field": "visitor.page", "contains": words}]}
        assert holds(tree, conversation, CONVERSATION_FIELDS, now=timezone.now()) is it_does


def test_the_team_writes_first_to_whoever_is_there_and_it_appears_in_their_chat(visitor, noor, client):
    visit = look(visitor, at=read_seen(CART))
    client.force_login(noor)
    assert client.post(f"/visitors/{visit.pk}/write", {"text": " "}).status_code == 422
    assert not Conversation.objects.exists(), "what is refused changes nothing"
    assert client.post(f"/visitors/{visit.pk}/write", {"text": "May I help?"}).status_code == 302
    assert deliver() == 1
    again = write_first(visitor, text="Still there?", by=noor)
    assert (deliver(), Conversation.objects.get()) == (1, again)
    assert list(Line.objects.order_by("position").values_list("message__text", "is_ours")) == [
        ("May I help?", True),
        ("Still there?", True),
    ]
    stranger = Visitor.objects.create(widget=visitor.widget)
    Delivery.objects.update(state=Delivery.State.WAITING)
    for message in again.messages.all():
        message.recipients["to"][0]["address"] = stranger.reply_address
        message.save()
    deliver()
    assert not stranger.lines.exists(), "a conversation is one visitor's"


def test_what_is_old_is_forgotten_and_nothing_arrives_twice_all_the_same(
    visitor, widget, django_capture_on_commit_callbacks
):
    save_following(Following(widget=widget, days=30), by=None)
    for name in ("sent", "left"):
        keep_file(visitor, client_id=f"{name}-file", name=name, content=name.encode())
    keep_frame(visitor, client_id="first-one", body=b'{"text": "Hello", "files": ["sent-file"]}')
    take_frames(visitor)
    look(visitor, at=read_seen(CART))
    Visitor.objects.create(widget=widget)
    long_ago = timezone.now() - timedelta(days=31)
    for rows, name in ((Frame, "at"), (Upload, "at"), (Visit, "seen_at"), (Visitor, "made_at")):
        rows.objects.update(**{name: long_ago})
    forget_old._next.clear()
    digests = dict(Upload.objects.values_list("name", "sha256"))
    with django_capture_on_commit_callbacks(execute=True):
        assert (forget_old.forget_old(), forget_old.forget_old()) == (5, 0)
    with blobs.fetch(digests["sent"]) as file:
        assert file.read() == b"sent", "what came with a message is the message's"
    with pytest.raises(FileNotFoundError):
        blobs.fetch(digests["left"])
    assert list(Visitor.objects.all()) == [visitor], "whoever wrote stays known"
    assert not keep_frame(visitor, client_id="first-one", body=b'{"text": "Hello"}')
    take_frames(visitor)
    assert (Line.objects.count(), bytes(Frame.objects.get().body)) == (1, b"")
    with pytest.raises(ValidationError, match="30 days"):
        save_following(Following(widget=widget, days=1), by=None)


ANYTHING = (
    some.none() | some.booleans() | some.floats() | some.text(max_size=40) | some.just([]) | some.just("x" * 3000)
)


@settings(max_examples=25, deadline=None)
@given(some.dictionaries(some.sampled_from([*CART, "else"]), ANYTHING))
def test_whatever_a_page_says_is_short_and_no_secret_of_an_address_is_kept(said):
    seen = read_seen(said)
    assert all(isinstance(each, str) and len(each) <= 500 and "\0" not in each for each in seen)
    address = "https://ada:pw@shop.example:8443/a?reset_token=1&page=2&email=a%40b#id_token=3"
    assert public(address) == "https://shop.example:8443/a?page=2"
    assert public("javascript:alert(1)") == public("http://[") == public("https:desk") == ""
    assert public(f"http://[fe80::1%{'a' * 600}]/") == "", "half an address would break the page that shows it"
