"""A lead builds a rule by hand: whoever is gold and waits for half an hour gets a higher priority, and the team is told.

Every process is real. Time passes by moving what waits into the past, so nothing here looks at a clock.
"""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from regulars.config.tests.installation import Installation, wait_until
from seeds.empty import SIGN_INS

pytestmark = pytest.mark.django_db(databases=[])
ADDRESS, PASSWORD, _ = SIGN_INS[0]
TIERS = {"lea@simon.example": "gold", "otto@brandt.example": "silver"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    house = Installation(tmp_path_factory.mktemp("gold") / "data", REGULARS_WORLD="empty")
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


def build_gold_care(lead: Page) -> None:
    lead.goto("/settings")
    lead.get_by_role("link", name="Rules", exact=True).click()
    lead.get_by_role("link", name="Make the first rule").click()
    lead.get_by_label("Name", exact=True).fill("Gold care")
    lead.get_by_label("What happens").select_option(label="A conversation waits for us")
    lead.get_by_label("For", exact=True).fill("30 minutes")

    lead.get_by_role("button", name="Add a condition").click()
    lead.get_by_label("Field").select_option(label="customer's attribute")
    lead.get_by_label("Name of the attribute").fill("tier")
    lead.get_by_label("Value").fill("gold")

    lead.get_by_role("button", name="Add a step").click()
    first = lead.get_by_role("group", name="Step 1")
    first.get_by_label("What is done").select_option(label="Set the priority")
    first.get_by_label("priority").select_option(label="High")
    lead.get_by_role("button", name="Add a step").click()
    second = lead.get_by_role("group", name="Step 2")
    second.get_by_label("What is done").select_option(label="Tell the team")
    second.get_by_label("text").fill("A gold customer has waited for half an hour.")


def test_a_lead_builds_gold_care_and_sees_it_fire_and_why(house: Installation, lead: Page) -> None:
    build_gold_care(lead)
    lead.get_by_role("button", name="How often would it have fired?").click()
    expect(lead.get_by_text("It would have fired 0 times last week.")).to_be_visible()
    lead.get_by_role("button", name="Keep").click()
    row = lead.get_by_role("row", name="Gold care")
    expect(row).to_contain_text("waits for us for 30 minutes")
    expect(row).to_contain_text("tier is “gold”")

    post(house, "Lea Simon <lea@simon.example>", "Where is my grinder?")
    post(house, "Otto Brandt <otto@brandt.example>", "And where is mine?")
    lead.goto("/inbox?view=all")
    expect(lead.locator(".row")).to_have_count(2)
    know_tiers(house)
    lead.locator(".row", has_text="Where is my grinder?").click()
    half_an_hour_passes(house)
    thread = lead.locator("thread-view")
    expect(thread).to_contain_text("A gold customer has waited for half an hour.", timeout=20_000)
    expect(lead.get_by_text("Gold care acted").first).to_contain_text("tier is “gold”")
    expect(lead.get_by_text("Gold care set the priority to High").first).to_be_visible()

    lead.goto("/settings/rules")
    expect(lead.get_by_role("row", name="Gold care").get_by_role("link", name="fired 1 time")).to_be_visible()
    lead.get_by_role("link", name="fired 1 time").click()
    table = lead.get_by_role("table")
    expect(table.get_by_role("row", name="Where is my grinder?")).to_contain_text("fired")
    expect(table.get_by_role("row", name="Where is my grinder?")).to_contain_text("Set the priority: High")
    expect(table.get_by_role("row", name="And where is mine?")).to_contain_text("not: tier is “gold” (it is silver)")


def test_a_change_is_undone_and_the_order_is_changed_by_keyboard(house: Installation, lead: Page) -> None:
    lead.goto("/settings/rules")
    lead.get_by_role("link", name="New rule").click()
    lead.get_by_label("Name", exact=True).fill("Everything is read")
    lead.get_by_role("button", name="Add a step").click()
    lead.get_by_label("What is done").select_option(label="Put a tag on")
    lead.get_by_label("tag").fill("one, two")
    lead.get_by_role("button", name="Keep").click()
    expect(lead.locator('[data-place="steps.1"]').get_by_role("alert")).to_contain_text("comma")
    lead.get_by_label("tag").fill("read")
    lead.get_by_role("button", name="Keep").click()

    handle = lead.get_by_role("button", name="Move “Everything is read”")
    handle.focus()
    lead.keyboard.press("ArrowUp")
    expect(handle).to_be_focused()
    expect(lead.get_by_text("“Everything is read” is number 1 now.").first).to_be_attached()
    lead.reload()
    expect(lead.locator("tr[data-id]").first).to_contain_text("Everything is read")

    lead.get_by_role("link", name="Gold care", exact=True).click()
    lead.get_by_label("For", exact=True).fill("2 hours")
    lead.get_by_role("button", name="Keep").click()
    lead.goto("/settings/rules")
    lead.get_by_role("link", name="Gold care", exact=True).click()
    lead.get_by_role("link", name="Versions").click()
    expect(lead.locator("ins")).to_contain_text("2 hours")
    lead.get_by_role("button", name="Go back to this").click()
    expect(lead.get_by_role("heading", name="Version 3")).to_be_visible()
    lead.get_by_role("link", name="Rule", exact=True).click()
    expect(lead.get_by_label("For", exact=True)).to_have_value("30 minutes")
