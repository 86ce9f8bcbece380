"""The pictures of the manual, taken of a coffee shop that runs: `.venv/bin/python -m seeds.photograph http://localhost:8000`.

Makes docs/pictures/*.png anew, with the Chromium that the browser tests use.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable

from playwright.sync_api import Page, expect, sync_playwright

from regulars.config.environment import ROOT
from seeds.palette import shrunk

PLACE = ROOT / "docs" / "pictures"
SIZE = {"width": 1200, "height": 760}  # pixels
ADDRESS, PASSWORD = "grace@coffee.example", "kettle-and-crumb"


def views(page: Page) -> None:
    """The views of the house, with their numbers."""
    page.goto("/inbox?view=all")
    page.locator(".row").first.click()
    expect(page.locator("#head")).to_be_visible()
    page.keyboard.press("v")


def writing(page: Page) -> None:
    """Somebody is named in a note."""
    _opened(page, 1)
    page.keyboard.press("n")
    editor = page.locator(".ProseMirror")
    expect(editor).to_be_focused()
    editor.press_sequentially("The courier has it since noon. Could you look, @")
    expect(page.locator("[role=listbox] [role=option]").first).to_be_visible()


def organising(page: Page) -> None:
    """Put away until a time."""
    _opened(page, 4)
    page.keyboard.press("b")
    expect(page.locator(".acts .menu:visible")).to_be_visible()


def finding(page: Page) -> None:
    """A search that says what it asks."""
    page.goto("/inbox?q=" + "order -is:resolved newer:1y")
    expect(page.locator(".row").first).to_be_visible()
    page.locator(".row").first.click()
    expect(page.locator("#head")).to_be_visible()


def many(page: Page) -> None:
    """Several are chosen."""
    page.goto("/inbox?view=all")
    for _time in range(4):
        page.keyboard.press("J")
    expect(page.locator(".pick-bar")).to_be_visible()


def customers(page: Page) -> None:
    """Who somebody is, and what happened."""
    page.goto("/inbox?view=all")
    page.locator(".row", has_text="Ada Moreau").first.click()
    page.goto(page.locator("#person h3 a[href^='/customers/']").last.get_attribute("href") or "/customers")
    expect(page.locator(".timeline").first).to_be_visible()


def people(page: Page) -> None:
    """Who changed what."""
    page.goto("/settings/audit?source=timeline")
    expect(page.locator("table")).to_be_visible()


def notifications(page: Page) -> None:
    """Which reason is told where."""
    page.goto("/settings/notifications")
    expect(page.locator("table")).to_be_visible()


def loyalty(page: Page) -> None:
    """What a member has, and how it came to be."""
    page.goto("/loyalty?q=ada")
    page.get_by_role("link", name="Ada Moreau").click()
    expect(page.locator("#points tbody tr").first).to_be_visible()


def rewards(page: Page) -> None:
    """What points buy."""
    page.goto("/settings/rewards")
    expect(page.locator("table")).to_be_visible()


def store(page: Page) -> None:
    """Somebody stands at the counter."""
    page.goto("/till")
    page.locator("main a[href^='/till/']").first.click()
    page.get_by_role("searchbox").fill("Ada")
    page.keyboard.press("Enter")
    expect(page.locator("[data-member] form").first).to_be_visible()


def surveys(page: Page) -> None:
    """What customers think."""
    page.goto("/feedback")
    expect(page.get_by_role("heading", name="The newest words")).to_be_visible()


def segments(page: Page) -> None:
    """Groups of customers, and what they are made of."""
    page.goto("/segments")
    expect(page.locator("table")).to_be_visible()


def reports(page: Page) -> None:
    """Numbers over time, each beside the days before."""
    page.goto("/reports?days=30")
    _drawn(page)


def beside(page: Page) -> None:
    """One topic beside the other."""
    page.goto("/reports/topics?days=90")
    page.locator(".tile.wide").scroll_into_view_if_needed()
    expect(page.locator(".tile.wide tbody tr").first).to_be_visible()


def arrivals(page: Page) -> None:
    """The busy hours of the week."""
    page.goto("/reports/arrivals?days=90")
    _drawn(page)


def cohorts(page: Page) -> None:
    """Who comes back, month after month."""
    page.goto("/reports/customers?days=365")
    page.locator(".tile.wide").last.scroll_into_view_if_needed()
    _drawn(page)


def effect(page: Page) -> None:
    """What was caused, and how sure that is."""
    page.goto("/effect")
    expect(page.locator("table").first).to_be_visible()


STORIES: tuple[Callable[[Page], None], ...] = (
    views,
    organising,
    writing,
    finding,
    many,
    customers,
    people,
    notifications,
    loyalty,
    rewards,
    store,
    surveys,
    segments,
    reports,
    beside,
    arrivals,
    cohorts,
    effect,
)


def main(house: str, *names: str) -> None:
    """Take the pictures of the stories named, or of all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(base_url=house, viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        page.goto("/inbox")
        page.get_by_label("Email").fill(ADDRESS)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("html[data-stream=live]")).to_be_attached()
        for story in STORIES:
            if not names or story.__name__ in names:
                story(page)
                page.wait_for_timeout(700)  # what slides in has come
                (PLACE / f"{story.__name__}.png").write_bytes(shrunk(page.screenshot(animations="disabled")))


def _drawn(page: Page) -> None:
    expect(page.locator("chart-view[data-state=drawn]").first).to_be_visible()


def _opened(page: Page, row: int) -> None:
    page.goto("/inbox?view=all")
    page.locator(".row").nth(row).click()
    expect(page.locator("reply-box .ProseMirror")).to_be_visible()


if __name__ == "__main__":
    main(*sys.argv[1:])
