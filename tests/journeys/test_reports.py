"""A number on a dashboard leads to what it was counted from, and on to the conversation."""

import smtplib
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation

pytestmark = pytest.mark.django_db(databases=[])


def test_a_number_leads_to_the_conversation_behind_it(house: Installation, desk: Page) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = (
        "Lea Simon <lea@simon.example>",
        "hello@coffee.example",
        "My grinder is loud",
    )
    letter.set_content("Hello, can you help me?")
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(letter)
    desk.goto("/reports")
    expect(desk.locator("chart-view").first).to_have_attribute("data-state", "drawn")
    desk.get_by_role("link", name="Conversations", exact=True).click()
    behind = desk.get_by_role("link", name="My grinder is loud")
    for _ in range(100):  # numbers follow within seconds
        if behind.count():
            break
        desk.reload()
    behind.click()
    expect(desk.locator("#head")).to_contain_text("My grinder is loud")
