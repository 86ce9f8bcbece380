"""Settings of surprises and achievements, and what a member sees."""

from __future__ import annotations

import pytest

from regulars.customers.actor import SYSTEM
from regulars.loyalty.tests.members import a_member, a_programme
from regulars.rewards.models import Reward
from regulars.surprises.actions.draw import draw
from regulars.surprises.forms import COLUMNS
from regulars.surprises.models import Achievement, Draw, Surprise
from regulars.team.models import AuditEntry

FACTS = {"name": "Sorry", "reason": "For the trouble", "is_open": "on", "budget": 500, "every": "month", "member_days": 0, "agent_most": 5}  # fmt: skip


@pytest.fixture
def programme(db):
    return a_programme(joining={"is_open": True})


def lines(*prizes: tuple[str, ...]) -> dict[str, list[str]]:
    """Of what a page has that was opened when nothing was said of how many there are."""
    told = [(*each, "") if len(each) < len(COLUMNS) else each for each in prizes]
    return {f"prize_{name}": list(said) for name, said in zip(COLUMNS, zip(*told, strict=True), strict=True)}


def test_a_surprise_is_kept_and_its_draws_are_shown(programme, client, grace, ada):
    client.force_login(grace)
    mug = Reward.objects.create(programme=programme, name="A mug", kind="custom", points=300)
    assert "No surprises yet" in client.get("/settings/surprises").content.decode()
    said = FACTS | {"programme": programme.pk}
    for wrong in (
        ("", "A cup", "100.5", "50", "", ""),
        ("", "A cup", "much", "50", "", ""),
        ("", "A", "1", "5", str(mug.pk), ""),
    ):
        assert client.post("/settings/surprises/new", said | lines(wrong)).status_code == 422
    prizes = lines(
        ("", "A cup", "99,5", "50", "", "9"), ("", "A mug", "0.5", "", str(mug.pk), ""), ("", "", "", "", "", "")
    )
    assert client.post("/settings/surprises/new", said | prizes).status_code == 302
    surprise = Surprise.objects.get()
    assert list(surprise.prizes.values_list("chance", "points", "stock")) == [(9950, 50, 9), (50, 0, None)]
    a_member(ada, programme)
    draw(ada, surprise=surprise, by=SYSTEM)
    shown = client.get(f"/settings/surprises/{surprise.pk}/draws").content.decode()
    assert Draw.objects.get().seed in shown and "drawn again" in shown and "A cup: 9950, A mug: 50" in shown
    cup = surprise.prizes.get(name="A cup")
    client.post(f"/settings/surprises/{surprise.pk}", FACTS | lines((str(cup.pk), "Two cups", "10", "70", "", "")))
    assert list(surprise.prizes.order_by("pk").values_list("name", "is_gone")) == [("Two cups", False), ("A mug", True)]
    assert AuditEntry.objects.filter(action="surprise.saved").count() == 2


def test_a_page_that_is_kept_late_takes_back_no_prize_that_was_drawn(programme, client, grace, ada):
    client.force_login(grace)
    client.post(
        "/settings/surprises/new", FACTS | {"programme": programme.pk} | lines(("", "A cup", "100", "50", "", "5"))
    )
    surprise = Surprise.objects.get()
    cup, page = surprise.prizes.get(), f"/settings/surprises/{surprise.pk}"
    assert 'name="prize_stock_as_read" value="5"' in client.get(page).content.decode()
    a_member(ada, programme)
    draw(ada, surprise=surprise, by=SYSTEM)
    for written, left in (("5", 4), ("9", 9), ("", None)):
        assert (
            client.post(page, FACTS | lines((str(cup.pk), "Two cups", "100", "50", "", written, "5"))).status_code
            == 302
        )
        cup.refresh_from_db()
        assert (cup.stock, cup.name) == (left, "Two cups")


def test_an_achievement_is_kept_and_a_member_sees_it(programme, client, grace):
    client.force_login(grace)
    said = {"programme": programme.pk, "name": "Five orders", "event": "order.paid", "how": "times", "many": 5, "again": "when over", "lasts": "", "points": 10, "is_on": "on"}  # fmt: skip
    assert client.post("/settings/achievements/new", said).status_code == 422
    assert client.post("/settings/achievements/new", said | {"lasts": "month"}).status_code == 302
    kept = Achievement.objects.get()
    assert "Five orders" in client.get("/settings/achievements").content.decode()
    assert client.get(f"/settings/achievements/{kept.pk}").status_code == 200
