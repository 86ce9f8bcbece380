"""What I can reach, and how far I am."""

from __future__ import annotations

from regulars.commerce.tests.buying import buys
from regulars.loyalty.tests.members import a_member, a_programme
from regulars.surprises.actions.save_achievement import save_achievement
from regulars.surprises.models import Achievement


def test_one_sees_how_far_it_is(enter, ada, grace):
    programme = a_programme()
    a_member(ada, programme)
    said = {"name": "Two orders", "event": "order.paid", "many": 2, "again": "when over", "lasts": "year", "points": 40}
    save_achievement(Achievement(programme=programme, **said), by=grace)
    buys(ada)
    client = enter(ada)
    page = client.get("/my/achievements").content.decode()
    assert "Two orders" in page and "1 / 2" in page and "40 points" in page and "until " in page
    assert "/my/achievements" in client.get("/my/points").content.decode()
