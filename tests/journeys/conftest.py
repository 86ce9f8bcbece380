"""A house of its own for each file of stories, as on its first day, and somebody who signs in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from regulars.config.tests.installation import Installation
from seeds.empty import SIGN_INS
from tests.template import begin

ADDRESS, PASSWORD, _ = SIGN_INS[0]
SignIn = Callable[..., Page]
expect.set_options(timeout=20_000)  # milliseconds, far longer than anything takes, even on a busy machine


@pytest.fixture(scope="module")
def house(first_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Everything that bin/run starts."""
    house = Installation(tmp_path_factory.mktemp("house") / "data", REGULARS_WORLD="empty")
    begin(house.data, like=first_day)
    house.start()
    yield house
    house.stop()


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
