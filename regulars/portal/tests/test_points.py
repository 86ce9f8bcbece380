"""My points: what I have, my card, joining by myself, and claiming what is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from regulars.conversations.models import Conversation
from regulars.customers.actions.merge import merge
from regulars.customers.actor import SYSTEM
from regulars.customers.events import CustomerMerged
from regulars.customers.models import TimelineEvent
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.hold import hold
from regulars.loyalty.actions.join_accounts import join_accounts
from regulars.loyalty.actions.set_membership import set_membership
from regulars.loyalty.card import qr_of
from regulars.loyalty.models import Account, Operation
from regulars.loyalty.tests.members import a_member, a_programme
from regulars.portal.actions.claim_points import claim_points
from regulars.portal.exporting import everything_of
from regulars.portal.models import Proof
from regulars.portal.queries import Reader
from regulars.portal.tests.test_nobody_else import IMPOSTOR, taken_for

LEVELS = [
    {"word": "silver", "name": "Silver", "min": 100, "benefits": {"multiplier": "1.5", "free shipping": True}},
    {"word": "gold", "name": "Gold", "min": 1500, "keeps_points": True},
]
OPEN = {"joining": {"is_open": True, "words": "Beans last a year."}}
CLAIM = {"receipt": "rC-12", "day": "2024-05-03", "amount": "12,30", "text": "I forgot my card."}


@pytest.fixture
def member(ada) -> Account:
    """Ada, with 1,240 points of an order, 40 of them set aside."""
    terms = {
        "activation": {"kind": "after", "span": {"count": 1, "unit": "hour"}},
        "expiry": {"count": 12, "round_to": "month"},
        "tiers": {"levels": LEVELS},
        "value": {"points": 10, "worth": 100},
    }
    member = a_member(ada, a_programme(**terms), at=timezone.now() - timedelta(days=1))
    earn(member, points=1240, reason="Order <8841>", by=SYSTEM, at=member.joined_at)
    hold(member, points=40, reason="A mug", by=SYSTEM)
    return member


def test_one_sees_what_there_is_until_when_and_why(member, enter, ada, django_assert_max_num_queries):
    client = enter(ada)
    with django_assert_max_num_queries(18):
        page = client.get("/my/points").content.decode()
    for said in ("1,200", "worth €120.00", "Set aside", "Order &lt;8841&gt;", "A mug", "260 points more to Gold"):
        assert said in page
    assert page.count("Order &lt;8841&gt;") == 2, "also of what time did with its points"
    assert "1.5 times the points" in page and "Silver is yours until" in page and "do not expire" in page
    assert member.number in page and qr_of(member.number).path in page
    listed = client.get("/my").content.decode()
    assert "You have 1,200 points" in listed and 'href="/my/points"' in listed
    [told] = everything_of(Reader(Proof.objects.latest("pk")))["points"]
    assert (told["available"], told["held"], told["history"][-1]["reason"]) == (1200, 40, "Order <8841>")


def test_history_goes_on_page_by_page(member, enter, ada):
    for number in range(25):
        earn(member, points=1, reason=f"Cup {number}.", by=SYSTEM)
    client = enter(ada)
    first = client.get("/my/points").content.decode()
    assert "Cup 24." in first and "Cup 3." not in first
    oldest = Operation.objects.order_by("-pk")[19].pk
    second = client.get(f"/my/points?before={oldest}").content.decode()
    assert f"before={oldest}" in first and "Cup 3." in second and "Cup 24." not in second


def test_others_see_nothing_of_it(member, enter, ada, ben):
    stranger = enter(ben)
    assert member.number not in stranger.get("/my/points").content.decode()
    assert "/my/points" not in stranger.get("/my").content.decode()
    assert stranger.get("/my/points/claim").status_code == 404
    assert stranger.post(f"/my/points/claim?programme={member.programme_id}", CLAIM).status_code == 404


@pytest.mark.parametrize("how", ["into", "from", "written"])
def test_an_impostor_whom_we_take_for_a_member_sees_joins_and_claims_nothing(how, member, enter, inbox, ada, grace):
    another = a_programme("Open", **OPEN)
    one = taken_for(ada, how, grace)
    client = enter(IMPOSTOR)
    page = client.get("/my/points").content.decode()
    assert member.number not in page and "1,2" not in page and "others" in page
    assert "1,200" not in client.get("/my").content.decode()
    assert client.post("/my/points/claim", CLAIM).status_code == 404
    assert client.post("/my/points/join", {"programme": another.pk}).status_code == 404
    assert everything_of(Reader(Proof.objects.latest("pk")))["points"] == []
    assert not Account.objects.filter(customer=one, programme=another).exists()


def test_one_joins_once_what_is_open_and_may_come_back(enter, ada):
    closed, programme = a_programme("Closed"), a_programme(**OPEN)
    client = enter(ada)
    page = client.get("/my/points").content.decode()
    assert "Join Beans" in page and "Join Closed" not in page and "Beans last a year." in page
    assert client.post("/my/points/join", {"programme": closed.pk}).status_code == 404
    assert client.post("/my/points/join", {"programme": programme.pk}).status_code == 302
    assert client.post("/my/points/join", {"programme": programme.pk}).status_code == 404
    member, told = Account.objects.get(), TimelineEvent.objects.get(kind="member.joined")
    assert told.by == f"customer:{ada.pk}" and told.facts["version"] == 1
    assert "Nothing yet" in client.get("/my/points").content.decode()
    set_membership(member, status="left", by=SYSTEM)
    assert "Join Beans" in client.get("/my/points").content.decode()
    client.post("/my/points/join", {"programme": programme.pk})
    assert Account.objects.get().status == "active"


def test_a_receipt_is_claimed_once_and_says_what_is_known_of_it(member, enter, inbox, ada, ben):
    earn(a_member(ben, member.programme), points=12, reference="Rc-12", by=SYSTEM)
    client = enter(ada)
    assert client.get("/my/points/claim").status_code == 200
    wrong = client.post("/my/points/claim", CLAIM | {"amount": "much", "text": "Look"})
    assert wrong.status_code == 422 and "such as 12.30" in wrong.content.decode() and "Look" in wrong.content.decode()
    for refused in (
        {"day": "3.5."},
        {"day": "2999-01-01"},
        {"receipt": " "},
        {"amount": "-1"},
        {"amount": "inf"},
        {"amount": "1,234"},
    ):
        assert client.post("/my/points/claim", CLAIM | refused).status_code == 422
    assert not Conversation.objects.exists()
    photo = SimpleUploadedFile("receipt.jpg", b"not really", content_type="image/jpeg")
    first = client.post("/my/points/claim", CLAIM | {"files": photo})
    again = client.post("/my/points/claim", CLAIM | {"receipt": "RC-12 ", "text": "Again"})
    said = CLAIM | {"by": Reader(Proof.objects.latest("pk")), "brand": inbox.brand}
    assert claim_points(member, **said).conversation_id == Conversation.objects.get().pk
    talk = Conversation.objects.get()
    assert first.url == again.url == f"/my/conversations/{talk.pk}" and talk.inbox == inbox
    message, note = talk.messages.get(kind="in"), talk.messages.get(kind="note")
    assert "€12.30" in message.text and member.number in message.text and message.attachments.count() == 1
    assert "would give 18 points" in note.text and f"/loyalty/members/{member.pk}" in note.text
    assert "gave 12 points to card" in note.text and "gave" not in client.get(first.url).content.decode()


def test_whoever_proves_both_of_two_members_who_are_one_has_the_points_of_both(member, enter, ada, ben, grace):
    earn(a_member(ben, member.programme), points=60, reason="Ben's", by=SYSTEM)
    second = ben.identities.get()
    merge(ben, into=ada, by=grace)
    join_accounts(CustomerMerged(merged=ben.pk, name="Ben"), customer=ada)
    client = enter(ada)
    assert "1,2" not in client.get("/my/points").content.decode()
    Proof.objects.create(identity=second, circle=Proof.objects.get().circle)
    page = client.get("/my/points").content.decode()
    assert "On the way" in page and "Ben&#x27;s" in page
