"""At the counter: a member is found and credited; the line goes down, the browser is loaded anew, and nothing is lost or doubled."""

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.test_portal import looked_at

pytestmark = pytest.mark.django_db(databases=[])
OPENS = """
from regulars.channels.store.actions.save_place import save_place
from regulars.channels.store.models import Place
from regulars.customers.actions.identify import identify
from regulars.loyalty.actions.join import join
from regulars.loyalty.actions.save_programme import save_programme
from regulars.team.models import Agent
grace = Agent.objects.get(email="grace@coffee.example")
card = save_programme(None, facts={"name": "Kettle card"}, terms={}, by=grace)
save_place(Place(name="Canal Street", programme=card), by=grace)
join(identify("phone", "+33639981207", name="Ada Moreau", channel="store"), programme=card, number="KETTLE42", by=grace)
"""


def test_what_is_done_while_the_line_is_down_is_credited_once(house: Installation, desk: Page) -> None:
    made = house.command("shell", "-c", OPENS)
    assert made.returncode == 0, made.stderr
    desk.goto("/till")
    said, waiting = desk.locator("[data-said]"), desk.locator("[data-waiting-list] li")
    desk.get_by_role("searchbox").fill("06 39 98")
    credit(desk, "12,50")
    expect(said).to_have_text("12 points for Ada Moreau. That makes 12 points.")
    desk.route("**/slips", lambda route: (route.fetch(), route.abort()))  # it arrives, and nobody hears the answer
    credit(desk, "30")
    expect(waiting).to_contain_text("Ada Moreau · 30")
    assert looked_at(desk) == []
    expect(waiting).to_contain_text("Ada Moreau · 30")
    desk.unroute("**/slips")
    desk.reload()
    expect(waiting).to_have_count(0)
    expect(said).to_have_text("30 points for Ada Moreau. That makes 42 points.")
    desk.get_by_role("heading", name="Today").click()
    desk.keyboard.type("KETTLE42")  # as a reader of cards types
    desk.keyboard.press("Enter")
    expect(desk.locator(".till-balance")).to_contain_text("42 points")
    desk.get_by_role("button", name="Undo: Purchase, Ada Moreau").first.click()
    expect(desk.locator(".till-balance")).to_contain_text("12 points")


def credit(desk: Page, amount: str) -> None:
    desk.get_by_label("Paid, in EUR").fill(amount)
    desk.get_by_role("button", name="Credit").click()
