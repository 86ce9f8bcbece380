"""An agent finds that two customers are one person, fills in what the shop keeps, merges them, and takes them apart again."""

import smtplib
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.conftest import at_rest, settled

pytestmark = pytest.mark.django_db(databases=[])


def post(house: Installation, sender: str, subject: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "hello@coffee.example", subject
    letter.set_content("It was due on Tuesday.")
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(letter)


def test_two_become_one_and_two_again(house: Installation, desk: Page) -> None:
    desk.goto("/settings/fields/new?about=customer")
    desk.get_by_label("Name", exact=True).fill("Cup size")
    desk.get_by_label("Kind").select_option(label="number")
    desk.get_by_role("button", name="Keep").click()
    expect(desk.get_by_role("link", name="Cup size")).to_be_visible()

    post(house, "Lea Simon <lea.simon@home.example>", "From home")
    post(house, "Lea Simon <lea.simon+work@home.example>", "From work")
    desk.goto("/inbox?view=all")
    expect(desk.locator(".row")).to_have_count(2)
    desk.locator(".row", has_text="From home").click()
    pane = desk.get_by_role("complementary", name="The customer")
    expect(pane.get_by_text("may be the same person")).to_be_visible()
    expect(pane).to_contain_text("one mailbox but for dots and what follows a plus")

    size = pane.get_by_label("Cup size")
    size.fill("large")
    size.press("Enter")
    expect(desk.get_by_text("write a number").first).to_be_visible()
    size.fill("12,5")
    size.press("Enter")
    expect(pane.get_by_label("Cup size")).to_have_value("12.5")

    pane.get_by_role("link", name="Compare and merge").click()
    expect(desk.get_by_role("heading", name="Are these one person?")).to_be_visible()
    desk.get_by_role("button", name="Merge them").click()
    expect(desk.locator(".ways")).to_contain_text("lea.simon+work@home.example")
    expect(desk.locator(".matters")).to_contain_text("From work")

    post(house, "Lea Simon <lea.simon+work@home.example>", "From work again")
    expect(desk.locator(".timeline")).to_contain_text("merged Lea Simon")
    at_rest(house)
    settled(desk)
    desk.get_by_role("button", name="Take apart").click()
    expect(desk.locator(".ways")).not_to_contain_text("lea.simon+work@home.example")
    desk.goto("/customers?q=lea.simon%2Bwork")
    desk.get_by_role("link", name="Lea Simon").click()
    expect(desk.locator(".matters")).to_contain_text("From work again")
    expect(desk.locator(".matters")).not_to_contain_text("From home")
