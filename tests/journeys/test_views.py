"""A lead makes a view for everybody, sees its number follow the letters, and answers from it without going back and forth."""

import re
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from regulars.config.tests.installation import Installation
from seeds.empty import SIGN_INS

pytestmark = pytest.mark.django_db(databases=[])
ADDRESS, PASSWORD, _ = SIGN_INS[0]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    house = Installation(tmp_path_factory.mktemp("views") / "data", REGULARS_WORLD="empty")
    house.start()
    yield house
    house.stop()


@pytest.fixture
def lead(house: Installation, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=f"http://localhost:{house.port}")
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Email").fill(ADDRESS)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    yield page
    context.close()


def post(house: Installation, sender: str, subject: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "hello@coffee.example", subject
    letter.set_content("Hello, can you help me?")
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(letter)


def make_view(lead: Page) -> None:
    lead.keyboard.press("v")
    lead.get_by_role("link", name="New view").click()
    lead.get_by_label("Name", exact=True).fill("Grinders")
    lead.get_by_role("button", name="Remove this condition").first.click()
    lead.get_by_role("button", name="Add a condition").click()
    lead.get_by_label("Field").select_option(label="subject")
    lead.get_by_label("Operator").select_option(label="contains")
    lead.get_by_label("Value").fill("grinder")
    lead.get_by_label("Who sees it").select_option(label="Everybody")
    lead.get_by_label("Order").select_option(label="Newest conversation first")
    lead.get_by_role("button", name="Keep").click()


def test_a_view_is_made_followed_and_worked_off(house: Installation, lead: Page) -> None:
    post(house, "Lea Simon <lea@simon.example>", "My grinder is loud")
    post(house, "Otto Brandt <otto@brandt.example>", "An invoice, please")
    lead.goto("/inbox?view=all")
    expect(lead.locator(".row")).to_have_count(2)

    make_view(lead)
    expect(lead.locator(".row")).to_have_count(1)
    tab = lead.get_by_role("navigation", name="The views of every day").get_by_role("link", name="Grinders")
    expect(tab).to_have_text("Grinders 1")

    post(house, "Ada Moreau <ada@moreau.example>", "Which GRINDER fits?")
    expect(tab).to_have_text("Grinders 2")
    post(house, "Ben Okafor <ben@post.example>", "A grinder for the shop")
    expect(tab).to_have_text("Grinders 3")
    expect(lead.locator(".row")).to_have_count(3)

    lead.keyboard.press(",")
    lead.get_by_role("menuitemradio", name="Open the next one").click()
    expect(lead.locator("[data-afterwards=next]")).to_be_attached()
    lead.keyboard.press("j")
    expect(lead.locator("#head")).to_contain_text("A grinder for the shop")
    lead.keyboard.press("r")
    lead.keyboard.type("Yes, the large one.")
    lead.keyboard.press("Control+Enter")
    expect(lead.locator("#head")).to_contain_text("Which GRINDER fits?")
    expect(lead).to_have_url(re.compile(r"view=\d+"))
    lead.locator("#main").focus()
    lead.keyboard.press("e")
    expect(lead.locator("#head")).to_contain_text("My grinder is loud")


def test_views_are_put_in_order_by_keyboard_and_stay_so(lead: Page) -> None:
    lead.goto("/inbox?view=all")
    lead.keyboard.press("v")
    items = lead.locator("#views-all li")
    expect(items.first).to_contain_text("Mine")
    lead.locator("#views-all a[data-view=unassigned]").focus()
    lead.keyboard.press("Alt+ArrowUp")
    expect(lead.get_by_text("“Unassigned” is number 1 now.")).to_be_attached()
    lead.reload()
    expect(items.first).to_contain_text("Unassigned")
