"""The chat over real HTTP: a shop of the shop on one side, an agent's answer on the other."""

import asyncio

import jwt
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.channels.chat.actions.deliver import deliver
from regulars.channels.chat.actions.keep_file import keep_file
from regulars.channels.chat.actions.keep_frame import keep_frame
from regulars.channels.chat.actions.renew_secret import renew_secret
from regulars.channels.chat.actions.take_frames import take_frames
from regulars.channels.chat.actions.tell_address import tell_address
from regulars.channels.chat.models import Frame, Line, Upload, Visitor
from regulars.channels.chat.stream import ChatStreams
from regulars.channels.chat.tests.page import ShopPage
from regulars.channels.chat.tokens import token_of
from regulars.channels.email.models import Mailbox
from regulars.conversations.actions.attach import attach
from regulars.conversations.actions.note import note
from regulars.conversations.actions.reply import reply
from regulars.conversations.incoming import File
from regulars.conversations.models import Attachment, Conversation, Delivery, Message, Outcome
from regulars.customers.actions.merge import merge
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Identity
from regulars.live.hub import Hub
from regulars.live.wire import HEARTBEAT
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.tests.members import a_member, a_programme
from tests.cast import letter_from
from tests.waiting import PATIENCE

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def shop(web, widget):
    return ShopPage(web.port, widget.key).meet()


def test_a_visitor_asks_and_hears_the_answer_and_nothing_else(shop, noor):
    assert shop.write("Is the kettle in stock?", id="first-one") == 202
    conversation = Conversation.objects.get()
    assert (conversation.channel, conversation.waiting_since is not None) == ("chat", True)
    assert shop.listen() == 200
    shop.hear(until="hello")
    assert [each["text"] for each in shop.lines] == ["Is the kettle in stock?"]
    note(conversation, text="Nils knows.", by=noor)
    answer = reply(conversation, text="Seven are left.", by=noor)
    assert (answer.channel, Line.objects.count()) == ("chat", 1)
    assert deliver() == 1
    assert shop.hear(until="line") | {"at": ""} == {
        "position": 2, "text": "Seven are left.", "at": "", "is_ours": True, "name": "Noor", "is_read": False,
        "files": [], "is_automatic": False, "sources": [], "choices": [],
    }  # fmt: skip
    answer.refresh_from_db()
    assert answer.state == Message.State.SENT
    for is_read, state in ((False, Outcome.State.DELIVERED), (True, Outcome.State.READ)):
        assert shop.ask("POST", "/seen", {"position": 2, "is_read": is_read})[0] == 204
        assert Outcome.objects.get().state == state
    shop.leave()
    assert shop.listen() == 200, "it comes back"
    assert (shop.hear(until="hello"), len(shop.lines)) == ({"position": 2}, 2), "and is told nothing twice"
    shop.leave()


def test_a_stream_ends_when_its_token_counts_no_more(transactional_db, widget, monkeypatch):
    monkeypatch.setattr("regulars.channels.chat.stream.HEARTBEAT_EVERY", 0.01)
    monkeypatch.setattr("regulars.channels.chat.stream.LOOK_AGAIN_AFTER", 1)
    token = token_of(Visitor.objects.create(widget=widget, subject="7"))
    scope = {"method": "GET", "path": f"/chat/{widget.key}/stream", "query_string": b""}
    said = []

    async def send(message):
        said.append(message.get("body", b""))
        if said[-1] == HEARTBEAT and said.count(HEARTBEAT) == 2:
            await asyncio.to_thread(renew_secret, widget, by=None)

    async def listen():
        async with asyncio.timeout(PATIENCE):
            headers = [(b"authorization", f"Bearer {token}".encode())]
            await ChatStreams(Hub())(scope | {"headers": headers}, asyncio.Event().wait, send)

    asyncio.run(listen())
    assert said.count(HEARTBEAT) == 2 and said[-1] == b""


