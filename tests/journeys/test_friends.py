"""A member sends her link to a friend, who joins in a browser of their own and buys; both get their points."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from regulars.config.tests.installation import Installation, wait_until

pytestmark = pytest.mark.django_db(databases=[])
HOUSE = """
from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.join import join
from regulars.loyalty.actions.save_programme import save_programme
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.actions.save_scheme import save_scheme
from regulars.referrals.models import Scheme
from regulars.team.models import Agent
from tests.cast import meet
grace = Agent.objects.get(email="grace@coffee.example")
card = save_programme(None, facts={"name": "Card"}, terms={"joining": {"is_open": True}, "earning": {"points": 0}}, by=grace)
save_scheme(Scheme(programme=card, is_open=True, wait_days=0, weights={"in a hurry": 0}), by=grace)
print("CODE", give_link(join(meet("Ada Moreau", "ada@moreau.example"), programme=card, by=SYSTEM)).code)
"""
SALE = """
from regulars.commerce.models import Shop
from regulars.customers.models import Customer
from regulars.commerce.tests.buying import order_facts
from regulars.commerce.actions.take_order import take_order
shop = Shop.objects.create(slug="till", name="Till")
take_order(order_facts(Customer.objects.get(identities__value="ida@lund.example"), 4000, number="1"), shop=shop)
"""


@pytest.fixture
def friend(house: Installation, browser: Browser) -> Iterator[Page]:
    """Ida, in a browser of her own."""
    context = browser.new_context(base_url=f"http://localhost:{house.port}", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def said(house: Installation, question: str) -> list[tuple[object, ...]]:
    with house.connect() as session:
        return session.execute(question).fetchall()


def digits(house: Installation) -> str:
    """The code out of the newest letter in the local mailbox."""
    newest = """SELECT subject FROM email_sentletter WHERE recipients @> '["ida@lund.example"]' ORDER BY at DESC"""
    wait_until(lambda: bool(said(house, newest)))
    return re.findall(r"\d{4} \d{4}", str(said(house, newest)[0][0]))[0]


def test_a_friend_follows_a_link_joins_and_buys_and_both_get_points(house, friend):
    made = house.command("shell", "-c", HOUSE)
    assert made.returncode == 0, made.stderr
    friend.goto(f"/r/{made.stdout.split()[-1]}")
    expect(friend.get_by_role("heading", name="250 points for you")).to_be_visible()
    friend.get_by_role("link", name="Join").click()
    friend.get_by_label("Your e-mail address").fill("ida@lund.example")
    friend.keyboard.press("Enter")
    expect(friend.get_by_label("The code")).to_be_visible()
    friend.get_by_label("The code").fill(digits(house))
    friend.keyboard.press("Enter")
    friend.get_by_role("button", name="Join Card").click()
    expect(friend.get_by_text("You are a member")).to_be_visible()
    sold = house.command("shell", "-c", SALE)
    assert sold.returncode == 0, sold.stderr
    gained = "SELECT sum(available) FROM loyalty_account"
    wait_until(lambda: said(house, gained) == [(750,)])
    friend.reload()
    expect(friend.get_by_text("Welcome: a friend sent you")).to_be_visible()
