"""Whoever comes back: a friend is sent, joins, buys, rises and redeems, sends something back; and the counter without a line.

The customer and the agent look at the same points, each in a browser of their own.
"""

import base64
import hashlib
import hmac
import json
import re
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from regulars.commerce.tests.payloads import SECRET, shopify_order, shopify_refund
from regulars.config.tests.installation import Installation
from tests.journeys.test_portal import digits, looked_at
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(databases=[])
HOUSE = f"""
from regulars.channels.store.actions.save_place import save_place
from regulars.channels.store.models import Place
from regulars.commerce.models import Shop
from regulars.customers.actions.identify import identify
from regulars.customers.actor import SYSTEM
from regulars.loyalty.actions.join import join
from regulars.loyalty.actions.save_programme import save_programme
from regulars.referrals.actions.give_link import give_link
from regulars.referrals.actions.save_scheme import save_scheme
from regulars.referrals.models import Scheme
from regulars.rewards.actions.save_reward import save_reward
from regulars.team.models import Agent
from tests.cast import meet
grace = Agent.objects.get(email="grace@coffee.example")
Shop.objects.create(kind="shopify", name="Kettle online", slug="online", secret={SECRET!r})
silver = {{"word": "silver", "name": "Silver", "min": 80}}
card = save_programme(None, facts={{"name": "Card"}}, terms={{"joining": {{"is_open": True}}, "tiers": {{"levels": [silver]}}}}, by=grace)
save_scheme(Scheme(programme=card, is_open=True, wait_days=0, least_order=1000, weights={{"in a hurry": 0}}), by=grace)
save_reward(None, facts={{"programme": card, "name": "One off", "kind": "amount", "amount": 100, "points": 20}}, by=grace)
save_place(Place(name="Canal Street", programme=card), by=grace)
join(identify("phone", "+33639981207", name="Ben Okafor", channel="store"), programme=card, number="KETTLE42", by=grace)
print("CODE", give_link(join(meet("Ada Moreau", "ada@moreau.example"), programme=card, by=SYSTEM)).code)
"""

# A reader of cards types faster than any hand, however busy the machine is: so the page knows it from one.
READER = """number => {
  for (const key of [...number, "Enter"]) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }))
}"""


@pytest.fixture(scope="module")
def code(house: Installation) -> str:
    """Ada's, for her friends, in a house with a card, a shop and a counter."""
    made = house.command("shell", "-c", HOUSE)
    assert made.returncode == 0, made.stderr
    return made.stdout.split()[-1]


@pytest.fixture
def friend(house: Installation, browser: Browser) -> Iterator[Page]:
    """Ida, in a browser of her own."""
    context = browser.new_context(base_url=f"http://localhost:{house.port}", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def the_shop_calls(house: Installation, topic: str, thing: dict[str, Any]) -> None:
    """Signed as Shopify signs."""
    body = json.dumps(thing).encode()
    signature = base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256)).decode()
    said = {"X-Shopify-Topic": topic, "X-Shopify-Hmac-Sha256": signature, "X-Shopify-Webhook-Id": topic}
    call = urllib.request.Request(f"http://localhost:{house.port}/from-shops/online", body, said, method="POST")
    assert urllib.request.urlopen(call).status == 200


def are_given(house: Installation, points: int) -> None:
    """Wait until all together have so many to spend."""

    def are_there() -> bool:
        with house.connect() as session:
            return session.execute("SELECT sum(available) FROM loyalty_account").fetchone() == (points,)

    wait_until(are_there)