def test_what_is_sent_again_and_again_is_one_message(shop):
    for _ in range(3):
        assert shop.write("Hello?", id="the-same-id") == 202
    assert shop.write("Hello?", id="another-id") == 202
    assert list(Message.objects.values_list("text", flat=True)) == ["Hello?", "Hello?"]


def test_only_pages_of_the_shop_may_ask(shop, widget):
    assert shop.ask("OPTIONS", "/messages")[2]["access-control-allow-origin"] == "https://shop.example"
    answered = shop.ask("GET")
    assert (answered[1]["name"], "set-cookie" in answered[2]) == ("Kettle & Crumb", False)
    shop.origin = "https://evil.example"
    assert (shop.ask("GET")[0], shop.write("Hello", id="from-evil"), shop.listen()) == (403, 403, 403)
    shop.origin = f"http://127.0.0.1:{shop.port}"  # a page of ours, by another name than the house's
    assert (shop.write("Hello", id="from-ours"), shop.listen()) == (202, 200)
    shop.leave()
    shop.origin = "https://shop.example"
    widget.is_on = False
    widget.save()
    assert (shop.ask("GET")[0], shop.write("Hello", id="switched-off"), shop.listen()) == (404, 404, 403)
    widget.is_on = True
    widget.save()
    assert shop.listen() == 200, "whoever was there keeps their talk"
    shop.leave()


def test_no_visitor_hears_another_one(shop, widget, noor):
    shop.write("My order 4711 is late.", id="first-one")
    other = ShopPage(shop.port, widget.key).meet()
    assert other.listen() == 200
    assert (other.hear(until="hello"), other.lines) == ({"position": 0}, [])
    other.leave()
    other.token = shop.token[:-2] + "xx"
    assert (other.write("Mine", id="a-forged-token"), other.listen()) == (401, 401)


@pytest.mark.parametrize(
    "said",
    [b"", b"{", b"[]", b'{"id": "12345678", "text": 5}', b'{"id": "\x00\x00\x00\x00\x00\x00\x00\x00"}', b"[" * 100_000],
)
def test_what_is_no_message_becomes_none(shop, said):
    assert shop.ask("POST", "/messages", said)[0] in (202, 422)
    assert shop.ask("POST", "/messages", b"x" * 300_000)[0] == 413
    assert not Message.objects.exists()


def test_whoever_the_shop_has_signed_finds_their_chat_on_each_device(web, widget, ada):
    def signed(secret, **facts):
        return jwt.encode(
            {"sub": "7", "email": "Ada@moreau.example", "exp": timezone.now().timestamp() + 60} | facts, secret, "HS256"
        )

    phone = ShopPage(web.port, widget.key).meet(identity=signed(widget.secret))
    phone.write("Hello from the phone", id="first-one")
    skewed = {"sub": 7, "aud": "shop", "iat": timezone.now().timestamp() + 600, "jti": 5}  # as many shops sign
    laptop = ShopPage(web.port, widget.key).meet(identity=signed(widget.secret, **skewed))
    laptop.listen()
    laptop.hear(until="hello")
    assert [each["text"] for each in laptop.lines] == ["Hello from the phone"]
    laptop.leave()
    message = Message.objects.get()
    assert (message.customer, message.trust) == (ada, "pass")
    unsigned = jwt.encode({"sub": "7", "exp": 9_999_999_999}, "", "none")
    for wrong in (
        signed("another secret, which is as long as it must be"),
        signed(widget.secret, exp=1),
        signed(widget.secret, nbf=9_999_999_999),
        signed(widget.secret, sub=True),
        signed(widget.secret, sub=""),
        unsigned,
        "nonsense",
    ):
        assert ShopPage(web.port, widget.key).ask("POST", "/visitors", {"identity": wrong})[0] == 422


