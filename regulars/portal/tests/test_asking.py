"""A customer begins a conversation by a form, and machines do not."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from itertools import count

import pytest
from django.test import Client
from django.utils import timezone

from regulars.channels.email.actions.acknowledge_letter import acknowledge_letter
from regulars.channels.email.models import Acknowledgement, Mailbox
from regulars.conversations.actions.reply import reply
from regulars.conversations.actions.save_topic import save_topic
from regulars.conversations.events import ConversationOpened
from regulars.conversations.models import Conversation, Inbox, Message
from regulars.customers.actions.save_field import save_field
from regulars.customers.models import Customer, CustomField
from regulars.portal.actions.save_form import save_form
from regulars.portal.models import RequestForm, Writing
from regulars.portal.proof_of_work import BITS, is_solved, new_challenge
from regulars.team.models import AuditEntry
from tests.cast import a_conversation, letter_from

GIVEN = {
    "address": "Ida@Post.example",
    "name": "Ida Lund",
    "subject": "A broken cup",
    "text": "It came in two.",
    "client_key": "k1",
}


def solved(challenge: str) -> str:
    """What the browser finds."""
    digests = ((number, hashlib.sha256(f"{challenge}:{number}".encode()).digest()) for number in count())
    return str(next(number for number, digest in digests if int.from_bytes(digest[:4]) >> (32 - BITS) == 0))


def a_form(inbox: Inbox, grace: object, *, questions: dict[str, dict] | None = None, topics: tuple = ()) -> RequestForm:
    fields = {each.key: each for each in CustomField.objects.all()}
    form = RequestForm(name="Send back", inbox=inbox)
    asked = [
        {"field": fields[key], "is_needed": True, "only_if": {}, **facts} for key, facts in (questions or {}).items()
    ]
    save_form(form, topics=topics, questions=asked, by=grace)
    return form


@pytest.fixture
def fields(grace) -> None:
    kinds = [{"word": "cup", "label": "A cup"}, {"word": "kettle", "label": "A kettle"}]
    save_field(CustomField(about="conversation", label="Thing", key="thing", kind="choice", choices=kinds), by=grace)
    save_field(CustomField(about="conversation", label="Litres", key="litres", kind="number"), by=grace)


def test_a_stranger_asks_by_the_plain_form_and_is_acknowledged_and_answered_by_mail(inbox, noor):
    Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    Acknowledgement.objects.create(inbox=inbox, is_on=True)
    client = Client()
    assert client.get("/my/new").url == "/my/new/write"
    challenge = re.search(r'challenge="([^"]+)"', client.get("/my/new/write").content.decode())[1]
    page = client.post("/my/new/write", GIVEN | {"challenge": challenge, "answer": solved(challenge)})
    conversation = Conversation.objects.get()
    assert page.status_code == 200 and f"#{conversation.pk}" in page.content.decode()
    message = conversation.messages.get()
    assert (message.channel, message.trust, message.author_address) == ("portal", "none", "ida@post.example")
    assert (
        conversation.subject == "A broken cup"
        and conversation.customer.name == "Ida Lund"
        and conversation.waiting_since
    )
    event = ConversationOpened(conversation=conversation.pk, inbox=inbox.pk, channel="portal")
    acknowledge_letter(event, customer=conversation.customer)
    told = conversation.messages.get(position=2)
    assert (
        told.channel == told.delivery.channel == "email" and told.recipients["to"][0]["address"] == "ida@post.example"
    )
    assert (
        reply(conversation, by=noor, text="A new one is on its way.").recipients["to"][0]["address"]
        == "ida@post.example"
    )


def test_what_a_stranger_wrote_is_read_only_by_whoever_has_the_address(enter, inbox):
    Client().post("/my/new/write", GIVEN)
    assert "A broken cup" not in enter("eve@post.example").get("/my").content.decode()
    assert "A broken cup" in enter("ida@post.example").get("/my").content.decode()


def test_what_somebody_else_may_have_sent_with_an_address_is_marked_so(enter, inbox, ada):
    own = a_conversation(ada, "Mine", subject="Mine")
    letter_from(ada, "Forged", conversation=own, trust="fail")
    Client().post("/my/new/write", GIVEN | {"address": "ada@moreau.example"})
    client, formed = enter(ada), Conversation.objects.exclude(pk=own.pk).get()
    assert client.get("/my").content.decode().count("Not proven to be yours") == 2
    page = client.get(f"/my/conversations/{formed.pk}").content.decode()
    assert "from a form with your address" in page and "<b>You</b>" not in page
    page = client.get(f"/my/conversations/{own.pk}").content.decode()
    assert page.count("<b>You</b>") == page.count("disproved") == 1


def test_a_form_in_somebodys_name_shows_nothing_of_theirs_and_joins_nothing(inbox, ada):
    before = a_conversation(ada, "Private", subject="Secret kettle")
    page = Client().post("/my/new/write", GIVEN | {"address": "ada@moreau.example", "name": "Eve"}).content.decode()
    known, unknown = page, Client(REMOTE_ADDR="10.2.2.2").post("/my/new/write", GIVEN).content.decode()
    assert (
        "Ada" not in known
        and "Secret" not in known
        and len(known) - len(unknown) == 2 * len("ada@moreau.example") - 2 * len("ida@post.example")
    )
    newest = Conversation.objects.exclude(pk=before.pk).get(customer=ada)
    assert newest.messages.get().trust == "none" and before.messages.count() == 1
    assert Customer.objects.get(pk=ada.pk).name == "Ada Moreau"


def test_what_an_address_says_stands_in_the_form_already(inbox, grace):
    topics = [save_topic(None, name=name, team=None, skill="", by=grace) for name in ("Beans", "Grinders")]
    a_form(inbox, grace, topics=tuple(topics))
    page = Client().get("/my/new?subject=No+power&topic=grinders&text=I+tried%0A%3Cb%3E", follow=True).content.decode()
    assert 'value="No power"' in page and "I tried\n&lt;b&gt;</textarea>" in page
    assert f'<option value="{topics[1].pk}" selected>Grinders' in page


def test_a_request_that_is_sent_twice_is_one_and_a_challenge_serves_once(inbox):
    client, challenge = Client(), new_challenge()
    proof = {"challenge": challenge, "answer": solved(challenge)}
    answers = [client.post("/my/new/write", GIVEN | proof).content.decode() for _ in range(2)]
    assert all(f"#{Conversation.objects.get().pk}" in each for each in answers) and Message.objects.count() == 1
    refused = client.post("/my/new/write", GIVEN | proof | {"text": "Spam with an old proof"})
    assert (
        refused.status_code == 422
        and "sent before" in refused.content.decode()
        and "Spam with an old proof" in refused.content.decode()
    )
    assert Message.objects.count() == 1 and Writing.objects.count() == 2


def test_that_something_was_sent_is_known_for_a_month(inbox):
    for number, days in enumerate((31, 29)):
        Writing.objects.create(key=f"old {number}", at=timezone.now() - timedelta(days=days))
    Client().post("/my/new/write", GIVEN)
    assert list(Writing.objects.filter(key__startswith="old").values_list("key", flat=True)) == ["old 1"]
    assert Conversation.objects.count() == 1


def test_a_sum_must_be_right_and_of_a_challenge_of_ours():
    challenge = new_challenge()
    answer = solved(challenge)
    assert is_solved(challenge, answer)
    assert not any(
        is_solved(challenge, wrong) for wrong in ("", "-1", str(int(answer) + 1), "९", answer + " ", "1" * 30)
    )
    assert not is_solved("made:up", solved("made:up")) and not is_solved("", "")


def test_without_a_script_few_requests_come_through(inbox):
    client = Client()
    answers = [client.post("/my/new/write", GIVEN | {"address": f"a{each}@x.example"}).status_code for each in range(5)]
    assert answers == [200, 200, 200, 429, 429] and Conversation.objects.count() == 3


def test_in_the_name_of_one_address_few_requests_come_from_wherever(inbox):
    for each in range(14):
        challenge = new_challenge()
        given = GIVEN | {"text": f"{each}", "challenge": challenge, "answer": solved(challenge)}
        Client(REMOTE_ADDR=f"10.3.0.{each}").post("/my/new/write", given)
    assert Conversation.objects.count() == 10


def test_a_field_that_people_do_not_see_stops_machines_and_loses_no_words(inbox):
    page = Client().post("/my/new/write", GIVEN | {"website": "https://spam.example"})
    assert page.status_code == 422 and "It came in two." in page.content.decode() and not Conversation.objects.exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [({"address": "nobody"}, "e-mail address"), ({"subject": " "}, "what it is about"), ({"text": ""}, "a few words"), ({"address": "hello+x@coffee.example"}, "an address of ours")],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_it_and_nothing_is_kept(inbox, given, says):
    Mailbox.objects.create(inbox=inbox, address="hello@coffee.example")
    page = Client().post("/my/new/write", GIVEN | given)
    assert page.status_code == 422 and says in page.content.decode()
    assert not Conversation.objects.exists() and not Writing.objects.exists()


def test_questions_are_asked_when_earlier_answers_fit_and_stand_in_the_conversation(enter, inbox, ada, grace, fields):
    only = {"litres": {"only_if": {"field": "fields.thing", "is": "kettle"}}}
    form = a_form(inbox, grace, questions={"thing": {}} | only)
    client = enter(ada)
    address = f"/my/new/{form.slug}"
    assert "Litres" not in client.get(address).content.decode()
    assert "Litres" in client.post(f"{address}/questions", {"answers.thing": "kettle"}).content.decode()
    assert "Litres" not in client.post(f"{address}/questions", {"answers.thing": "cup"}).content.decode()
    given = {"subject": "Broken", "text": "Look", "client_key": "a"}
    refused = client.post(address, given | {"answers.thing": "kettle", "answers.litres": "much"})
    assert (
        refused.status_code == 422
        and "write a number" in refused.content.decode()
        and not Conversation.objects.exists()
    )
    assert client.post(address, given | {"answers.thing": "kettle"}).status_code == 422
    client.post(address, given | {"answers.thing": "kettle", "answers.litres": "1,5"})
    client.post(address, given | {"answers.thing": "cup", "answers.litres": "2"})
    assert [each.values for each in Conversation.objects.order_by("pk")] == [
        {"thing": "kettle", "litres": 1.5},
        {"thing": "cup"},
    ]
    message = Message.objects.order_by("pk")[0]
    assert message.trust == "pass" and message.customer == ada


def test_a_topic_is_chosen_and_decides_what_is_asked(enter, inbox, ada, grace, beans, fields):
    first = save_topic(None, name="Returns", team=beans, by=grace)
    second = save_topic(None, name="Praise", team=None, by=grace)
    form = a_form(
        inbox, grace, topics=(first, second), questions={"thing": {"only_if": {"field": "topic", "is": first.pk}}}
    )
    client, address, given = enter(ada), f"/my/new/{form.slug}", {"subject": "S", "text": "T"}
    assert client.post(address, given).status_code == 422
    assert client.post(address, given | {"topic": first.pk}).status_code == 422
    client.post(address, given | {"topic": second.pk, "answers.thing": "cup"})
    praise = Conversation.objects.get()
    assert praise.topic == second and praise.values == {}


def test_an_admin_makes_changes_and_takes_away_a_form(client, inbox, grace, noor, fields):
    client.force_login(noor)
    assert client.get("/settings/forms").status_code == 403
    client.force_login(grace)
    assert "Make the first form" in client.get("/settings/forms").content.decode()
    only = '{"all": [{"field": "fields.thing", "is": "kettle"}]}'
    given = {"name": "Send back", "inbox": inbox.pk, "is_open": "on", "way.thing": "needed", "place.thing": "1"}
    given |= {"way.litres": "asked", "place.litres": "2", "only_if.litres": only}
    assert client.post("/settings/forms/new", given).status_code == 302
    form = RequestForm.objects.get(slug="send-back")
    assert [(each.field.key, each.is_needed, bool(each.only_if)) for each in form.questions.all()] == [
        ("thing", True, False),
        ("litres", False, True),
    ]
    assert "Litres" in client.get(f"/settings/forms/{form.pk}").content.decode()
    wrong = client.post(
        f"/settings/forms/{form.pk}", given | {"only_if.litres": '{"all": [{"field": "mood", "is": "bad"}]}'}
    )
    assert wrong.status_code == 422 and client.post("/settings/forms/new", given).status_code == 422
    assert client.post(f"/settings/forms/{form.pk}/remove").status_code == 302 and not RequestForm.objects.exists()
    assert list(
        AuditEntry.objects.filter(object=f"form:{form.pk}").order_by("pk").values_list("action", flat=True)
    ) == ["form.made", "form.removed"]


def test_a_closed_form_cannot_be_filled_in_and_leaves_the_plain_one(inbox, grace):
    form = a_form(inbox, grace)
    assert Client().get("/my/new").url == f"/my/new/{form.slug}"
    RequestForm.objects.filter(pk=form.pk).update(is_open=False)
    assert Client().get(f"/my/new/{form.slug}").status_code == 404 and Client().get("/my/new").url == "/my/new/write"
