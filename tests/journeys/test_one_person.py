"""An agent finds that two customers are one person, fills in what the shop keeps, merges them, and takes them apart again."""

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
    house = Installation(tmp_path_factory.mktemp("one") / "data", REGULARS_WORLD="empty")
    house.start()
    yield house
    house.stop()


@pytest.fixture
def agent(house: Installation, browser: Browser) -> Iterator[Page]:
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
    letter.set_content("It was due on Tuesday.")
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(letter)


def test_two_become_one_and_two_again(house: Installation, agent: Page) -> None:
    agent.goto("/settings/fields/new?about=customer")
    agent.get_by_label("Name", exact=True).fill("Cup size")
    agent.get_by_label("Kind").select_option(label="number")
    agent.get_by_role("button", name="Keep").click()
    expect(agent.get_by_role("link", name="Cup size")).to_be_visible()

    post(house, "Lea Simon <lea.simon@home.example>", "From home")
    post(house, "Lea Simon <lea.simon+work@home.example>", "From work")
    agent.goto("/inbox?view=all")
    expect(agent.locator(".row")).to_have_count(2)
    agent.locator(".row", has_text="From home").click()
    pane = agent.get_by_role("complementary", name="The customer")
    expect(pane.get_by_text("may be the same person")).to_be_visible()
    expect(pane).to_contain_text("one mailbox but for dots and what follows a plus")

    size = pane.get_by_label("Cup size")
    size.fill("large")
    size.press("Enter")
    expect(agent.get_by_text("write a number").first).to_be_visible()
    size.fill("12,5")
    size.press("Enter")
    expect(pane.get_by_label("Cup size")).to_have_value("12.5")

    pane.get_by_role("link", name="Compare and merge").click()
    expect(agent.get_by_role("heading", name="Are these one person?")).to_be_visible()
    agent.get_by_role("button", name="Merge them").click()
    expect(agent.locator(".ways")).to_contain_text("lea.simon+work@home.example")
    expect(agent.locator(".matters")).to_contain_text("From work")

    post(house, "Lea Simon <lea.simon+work@home.example>", "From work again")
    expect(agent.locator(".timeline")).to_contain_text("merged Lea Simon")
    agent.get_by_role("button", name="Take apart").click()
    expect(agent.locator(".ways")).not_to_contain_text("lea.simon+work@home.example")
    agent.goto("/customers?q=lea.simon%2Bwork")
    agent.get_by_role("link", name="Lea Simon").click()
    expect(agent.locator(".matters")).to_contain_text("From work again")
    expect(agent.locator(".matters")).not_to_contain_text("From home")