def test_an_address_that_somebody_types_shows_them_nothing_and_is_told_once(shop, ada, ben, grace):
    before = reply(letter_from(ada).conversation, text="Your invoice.", by=grace)
    shop.write("It is me, Ada.", id="first-one")
    assert shop.ask("POST", "/address", {"address": "nonsense"})[0] == 422
    assert shop.ask("POST", "/address", {"address": "ada@moreau.example"})[0] == 204  # tell_address
    assert shop.ask("POST", "/address", {"address": "ben.okafor@post.example"})[0] == 204
    shop.write("Still me.", id="second-one")
    assert set(Message.objects.filter(channel="chat").values_list("customer", flat=True)) == {ada.pk}
    assert Message.objects.filter(text="Still me.").get().trust == "none"
    shop.listen()
    shop.hear(until="hello")
    assert [each["text"] for each in shop.lines] == ["It is me, Ada.", "Still me."]
    assert before.text not in str(shop.lines)
    shop.leave()


def test_an_address_that_is_typed_makes_no_known_customer_somebody_else(visitor, widget, ada, ben, inbox):
    _write(visitor, "Hello, Ben here.")
    visitor.refresh_from_db()
    merge(visitor.customer, into=ben, by=SYSTEM)  # somebody at the desk knows him
    tell_address(visitor, address="ada@moreau.example")
    assert Identity.objects.get(value="ben.okafor@post.example").customer == ben
    signed = Visitor.objects.create(widget=widget, subject="7", is_proven=True)
    tell_address(signed, address="ada@moreau.example")
    _write(signed, "Send it elsewhere.")
    written = Message.objects.get(text="Send it elsewhere.")
    assert (written.trust, written.customer == ada) == ("none", False), "the shop has not signed that it is Ada"
    Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    with pytest.raises(ValidationError, match="your e-mail address"):
        tell_address(Visitor.objects.create(widget=widget), address="hello@coffee.example")


def test_an_answer_that_is_not_read_goes_after_the_visitor_by_mail(visitor, inbox, noor):
    Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    visitor.address = "ada@moreau.example"
    visitor.save()
    _write(visitor, "Is it in stock?")
    reply(Conversation.objects.get(), text="I found this in our articles.", by=SYSTEM)
    answer = reply(Conversation.objects.get(), text="It is.", by=noor)
    deliver()
    unread = Line.objects.filter(is_ours=True, mail_at__isnull=False)
    assert unread.get().message == answer, "what no person wrote goes to no address that was only typed"
    unread.filter(is_ours=True).update(mail_at=timezone.now())
    assert deliver() == 1
    delivery = Delivery.objects.get(message=answer)
    assert (delivery.channel, delivery.state) == ("email", "waiting")
    answer.refresh_from_db()
    assert answer.recipients["to"][0]["address"] == "ada@moreau.example"
    assert deliver() == 0, "once"


def test_a_photo_goes_to_the_desk_once_and_an_invoice_comes_back(shop, noor):
    asked = "/files?id=photo-of-mine&name=Caf%C3%A9%20%F0%9F%AB%96.png"
    assert [shop.ask("POST", asked, PNG, **{"Content-Type": "image/png"})[0] for _ in range(2)] == [
        201,
        201,
    ]  # keep_file
    said = {"id": "first-one", "text": "", "files": ["photo-of-mine", "photo-of-mine", "never-sent", 5]}
    assert [shop.ask("POST", "/messages", said)[0] for _ in range(2)] == [202, 202]
    photo = Attachment.objects.get()
    assert (photo.name, photo.size, photo.is_image, photo.message.text) == ("Café 🫖.png", len(PNG), True, "")
    invoice = attach(File(name="invoice.html", content=b"<script>", content_type="text/html"), by=noor)
    reply(Conversation.objects.get(), attachments=[invoice], by=noor)
    deliver()
    shop.listen()
    shop.hear(until="hello")
    shop.leave()
    mine, ours = (line["files"][0] for line in shop.lines)
    assert (mine["is_picture"], ours["name"], ours["size"]) == (True, "invoice.html", 8)
    for shown, kind, content in ((mine, "image/png", PNG), (ours, "application/octet-stream", b"<script>")):
        status, body, headers = ShopPage(shop.port, shop.key).ask("GET", "/" + shown["address"])
        assert (status, body, headers["content-type"]) == (200, content, kind)
        assert "sandbox" in headers["content-security-policy"]
    assert ours["address"][-5:] and shop.ask("GET", "/" + ours["address"][:-2] + "xx")[0] == 404
    Message.objects.filter(attachments=invoice).get().chat_line.delete()
    assert shop.ask("GET", "/" + ours["address"])[0] == 404, "no line, no file"


