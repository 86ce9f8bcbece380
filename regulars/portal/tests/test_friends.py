"""My link: a friend follows it, joins, and both see how far it is."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from regulars.commerce.tests.buying import buys
from regulars.loyalty.models import Account
from regulars.loyalty.tests.members import LONG_AGO, a_member, a_programme
from regulars.portal.tests.conftest import newest_digits
from regulars.referrals.actions.forget_referrals import forget_referrals
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.actions.keep_referrals import keep_referrals
from regulars.referrals.models import Referral
from regulars.referrals.tests.friends import a_scheme


@pytest.fixture
def giver(ada, inbox) -> Account:
    programme = a_programme(joining={"is_open": True})
    a_scheme(programme, milestones=[[1, 100]])
    return a_member(ada, programme, at=timezone.now() - LONG_AGO)


def test_a_friend_follows_the_link_joins_and_buys(giver, enter, ada, ben):
    page = enter(ada).get("/my/friends").content.decode()
    link = give_link(giver)
    assert f"/r/{link.code}" in page and "Nobody yet" in page
    browser = Client()
    landing = browser.get(f"/r/{link.code}").content.decode()
    assert "Ada sends you" in landing and "250 points" in landing and "€25.00" in landing
    browser.get(f"/r/{link.code}")
    assert [each.state for each in Referral.objects.all()] == ["clicked"], "one browser is counted once"
    browser.post("/my/sign-in", {"address": "ben.okafor@post.example"})
    browser.post("/my/sign-in/code", {"digits": newest_digits()})
    browser.post("/my/points/join", {"programme": giver.programme_id})
    referral = Referral.objects.get()
    assert (referral.state, referral.came_by, referral.friend.customer_id) == ("joined", "link", ben.pk)
    assert [sign for sign, _weight in referral.signs] == []
    buys(ben)
    assert keep_referrals() == 0, "one place: somebody looks"
    assert Referral.objects.get().state == "flagged"
    page = enter(ada).get("/my/friends").content.decode()
    assert "A friend (B.)" in page and "we look at it" in page and "Okafor" not in page
    forget_referrals([ben.pk])
    assert Referral.objects.get().place == ""


def test_a_code_may_be_typed_and_an_address_noted(giver, enter, ada, ben):
    client, friend = enter(ada), enter(ben)
    assert client.post("/my/friends/told", {"address": "no address"}).status_code == 422
    assert client.post("/my/friends/told", {"address": "Chiara@conti.example"}).status_code == 302
    assert "chiara" not in str(Referral.objects.values()), "only a hash is kept"
    own = client.post("/my/friends/code", {"code": give_link(giver).code})
    assert own.status_code == 422
    friend.post("/my/points/join", {"programme": giver.programme_id})
    assert "There is no such code" in friend.post("/my/friends/code", {"code": "XXXX"}).content.decode()
    assert friend.post("/my/friends/code", {"code": f" {give_link(giver).code.lower()} "}).status_code == 302
    assert Referral.objects.of_giver(ada.pk).get(friend__customer=ben).came_by == "code"
    assert Client().get("/r/NOSUCHCODE").status_code == 404
