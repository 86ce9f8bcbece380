"""A survey by mail, a low score, somebody who sees to it, and a better score; and a number that leads to the conversation behind it."""

import re
import smtplib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.faults import WIDE, faults_of
from tests.journeys.test_portal import looked_at
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(databases=[])
ASKS = """
from datetime import time
from regulars.automation.actions.save_rule import save_rule
from regulars.outreach.models import Manners
from regulars.surveys.actions.save_survey import save_survey
from regulars.surveys.models import Survey
from regulars.team.models import Agent, Brand
grace = Agent.objects.get(email="grace@coffee.example")
Manners.objects.create(quiet_from=time(3), quiet_until=time(3))
survey = save_survey(Survey(name="After a conversation", kind="csat", brand=Brand.objects.get(), languages=["en"], wait_hours=0), by=grace)
asks = [{"do": "ask for an opinion", "survey": survey.pk}]
save_rule(None, name="Ask", trigger={"event": "conversation.resolved"}, conditions={}, steps=asks, by=grace)
"""


@pytest.fixture
def lea(house: Installation, browser: Browser) -> Iterator[Page]:
    """A customer, in a browser of her own."""
    context = browser.new_context(base_url=f"http://localhost:{house.port}", viewport=WIDE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def links(house: Installation, *, number: int) -> list[str]:
    """The scores to click in the letter of this number that asked Lea."""
    found: list[bytes] = []

    def has_come() -> bool:
        with house.connect() as session:
            asked = "SELECT raw FROM email_sentletter WHERE subject = 'How was it?' ORDER BY at"
            found[:] = [bytes(row[0]) for row in session.execute(asked).fetchall()]
        return len(found) >= number

    wait_until(has_come)
    html = message_from_bytes(found[number - 1], policy=policy.default).get_body(("html",))
    assert html is not None
    return re.findall(r'href="https?://[^/"]+(/opinion/[^"]+score=\d)"', html.get_content())


def test_a_low_score_is_seen_to_and_becomes_a_better_one_and_numbers_lead_to_it(
    house: Installation, desk: Page, lea: Page
) -> None:
    made = house.command("shell", "-c", ASKS)
    assert made.returncode == 0, made.stderr
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = (
        "Lea Simon <lea@simon.example>",
        "hello@coffee.example",
        "My grinder",
    )
    letter.set_content("It was due on Tuesday.")
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(letter)
    desk.locator(".row", has_text="My grinder").click()
    desk.locator("reply-box .ProseMirror").click()
    desk.keyboard.type("It left yesterday.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".message.ours")).to_contain_text("Sent")
    desk.get_by_role("button", name="Resolve", exact=True).click()

    scores = links(house, number=1)
    assert len(scores) == 5
    lea.goto(scores[0])
    expect(lea.get_by_role("radio", name="1")).to_be_checked()
    faults = looked_at(lea)
    lea.get_by_label("What is the main reason for your answer?").fill("Nobody told me that it is late.")
    lea.get_by_role("button", name="Send").click()
    expect(lea.get_by_role("heading", name="We have your answer")).to_be_visible()

    desk.goto("/feedback/cases")
    desk.get_by_role("link", name="Lea Simon").click()
    expect(desk.get_by_text("Nobody told me that it is late.")).to_be_visible()
    faults += faults_of(desk)
    desk.get_by_label("What you say").fill("I am sorry. We ring before it is late from now on.")
    desk.get_by_role("button", name="Send").click()
    expect(desk.get_by_role("heading", name="Write again")).to_be_visible()
    desk.get_by_label("What came of it").select_option(label="put right")
    desk.get_by_role("button", name="Close").click()
    expect(desk.get_by_text("Asked again")).to_be_visible()

    lea.goto(links(house, number=2)[4])
    lea.get_by_role("button", name="Send").click()
    expect(lea.get_by_role("heading", name="We have your answer")).to_be_visible()
    desk.reload()
    expect(desk.get_by_text("5 of 5")).to_be_visible()
    desk.goto("/feedback")
    expect(desk.get_by_role("link", name="After a conversation")).to_contain_text("50")
    faults += faults_of(desk)
    assert faults == []

    desk.goto("/reports")
    expect(desk.locator("chart-view").first).to_have_attribute("data-state", "drawn")
    desk.get_by_role("link", name="Conversations", exact=True).click()
    desk.wait_for_url(re.compile(r"/reports/.*conversations"))
    behind = desk.get_by_role("link", name="My grinder").first
    wait_until(lambda: desk.reload() and behind.count())  # numbers follow within seconds
    behind.click()
    expect(desk.locator("#head")).to_contain_text("My grinder")
