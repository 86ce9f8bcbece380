"""Files both ways: kept once, shown to those who see the message, and never opened as a page of ours."""

import pytest

from regulars.channels.chat.actions.deliver import deliver
from regulars.channels.chat.actions.keep_file import keep_file
from regulars.channels.chat.models import Upload, Visitor
from regulars.channels.chat.tests.page import ShopPage
from regulars.conversations.actions.attach import attach
from regulars.conversations.actions.reply import reply
from regulars.conversations.incoming import File
from regulars.conversations.models import Attachment, Conversation, Message

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def shop(web, widget):
    return ShopPage(web.port, widget.key).meet()


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
