"""What admins decide about the chat."""

import re

import pytest
from django.core.exceptions import ValidationError

from regulars.channels.chat.actions.renew_secret import renew_secret
from regulars.channels.chat.actions.save_widget import save_widget
from regulars.channels.chat.models import Visitor, Widget
from regulars.channels.chat.scripts import EDITION
from regulars.channels.chat.standing import standing
from regulars.channels.chat.tokens import token_of, visitor_with, visitors_with
from regulars.team.models import AuditEntry, Calendar


def test_a_widget_is_made_and_changed_and_both_are_written_down(client, grace, inbox):
    client.force_login(grace)
    said = {
        "name": "Shop",
        "inbox": inbox.pk,
        "accent": "#225588",
        "websites": "https://Shop.example/de\nhttp://localhost:8080",
        "is_on": "on",
        "ask-name": "asked",
        "ask-address": "needed",
        "text-de-greeting": " Moin! ",
    }
    client.post("/settings/widgets/new", said)
    widget = Widget.objects.get()
    assert widget.origins == ["https://shop.example", "http://localhost:8080"]
    assert widget.questions == [{"ask": "name", "is_needed": False}, {"ask": "address", "is_needed": True}]
    assert widget.texts == {"de": {"greeting": "Moin!"}}
    assert f"data-widget=&quot;{widget.key}&quot;" in client.get(f"/settings/widgets/{widget.pk}").text
    assert client.post(f"/settings/widgets/{widget.pk}", said | {"websites": "javascript:alert(1)"}).status_code == 422
    client.post(f"/settings/widgets/{widget.pk}", said | {"is_on": ""})
    assert "off" in client.get("/settings/widgets").text
    assert client.get(f"/chat/{widget.key}").status_code == 404
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)[:2]) == [
        "widget.made",
        "widget.changed",
    ]


def test_a_secret_is_shown_once_and_ends_the_one_before(client, grace, widget):
    before = widget.secret
    stranger, signed = Visitor.objects.create(widget=widget), Visitor.objects.create(widget=widget, subject="7")
    tokens = [token_of(stranger), token_of(signed)]
    assert set(visitors_with(tokens)) == set(tokens)
    secret = renew_secret(widget, by=grace)
    assert secret != before
    assert set(visitors_with(tokens)) == {tokens[0]}, "whoever had the old secret can have made anybody's"
    assert [visitor_with(each, widget_key=widget.key) for each in tokens] == [stranger, None]
    client.force_login(grace)
    shown = client.post(f"/settings/widgets/{widget.pk}/secret").text
    widget.refresh_from_db()
    assert widget.secret in shown
    assert widget.secret not in client.get(f"/settings/widgets/{widget.pk}").text
    assert widget.secret not in str(list(AuditEntry.objects.values_list("after", flat=True)))


@pytest.mark.parametrize("accent", ["red", "#12345", "#12345g", "#123456;}"])
def test_a_colour_is_a_colour(widget, accent):
    widget.accent = accent
    with pytest.raises(ValidationError, match="accent"):
        save_widget(widget, by=None)


def test_a_closed_house_says_when_it_is_back(widget):
    assert standing(widget)["wait"] == "We answer here, or by mail when you are gone."
    Calendar.objects.create(name="Never", hours={"mon": []}, holidays=[], is_default=True)
    assert standing(widget)["wait"] == "We answer by mail."


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("questions", [{"ask": "weight"}]), ("texts", {"xx": {}}), ("texts", {"de": {"label": "x" * 41}})],
)
def test_a_widget_asks_and_says_what_it_can(widget, name, wrong):
    setattr(widget, name, wrong)
    with pytest.raises(ValidationError, match=name):
        save_widget(widget, by=None)


def test_the_button_is_small_and_the_scripts_are_for_everybody(client, db):
    answered = client.get("/widget.js")
    assert len(answered.content) < 15_000
    assert answered.headers["Access-Control-Allow-Origin"] == "*"
    assert len(client.get("/widget.js", headers={"Accept-Encoding": "gzip"}).content) < 3_500
    assert client.get("/widget.js", headers={"If-None-Match": answered.headers["ETag"]}).status_code == 304
    for name in ("panel.js", "visit.js"):
        loaded = client.get(f"/widget/{EDITION}/{name}")
        assert (loaded.headers["Content-Type"][:15], "immutable" in loaded.headers["Cache-Control"]) == (
            "text/javascript",
            True,
        )
        assert re.findall(r"^(?:im|ex)port.*", loaded.text, re.MULTILINE) == [f"export const {{begin}} = ${name[:5]}"]
    assert "immutable" not in client.get("/widget/before/panel.js").headers["Cache-Control"]
    assert client.get(f"/widget/{EDITION}/..%2Fwidget.js").status_code == 404
    assert client.get("/demo/shop").status_code == 404, "there is a shop in the demo's world alone"
