"""A customer asks by a form, comes in by a code, and reads and writes there; an agent answers at the desk and sees it live."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.finders import find
from playwright.sync_api import Browser, Page, Route, expect

from regulars.config.tests.installation import Installation
from tests.journeys.faults import PHONE, WIDE, faults_of
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(databases=[])
FORM = """
from regulars.conversations.models import Inbox
from regulars.customers.actions.save_field import save_field
from regulars.customers.models import CustomField
from regulars.portal.actions.save_form import save_form
from regulars.portal.models import RequestForm
from regulars.loyalty.actions.save_programme import save_programme
from regulars.team.models import Agent
grace, things = Agent.objects.get(email="grace@coffee.example"), [{"word": "cup", "label": "A cup"}, {"word": "kettle", "label": "A kettle"}]
thing = CustomField(about="conversation", label="Thing", key="thing", kind="choice", choices=things)
litres = CustomField(about="conversation", label="Litres", key="litres", kind="number")
[save_field(each, by=grace) for each in (thing, litres)]
asked = [{"field": thing, "is_needed": True, "only_if": {}}, {"field": litres, "is_needed": True, "only_if": {"field": "fields.thing", "is": "kettle"}}]
save_form(RequestForm(name="Send something back", inbox=Inbox.objects.get()), questions=asked, by=grace)
tiers = {"levels": [{"word": "silver", "name": "Silver", "min": 100}]}
save_programme(None, facts={"name": "Card"}, terms={"joining": {"is_open": True}, "tiers": tiers}, by=grace)
"""


@pytest.fixture
def customer(house: Installation, browser: Browser) -> Iterator[Page]:
    """Ida, in a browser of her own."""
    context = browser.new_context(base_url=f"http://localhost:{house.port}", viewport=WIDE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def digits(house: Installation) -> str:
    """The code out of the newest letter in the local mailbox."""
    found: list[str] = []

    def has_come() -> bool:
        with house.connect() as session:
            row = session.execute(
                """SELECT subject FROM email_sentletter WHERE recipients @> '["ida@lund.example"]' ORDER BY at DESC"""
            ).fetchone()
        found[:] = re.findall(r"\d{4} \d{4}", row[0]) if row else []
        return bool(found)

    wait_until(has_come)
    return found[0]


def looked_at(page: Page) -> list[str]:
    """What axe says of the page on a wide screen and on a phone, in light and dark."""
    faults: list[str] = []
    for screen, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(screen)
        page.emulate_media(color_scheme=scheme)
        page.reload()  # colours that are on their way from light to dark are read as neither
        faults += faults_of(page)
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    return faults


def test_what_is_said_while_the_page_asks_is_asked_for_as_well(browser: Browser) -> None:
    said = '<ol data-stands="%d" hx-get="/said" hx-trigger="news, every 60s" hx-swap="outerHTML"></ol>'
    scripts = {"/htmx.js": "django_htmx/htmx-2.min.js", "/live.js": "portal/live-news.js"}
    page = '<script src="/htmx.js" defer></script><script type="module" src="/live.js"></script><live-news src="/news">'
    asked: list[Route] = []
    heard: list[Route] = []

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in scripts:
            route.fulfill(path=find(scripts[path]), content_type="text/javascript")
        elif path == "/news":
            heard.append(route)
            if len(heard) < 3:
                told = f'retry: 20\nevent: news\ndata: {{"stands": "{len(heard) + 1}"}}\n\n'
                route.fulfill(body=told, content_type="text/event-stream")
            else:  # both were heard: the first answer comes now
                asked[0].fulfill(body=said % 2, content_type="text/html")
        elif path == "/said":
            asked.append(route)
            if len(asked) > 1:
                route.fulfill(body=said % 3, content_type="text/html")
        else:
            route.fulfill(body=page + said % 1, content_type="text/html")

    customer = browser.new_page()
    customer.route("**/*", serve)
    customer.goto("http://shop.test/")
    expect(customer.locator("ol")).to_have_attribute("data-stands", "3")
    assert len(asked) == 2
    customer.unroute_all(behavior="ignoreErrors")
    customer.close()


def test_a_customer_asks_by_a_form_and_goes_on_in_the_portal(house: Installation, desk: Page, customer: Page) -> None:
    errors: list[str] = []
    customer.on("console", lambda said: said.type == "error" and errors.append(said.text))
    made = house.command("shell", "-c", FORM)
    assert made.returncode == 0, made.stderr
    customer.goto("/my/new")
    errors += looked_at(customer)
    customer.get_by_label("Your name").fill("Ida Lund")
    customer.get_by_label("Your e-mail address").fill("ida@lund.example")
    customer.get_by_label("Thing").select_option(label="A kettle")
    customer.get_by_label("Litres").fill("1.5")
    customer.get_by_label("In a few words").fill("My kettle leaks")
    customer.get_by_label("What we should know").fill("It came on Tuesday, and drips at the spout.")
    customer.get_by_role("button", name="Send").click()
    expect(customer.get_by_role("heading", name="Your request has come")).to_be_visible()
    customer.get_by_role("button", name="Mail me a code").click()
    customer.get_by_label("The code").fill(digits(house))
    customer.get_by_role("button", name="Sign in").click()
    customer.get_by_role("link", name="My kettle leaks").click()
    expect(customer.locator(".message.mine")).to_contain_text("drips at the spout")

    row = desk.locator(".row", has_text="My kettle leaks")
    expect(row).to_be_visible()
    row.click()
    expect(desk.locator(".message")).to_contain_text("drips at the spout")
    desk.locator("reply-box .ProseMirror").click()
    desk.keyboard.type("A new one leaves today.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".message.ours")).to_contain_text("Sent")

    expect(customer.locator(".message.theirs")).to_contain_text("A new one leaves today.")  # by itself
    customer.get_by_label("Your message").fill("Lovely, thank you!")
    customer.get_by_role("button", name="Send").click()
    expect(customer.locator(".message.mine", has_text="Lovely, thank you!")).to_be_visible()
    expect(desk.locator(".message", has_text="Lovely, thank you!")).to_be_visible()
    errors += looked_at(customer)
    customer.get_by_role("link", name="Points").click()
    errors += looked_at(customer)
    customer.get_by_role("button", name="Join Card").press("Enter")
    expect(customer.get_by_role("img", name="QR code of card")).to_be_visible()
    errors += looked_at(customer)
    customer.goto("/my/details")
    errors += looked_at(customer)
    assert errors == [], "\n".join(errors)
