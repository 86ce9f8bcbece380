"""A house that is as on its first day when a file of stories begins, and somebody who signs in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bench.house import drop
from regulars.config.tests.installation import Installation
from seeds.empty import SIGN_INS
from tests.template import begin
from tests.waiting import wait_until

ADDRESS, PASSWORD, _ = SIGN_INS[0]
MOVING = (
    "SELECT (SELECT count(*) FROM email_inboundletter WHERE state = 'received') + (SELECT count(*) FROM conversations_delivery "
    "WHERE state = 'waiting') + (SELECT count(*) FROM customers_reaction WHERE state = 'waiting')"
)
SignIn = Callable[..., Page]


@pytest.fixture(scope="session")
def lasting_house(first_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Everything that bin/run starts, once for all stories."""
    house = Installation(tmp_path_factory.mktemp("house") / "data", REGULARS_WORLD="empty")
    begin(house.data, like=first_day)
    with house.database() as session:
        session.execute("CREATE DATABASE first_day TEMPLATE regulars")
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def house(lasting_house: Installation) -> Installation:
    """As a backup that is restored while everything runs: each process loses its sessions, and finds what is there now."""
    with lasting_house.connect("first_day") as session:
        session.execute("UPDATE live_heartbeat SET at = now()")
    with lasting_house.connect("postgres") as session:
        session.execute("CREATE DATABASE next TEMPLATE first_day")
        drop(session, "regulars")
        session.execute("ALTER DATABASE next RENAME TO regulars")
    return lasting_house


def is_at_rest(house: Installation) -> bool:
    """Whether all that has come is taken in, with what follows from it, and all that was said has left."""
    with house.connect() as session:
        return session.execute(MOVING).fetchone() == (0,)


def at_rest(house: Installation) -> None:
    """Until then pages look anew, and a key or a click falls between."""
    wait_until(lambda: is_at_rest(house))


def settled(desk: Page) -> None:
    """What has just come is plain links and forms for a moment: whoever is that quick gets whole pages, which are right as well."""
    expect(desk.locator(".htmx-request, .htmx-settling")).to_have_count(0)


@pytest.fixture
def sign_in(house: Installation, browser: Browser) -> Iterator[SignIn]:
    """Somebody signs in, in a browser of their own, and sees everything that is open."""
    contexts: list[BrowserContext] = []

    def sign_in(address: str = ADDRESS, password: str = PASSWORD) -> Page:
        contexts.append(browser.new_context(base_url=f"http://localhost:{house.port}"))
        page = contexts[-1].new_page()
        page.goto("/inbox?view=all")
        page.get_by_label("Email").fill(address)
        page.get_by_label("Password").fill(password)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
        expect(page.locator("html[data-stream=live]")).to_be_attached()
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture
def desk(sign_in: SignIn) -> Page:
    """Grace at her desk."""
    return sign_in()
