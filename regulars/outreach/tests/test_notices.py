"""Word about points: each once, in the programme's words and the customer's language, and what is about to end in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from regulars.channels.email.models import Mailbox
from regulars.customers.actions.react import react
from regulars.customers.actor import SYSTEM
from regulars.experiments.models import Holdout
from regulars.loyalty.actions.earn import earn
from regulars.loyalty.actions.give_tier import give_tier
from regulars.loyalty.actions.redeem import redeem
from regulars.loyalty.models import Lot
from regulars.loyalty.tests.members import a_member, a_programme
from regulars.outreach.actions.look_ahead import look_ahead
from regulars.outreach.actions.save_manners import save_manners
from regulars.outreach.actions.save_notice import save_notice
from regulars.outreach.actions.save_topic import remove_topic, save_topic
from regulars.outreach.actions.send import send
from regulars.outreach.models import Manners, Sending, Topic
from regulars.outreach.topics import topics
from regulars.rewards.actions.give_reward import give_reward
from regulars.rewards.tests.rewarding import a_reward
from regulars.team.models import AuditEntry

TIERS = {"tiers": {"levels": [{"word": "gold", "name": "Gold", "min": 500}], "basis": "points"}}
NOON = datetime.combine(timezone.now().date(), datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)


@pytest.fixture
def member(inbox, ada, grace):
    Mailbox.objects.create(address="hello@coffee.example", inbox=inbox)
    programme = a_programme(by=grace, expiry={"count": 60, "unit": "day"}, **TIERS)
    return a_member(ada, programme, at=NOON - timedelta(days=200))


def told():
    return list(Sending.objects.order_by("pk").values_list("subject", flat=True))


def look(on):
    while look_ahead(now=on):
        pass


def follow():
    while react():
        pass


def test_points_that_end_are_told_of_30_days_7_days_and_a_day_before_each_once(member):
    earn(member, points=120, at=NOON - timedelta(days=20), by=SYSTEM)
    for day in range(41):
        look(NOON + timedelta(days=day))
        look(NOON + timedelta(days=day))
    assert [each.key.split(":")[2] for each in Sending.objects.order_by("pk")] == ["30", "7", "1"]
    assert told()[0].startswith("120 points end on ")
    last = Sending.objects.latest("pk")
    assert last.until == Lot.objects.get().expires_at, "afterwards it would not be true any more"


def test_what_ends_day_after_day_is_one_letter_and_what_was_spent_is_none(member):
    for day in range(25, 31):
        earn(member, points=10, at=NOON - timedelta(days=day + 10), by=SYSTEM)
    look(NOON)
    assert [each.split(" end")[0] for each in told()] == ["60 points"]
    look(NOON + timedelta(days=1))
    assert len(told()) == 1, "the first letter spoke of these days"
    redeem(member, points=60, by=SYSTEM)
    Sending.objects.all().delete()
    look(NOON + timedelta(days=2))
    assert told() == []


def test_a_tier_that_was_reached_is_told_once_and_one_at_risk_before_it_is_lost(member, grace):
    give_tier(member, tier="gold", until=NOON + timedelta(days=400), reason="a friend", by=grace)
    follow()
    assert told() == ["You are Gold now"]


def test_a_reward_that_somebody_is_given_is_told(member, ada, grace):
    give_reward(ada, reward=a_reward(member.programme), reason="for your patience", by=grace)
    follow()
    assert told() == ["“€5 off” is yours"]


def test_what_was_earned_is_told_where_the_programme_wants_it_in_its_own_words(member, ada, grace):
    earn(member, points=5, by=SYSTEM)
    follow()
    assert told() == []
    texts = {"de": {"subject": "{{points}} für dich, {{name}}", "text": "Danke!"}, "en": {"subject": "", "text": ""}}
    save_notice(member.programme, word="earned", is_on=True, texts=texts, by=grace)
    ada.language = "de-CH"
    ada.save()
    earn(member, points=7, by=SYSTEM)
    follow()
    assert told() == ["7 points für dich, Ada"]
    with pytest.raises(ValidationError, match="nothing_such"):
        save_notice(
            member.programme,
            word="earned",
            is_on=True,
            texts={"en": {"subject": "{{nothing_such}}", "text": "x"}},
            by=grace,
        )
    assert AuditEntry.objects.filter(action="notice.saved").count() == 1


def test_whoever_is_held_out_gets_no_news_and_hears_of_their_points(member, ada, grace):
    Holdout.objects.create(share=10_000, begun_at=timezone.now())
    save_topic(Topic(name="Tasting evenings", is_opt_in=False), by=grace)
    kinds = {each: send(ada, topic=each, subject="s", text="t", key=each) for each in ("tasting_evenings", "loyalty")}
    assert {word: (each.state, each.why) for word, each in kinds.items()} == {
        "tasting_evenings": ("stopped", "held_out"), "loyalty": ("waiting", kinds["loyalty"].why)
    }  # fmt: skip
    assert kinds["loyalty"].why in ("", "quiet")
    remove_topic(Topic.objects.get(), by=grace)
    assert [each.word for each in topics()] == ["marketing", "loyalty", "surveys", "referrals"]


def test_a_manager_sets_manners_topics_and_words_on_their_pages(member, grace, noor, client):
    client.force_login(noor)
    assert client.get("/settings/outreach").status_code == 403
    client.force_login(grace)
    manners = {"quiet_from": "20:00", "quiet_until": "09:00", "most": "2", "days": "7", "imprint": "Canal Street 1"}
    assert client.post("/settings/outreach", manners | {"most": "0"}).status_code == 422
    assert client.post("/settings/outreach", manners).status_code == 302
    assert save_manners(Manners.objects.get(), by=grace).most == 2
    assert client.post("/settings/outreach/topics/new", {"name": "Tasting evenings"}).status_code == 302
    page = f"/settings/outreach/notices/{member.programme_id}/expiring"
    assert "{{points}} end on {{day}}" in client.get(page).content.decode()
    given = {"language": ["en"], "subject": ["{{what}}"], "text": ["x"]}
    assert "Nothing fills {{what}}" in client.post(page, given).content.decode()
    assert client.post(page, given | {"subject": ["Soon\0"]}).status_code == 302
    assert client.get("/settings/outreach/letters?q=%00&topic=%00").status_code == 200
    shown = client.get("/settings/outreach").content.decode()
    assert "Tasting evenings" in shown and "your own" in shown and 'value="2"' in shown
    send(member.customer, topic="marketing", subject="News", text="t", key="news")
    assert (
        "They have not agreed to it" in client.get("/settings/outreach/letters?state=stopped&q=moreau").content.decode()
    )
    assert client.post("/settings/outreach/topics/tasting_evenings/remove").status_code == 302
    assert set(AuditEntry.objects.values_list("action", flat=True)) >= {
        "manners.saved",
        "topic.letters_saved",
        "topic.letters_removed",
        "notice.saved",
    }