def test_what_is_no_file_of_theirs_becomes_none(shop, widget):
    stranger = Visitor.objects.create(widget=widget)
    keep_file(stranger, client_id="of-a-stranger", name="a.txt", content=b"Hello")
    assert shop.ask("POST", "/messages", {"id": "first-one", "text": "", "files": ["of-a-stranger"]})[0] == 202
    assert not Message.objects.exists()
    for asked, content, status in (
        ("?id=short", b"x", 422),
        ("?id=an-empty-one&name=a", b"", 422),
        ("?id=too-large-a-one", bytes(25 * 1024**2 + 1), 413),
    ):
        assert shop.ask("POST", "/files" + asked, content)[0] == status
    assert Upload.objects.count() == 1


def test_an_answer_never_leaves_into_a_chat_of_somebody_else(visitor, widget, noor):
    _write(visitor, "Mine")
    other = Visitor.objects.create(widget=widget)
    _write(other, "And mine")
    conversation = Conversation.objects.order_by("pk").first()
    reply(conversation, text="For another", recipients={"to": [{"address": other.reply_address}]}, by=noor)
    deliver()
    assert (Delivery.objects.get().state, other.lines.count()) == ("failed", 1)


def test_mail_addresses_are_refused_in_a_chat(visitor, noor):
    _write(visitor, "Mine")
    to = [{"address": visitor.reply_address}, {"address": "ada@moreau.example"}]
    with pytest.raises(ValidationError, match="take the other addresses away"):
        reply(Conversation.objects.get(), text="To both", recipients={"to": to}, by=noor)


def test_a_frame_that_cannot_be_taken_is_kept_and_taken_later(visitor, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("regulars.channels.chat.actions.take_frames.receive", lambda *_, **__: 1 / 0)
        _write(visitor, "Hello")
    assert (Frame.objects.get().attempts, Message.objects.count()) == (1, 0)
    Frame.objects.update(due_at=timezone.now())
    assert (take_frames(), take_frames(), Message.objects.get().text) == (1, 0, "Hello")


def _write(visitor, text):
    keep_frame(visitor, client_id=f"id-of-{len(text)}-letters", body=f'{{"text": "{text}"}}'.encode())
    take_frames(visitor)


def test_a_member_whom_the_shop_has_signed_in_sees_what_they_have(web, widget, ada, grace):
    member = a_member(ada, a_programme(by=grace))
    earn(member, points=1240, by=SYSTEM)
    facts = {"sub": "7", "exp": timezone.now().timestamp() + 600}
    signed = jwt.encode(facts | {"email": "ada@moreau.example"}, widget.secret, "HS256")
    told = ShopPage(web.port, widget.key).meet(identity=signed).ask("POST", "/points", {"language": "de"})[1]
    assert (told["balance"], told["number"], told["programme"]) == ("1.240 points", member.number, "Beans")
    assert told["qr"]["path"].startswith("M") and told["next"] == ""
    stranger = ShopPage(web.port, widget.key).meet()
    stranger.ask("POST", "/address", {"address": "ada@moreau.example", "name": "Ada"})
    assert stranger.ask("POST", "/points", {})[1] == {}, "who only types an address sees nobody's points"
    nameless = ShopPage(web.port, widget.key).meet(identity=jwt.encode(facts | {"sub": "8"}, widget.secret, "HS256"))
    assert nameless.ask("POST", "/points", {})[1] == {}
