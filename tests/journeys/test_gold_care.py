"""A lead builds a rule by hand: whoever is gold and waits for half an hour gets a higher priority, and the team is told.

Every process is real. Time passes by moving what waits into the past, so nothing here looks at a clock.
"""

import smtplib
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(databases=[])
TIERS = {"lea@simon.example": "gold", "otto@brandt.example": "silver"}


def post(house: Installation, sender: str, subject: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, "hello@coffee.example", subject
    letter.set_content("It was due on Tuesday.")
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(letter)


def know_tiers(house: Installation) -> None:
    """The shop tells us what it knows about its customers."""
    with house.connect() as session:
        for address, tier in TIERS.items():
            session.execute(
                "UPDATE customers_customer SET attributes = jsonb_build_object('tier', %s::text) "
                "WHERE id IN (SELECT customer_id FROM customers_identity WHERE value = %s)",
                [tier, address],
            )


def half_an_hour_passes(house: Installation) -> None:
    with house.connect() as session:
        waiting = "SELECT count(*) FROM automation_timer WHERE due_at IS NOT NULL"
        wait_until(lambda: session.execute(waiting).fetchone() == (2,))
        session.execute("UPDATE conversations_conversation SET waiting_since = waiting_since - interval '30 minutes'")
        session.execute(
            "UPDATE automation_timer SET since = since - interval '30 minutes', due_at = due_at - interval '30 minutes'"
        )
        session.execute("SELECT pg_notify('timers', '')")


def build_gold_care(desk: Page) -> None:
    desk.goto("/settings")
    desk.get_by_role("link", name="Rules", exact=True).click()
    desk.get_by_role("link", name="Make the first rule").click()
    desk.get_by_label("Name", exact=True).fill("Gold care")
    desk.get_by_label("What happens").select_option(label="A conversation waits for us")
    desk.get_by_label("For", exact=True).fill("30 minutes")

    desk.get_by_role("button", name="Add a condition").click()
    desk.get_by_label("Field").select_option(label="customer's attribute")
    desk.get_by_label("Name of the attribute").fill("tier")
    desk.get_by_label("Value").fill("gold")

    desk.get_by_role("button", name="Add a step").click()
    first = desk.get_by_role("group", name="Step 1")
    first.get_by_label("What is done").select_option(label="Set the priority")
    first.get_by_label("priority").select_option(label="High")
    desk.get_by_role("button", name="Add a step").click()
    second = desk.get_by_role("group", name="Step 2")
    second.get_by_label("What is done").select_option(label="Tell the team")
    second.get_by_label("text").fill("A gold customer has waited for half an hour.")


def test_a_lead_builds_gold_care_and_sees_it_fire_and_why(house: Installation, desk: Page) -> None:
    build_gold_care(desk)
    desk.get_by_role("button", name="How often would it have fired?").click()
    expect(desk.get_by_text("It would have fired 0 times last week.")).to_be_visible()
    desk.get_by_role("button", name="Keep").click()
    row = desk.get_by_role("row", name="Gold care")
    expect(row).to_contain_text("waits for us for 30 minutes")
    expect(row).to_contain_text("tier is “gold”")

    post(house, "Lea Simon <lea@simon.example>", "Where is my grinder?")
    post(house, "Otto Brandt <otto@brandt.example>", "And where is mine?")
    desk.goto("/inbox?view=all")
    expect(desk.locator(".row")).to_have_count(2)
    know_tiers(house)
    desk.locator(".row", has_text="Where is my grinder?").click()
    half_an_hour_passes(house)
    thread = desk.locator("thread-view")
    expect(thread).to_contain_text("A gold customer has waited for half an hour.")
    expect(desk.get_by_text("Gold care acted").first).to_contain_text("tier is “gold”")
    expect(desk.get_by_text("Gold care set the priority to High").first).to_be_visible()

    desk.goto("/settings/rules")
    expect(desk.get_by_role("row", name="Gold care").get_by_role("link", name="fired 1 time")).to_be_visible()
    desk.get_by_role("link", name="fired 1 time").click()
    table = desk.get_by_role("table")
    expect(table.get_by_role("row", name="Where is my grinder?")).to_contain_text("fired")
    expect(table.get_by_role("row", name="Where is my grinder?")).to_contain_text("Set the priority: High")
    expect(table.get_by_role("row", name="And where is mine?")).to_contain_text("not: tier is “gold” (it is silver)")


def test_a_change_is_undone_and_the_order_is_changed_by_keyboard(desk: Page) -> None:
    desk.goto("/settings/rules")
    desk.get_by_role("link", name="New rule").click()
    desk.get_by_label("Name", exact=True).fill("Everything is read")
    desk.get_by_role("button", name="Add a step").click()
    desk.get_by_label("What is done").select_option(label="Put a tag on")
    desk.get_by_label("tag").fill("one, two")
    desk.get_by_role("button", name="Keep").click()
    expect(desk.locator('[data-place="steps.1"]').get_by_role("alert")).to_contain_text("comma")
    desk.get_by_label("tag").fill("read")
    desk.get_by_role("button", name="Keep").click()

    handle = desk.get_by_role("button", name="Move “Everything is read”")
    handle.focus()
    desk.keyboard.press("ArrowUp")
    expect(handle).to_be_focused()
    expect(desk.get_by_text("“Everything is read” is number 1 now.").first).to_be_attached()
    desk.reload()
    expect(desk.locator("tr[data-id]").first).to_contain_text("Everything is read")

    desk.get_by_role("link", name="Gold care", exact=True).click()
    desk.get_by_label("For", exact=True).fill("2 hours")
    desk.get_by_role("button", name="Keep").click()
    expect(desk.get_by_role("row", name="Gold care")).to_contain_text("2 hours")
    desk.get_by_role("link", name="Gold care", exact=True).click()
    desk.get_by_role("link", name="Versions").click()
    expect(desk.locator("ins")).to_contain_text("2 hours")
    desk.get_by_role("button", name="Go back to this").click()
    expect(desk.get_by_role("heading", name="Version 3")).to_be_visible()
    desk.get_by_role("link", name="Rule", exact=True).click()
    expect(desk.get_by_label("For", exact=True)).to_have_value("30 minutes")
