"""A lead makes a view for everybody, sees its number follow the letters, and answers from it without going back and forth."""

import re
import smtplib
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.conftest import settled

pytestmark = pytest.mark.django_db(databases=[])


def post(house: Installation, sender: str, subject: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "hello@coffee.example", subject
    letter.set_content("Hello, can you help me?")
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(letter)


def make_view(desk: Page) -> None:
    desk.keyboard.press("v")
    desk.get_by_role("link", name="New view").click()
    desk.get_by_label("Name", exact=True).fill("Grinders")
    desk.get_by_role("button", name="Remove this condition").first.click()
    desk.get_by_role("button", name="Add a condition").click()
    desk.get_by_label("Field").select_option(label="subject")
    desk.get_by_label("Operator").select_option(label="contains")
    desk.get_by_label("Value").fill("grinder")
    desk.get_by_label("Who sees it").select_option(label="Everybody")
    desk.get_by_label("Order").select_option(label="Newest conversation first")
    desk.get_by_role("button", name="Keep").click()


def test_a_view_is_made_followed_and_worked_off(house: Installation, desk: Page) -> None:
    post(house, "Lea Simon <lea@simon.example>", "My grinder is loud")
    post(house, "Otto Brandt <otto@brandt.example>", "An invoice, please")
    desk.goto("/inbox?view=all")
    expect(desk.locator(".row")).to_have_count(2)

    make_view(desk)
    expect(desk.locator(".row")).to_have_count(1)
    tab = desk.get_by_role("navigation", name="The views of every day").get_by_role("link", name="Grinders")
    expect(tab).to_have_text("Grinders 1")

    post(house, "Ada Moreau <ada@moreau.example>", "Which GRINDER fits?")
    expect(tab).to_have_text("Grinders 2")
    post(house, "Ben Okafor <ben@post.example>", "A grinder for the shop")
    expect(tab).to_have_text("Grinders 3")
    expect(desk.locator(".row")).to_have_count(3)

    desk.keyboard.press(",")
    desk.get_by_role("menuitemradio", name="Open the next one").click()
    expect(desk.locator("[data-afterwards=next]")).to_be_attached()
    settled(desk)
    desk.keyboard.press("j")
    expect(desk.locator("#head")).to_contain_text("A grinder for the shop")
    expect(desk.locator("reply-box .ProseMirror")).to_be_visible()
    settled(desk)
    desk.keyboard.press("r")
    expect(desk.locator("reply-box .ProseMirror")).to_be_focused()
    desk.keyboard.type("Yes, the large one.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#head")).to_contain_text("Which GRINDER fits?")
    expect(desk).to_have_url(re.compile(r"view=\d+"))
    desk.locator("#main").focus()
    desk.keyboard.press("e")
    expect(desk.locator("#head")).to_contain_text("My grinder is loud")


def test_views_are_put_in_order_by_keyboard_and_stay_so(desk: Page) -> None:
    desk.goto("/inbox?view=all")
    desk.keyboard.press("v")
    items = desk.locator("#views-all li")
    expect(items.first).to_contain_text("Mine")
    expect(desk.locator("#views :focus")).to_be_attached()  # it takes the focus when it has opened
    desk.locator("#views-all a[data-view=unassigned]").focus()
    desk.keyboard.press("Alt+ArrowUp")
    expect(desk.get_by_text("“Unassigned” is number 1 now.")).to_be_attached()
    desk.reload()
    expect(items.first).to_contain_text("Unassigned")