def test_a_friend_joins_buys_rises_redeems_and_sends_something_back(house: Installation, code: str, desk: Page, friend: Page) -> None:  # fmt: skip
    friend.goto(f"/r/{code}")
    expect(friend.get_by_role("heading", name="250 points for you")).to_be_visible()
    friend.get_by_role("link", name="Join").click()
    friend.get_by_label("Your e-mail address").fill("ida@lund.example")
    friend.keyboard.press("Enter")
    expect(friend.get_by_label("The code")).to_be_visible()
    friend.get_by_label("The code").fill(digits(house))
    friend.keyboard.press("Enter")
    friend.get_by_role("button", name="Join Card").click()
    expect(friend.get_by_text("You are a member")).to_be_visible()

    now = datetime.now(UTC).isoformat()
    ida = {"id": 7002, "email": "ida@lund.example", "first_name": "Ida", "last_name": "Lund"}
    bought = shopify_order(email="ida@lund.example", customer=ida, created_at=now, processed_at=now, updated_at=now)
    the_shop_calls(house, "orders/create", bought)
    are_given(house, 500 + 250 + 90)  # to Ada, to Ida, and for goods of €90 without their tax
    friend.reload()
    expect(friend.get_by_text("Welcome: a friend sent you")).to_be_visible()
    expect(friend.locator(".ladder [aria-current=step]")).to_contain_text("Silver")
    friend.get_by_role("navigation", name="Points and rewards").get_by_role("link", name="Rewards").click()
    friend.locator("summary", has_text="Choose").first.click()
    friend.get_by_role("button", name="Take it for 20 points").first.click()
    theirs = friend.locator(".code-of-reward code").inner_text()

    desk.goto(f"/loyalty/claims?code={theirs}")
    desk.get_by_label("Order or receipt").fill("Receipt 12")
    desk.get_by_role("button", name="Use it now").click()
    expect(desk.locator(".head .chip")).to_have_text("used")
    desk.get_by_role("link", name="Ida Lund").first.click()
    desk.get_by_role("link", name="Card", exact=True).click()
    expect(desk.locator("#points strong").first).to_have_text("320 points")
    the_shop_calls(house, "refunds/create", shopify_refund(amount="81.00", created_at=now, processed_at=now))
    are_given(house, 500 + 252)
    expect(desk.locator("#points strong").first).to_have_text("252 points")  # 22 for the €22.50 that stay
    desk.get_by_role("link", name="To make something right").click()
    desk.get_by_label("How many points").fill("28")
    desk.get_by_label("Why").fill("Because the grinder was loud.")
    desk.get_by_role("button", name="Give it").click()
    are_given(house, 500 + 280)

    friend.goto("/my/points")
    expect(friend.locator(".loyalty-card .figure")).to_have_text("280")
    expect(friend.get_by_text("Because the grinder was loud.")).to_be_visible()
    assert re.search(r"−68", friend.locator(".gains").inner_text())


def test_what_is_done_while_the_line_is_down_is_credited_once(code: str, desk: Page) -> None:
    desk.goto("/till")
    said, waiting = desk.locator("[data-said]"), desk.locator("[data-waiting-list] li")
    desk.get_by_role("searchbox").fill("06 39 98")
    credit(desk, "12,50")
    expect(said).to_have_text("12 points for Ben Okafor. That makes 12 points.")
    desk.route("**/slips", lambda route: (route.fetch(), route.abort()))  # it arrives, and nobody hears the answer
    credit(desk, "30")
    expect(waiting).to_contain_text("Ben Okafor · 30")
    assert looked_at(desk) == []
    expect(waiting).to_contain_text("Ben Okafor · 30")
    desk.unroute("**/slips")
    desk.reload()
    expect(waiting).to_have_count(0)
    expect(said).to_have_text("30 points for Ben Okafor. That makes 42 points.")
    desk.get_by_role("heading", name="Today").click()
    desk.evaluate(READER, "KETTLE42")
    expect(desk.locator(".till-balance")).to_contain_text("42 points")
    desk.get_by_role("button", name="Undo: Purchase, Ben Okafor").first.click()
    expect(desk.locator(".till-balance")).to_contain_text("12 points")


def credit(desk: Page, amount: str) -> None:
    desk.get_by_label("Paid, in EUR").fill(amount)
    desk.get_by_role("button", name="Credit").click()
