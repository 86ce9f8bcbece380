"""A customer says who they are, where we reach them, and what we may send."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from regulars.channels.email.actions.acknowledge_letter import acknowledge_letter
from regulars.channels.email.models import Acknowledgement, Mailbox
from regulars.conversations.events import ConversationOpened
from regulars.conversations.models import Conversation
from regulars.customers.consents import may
from regulars.customers.models import Consent, Identity, TimelineEvent
from regulars.customers.telling import told
from regulars.portal.actions.change_details import change_details
from regulars.portal.actions.remove_address import remove_address
from regulars.portal.models import Session
from regulars.portal.queries import Reader
from regulars.portal.tests.conftest import newest_digits
from tests.cast import a_conversation


def test_a_customer_changes_their_name_language_and_time_zone(enter, ada):
    client = enter(ada)
    given = {"name": " Ada  M. ", "language": "de", "time_zone": "Europe/Berlin"}
    assert client.post("/my/details", given).status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.language, ada.time_zone) == ("Ada M.", "de", "Europe/Berlin")
    changed = TimelineEvent.objects.get(kind="portal.details_changed")
    assert changed.facts == {"what": "name, language, time zone"} and changed.by == f"customer:{ada.pk}"
    with override("de"):
        assert told([changed], customer=ada)[0].sentence.endswith(": Name, Sprache, Zeitzone")
    refused = client.post("/my/details", given | {"time_zone": "Mars"})
    assert refused.status_code == 422 and "Mars" in refused.content.decode()
    change_details(ada, name="Ada M.", language="de", time_zone="Europe/Berlin")
    assert TimelineEvent.objects.filter(kind="portal.details_changed").count() == 1
    assert client.get("/my/details")["Content-Language"] == "de"


def test_an_address_is_added_by_its_code_and_taken_off(enter, ada):
    client = enter(ada)
    a_conversation(ada, "From work", author_address="ada@work.example")
    wrong = client.post("/my/details/addresses", {"address": "nonsense"})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and 'value="nonsense"' in page and 'value="Ada Moreau"' in page
    assert client.post("/my/details/addresses", {"address": "ada@work.example"}).url == "/my/details/addresses/code"
    assert client.post("/my/details/addresses/code", {"digits": "00000000"}).status_code == 422
    assert client.post("/my/details/addresses/code", {"digits": newest_digits()}).url == "/my/details"
    assert (
        "ada@work.example" in client.get("/my/details").content.decode()
        and "From work" in client.get("/my").content.decode()
    )
    work, home = (Identity.objects.get(value=f"ada@{each}.example") for each in ("work", "moreau"))
    assert client.post(f"/my/details/addresses/{home.pk}/remove").status_code == 422
    client.post(f"/my/details/addresses/{work.pk}/remove")
    assert not Identity.objects.filter(pk=work.pk).exists() and "From work" not in client.get("/my").content.decode()


def test_a_code_for_another_address_signs_nobody_in_and_that_of_signing_in_adds_nothing(enter, ada, ben):
    client = enter(ada)
    client.post("/my/details/addresses", {"address": "ben.okafor@post.example"})
    digits = newest_digits()
    assert client.post("/my/sign-in/code", {"digits": digits}).url == "/my/sign-in"
    added = client.post("/my/details/addresses/code", {"digits": digits}, follow=True).content.decode()
    assert "somebody else" in added and "Okafor" not in added
    assert Identity.objects.get(value="ben.okafor@post.example").customer == ben


def test_nobody_takes_off_what_is_not_theirs(enter, ada, ben):
    client = enter(ada)
    theirs = ben.identities.get()
    assert client.post(f"/my/details/addresses/{theirs.pk}/remove").status_code == 404
    with pytest.raises(ValidationError, match="no address of yours"):
        remove_address(theirs, by=Reader(Session.objects.get().proof))


def test_what_they_agree_to_is_kept_with_where_they_said_so(enter, ada):
    client = enter(ada)
    for given in ({"email-marketing": "on", "email-receipts": "on"}, {"email-marketing": "on"}, {}):
        client.post("/my/details/choices", given)
    news = Consent.objects.filter(purpose__in=["marketing", "receipts"]).order_by("pk")
    said = news.values_list("purpose", "state", "source", "by")
    who = ("the portal", f"customer:{ada.pk}")
    assert list(said) == [
        ("marketing", "granted", *who),
        ("receipts", "withdrawn", *who),
        ("marketing", "withdrawn", *who),
    ]
    assert not may(ada.pk, channel="email", purpose="marketing")
    newest = Consent.objects.order_by("pk").last()
    assert (newest.purpose, newest.state) == ("everything", "withdrawn"), "who wants none wants none of what is to come"


def test_whoever_wants_no_word_that_it_has_come_gets_none(enter, inbox, ada):
    Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    Acknowledgement.objects.create(inbox=inbox, is_on=True)
    client = enter(ada)
    client.post("/my/details/choices", {})
    client.post("/my/new/write", {"subject": "S", "text": "T"})
    asked = Conversation.objects.get()
    acknowledge_letter(ConversationOpened(conversation=asked.pk, inbox=inbox.pk, channel="portal"), customer=ada)
    assert asked.messages.count() == 1


def test_a_customer_signs_another_browser_of_theirs_out_and_no_other(enter, ada, ben):
    first, second, stranger = enter(ada), enter(ada), enter(ben)
    newest = Session.objects.filter(proof__identity__customer=ada).order_by("-pk")[0]
    assert stranger.post(f"/my/details/sessions/{newest.pk}/end").status_code == 404
    assert first.post(f"/my/details/sessions/{newest.pk}/end").status_code == 302
    assert second.get("/my").status_code == 302 and first.get("/my").status_code == 200
