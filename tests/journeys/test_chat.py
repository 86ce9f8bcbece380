"""A visitor of a shop on another origin asks in the chat, through a lost network; an agent answers at the desk, and both see it live."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.test_accessible import FOUND, IS_TOO_WIDE, PHONE, WIDE

pytestmark = pytest.mark.django_db(databases=[])
MAKE = """
from regulars.channels.chat.actions.save_widget import save_widget
from regulars.channels.chat.models import Widget
from regulars.conversations.models import Inbox
save_widget(Widget(key="kettles", name="Kettle & Crumb", inbox=Inbox.objects.get(), origins=["%s"]), by=None)
"""
PAGE = """<!doctype html><html lang="en"><title>Kettles</title><main><h1>Copper kettle</h1><p>Seven left.</p></main>
<script async src="{house}/widget.js" data-widget="kettles"></script></html>"""
SHIFT = """() => new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => { for (const each of list.getEntries()) sum += each.value }).observe({type: "layout-shift", buffered: true})
  setTimeout(() => done(sum), 100) // what is buffered is told in a task of its own
})"""


@pytest.fixture
def shop(house: Installation) -> Iterator[str]:
    """The origin of a shop whose pages allow no inline styles, no eval, and scripts of the desk alone."""
    desk = f"http://localhost:{house.port}"

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"default-src 'none'; script-src {desk}; connect-src {desk}")
            self.end_headers()
            self.wfile.write(PAGE.format(house=desk).encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_visitor_asks_through_a_lost_network_and_an_agent_answers(
    house: Installation, browser: Browser, desk: Page, shop: str
) -> None:
    made = house.command("shell", "-c", MAKE % shop)
    assert made.returncode == 0, made.stderr
    context = browser.new_context(viewport=WIDE)
    page, errors = context.new_page(), []
    page.on(
        "console", lambda said: said.type == "error" and "ERR_INTERNET" not in said.text and errors.append(said.text)
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(shop)
    page.get_by_role("button", name="Help").click()
    area = page.get_by_label("Write to us")
    expect(area).to_be_focused()
    area.fill("Is the copper kettle in stock?")
    context.set_offline(True)
    area.press("Enter")
    expect(page.get_by_text("No connection.")).to_be_visible()
    context.set_offline(False)
    page.reload()  # what was written outlives the page
    expect(page.get_by_role("button", name="Help")).to_be_visible()
    assert page.evaluate(SHIFT) == 0  # the button has moved nothing of the shop's
    expect(desk.locator(".row", has_text="copper kettle")).to_be_visible()
    answer(desk, "Seven are left, https://coffee.example/kettle")
    expect(page.locator("regulars-widget .news")).to_have_text("1")
    page.get_by_role("button", name="Help").click()
    talk = page.get_by_role("log")
    expect(talk.get_by_text("Seven are left")).to_be_visible()
    expect(talk.get_by_text("Is the copper kettle in stock?")).to_have_count(1)
    expect(desk.get_by_text("read by")).to_be_visible()
    assert context.cookies() == []
    assert errors == []
    assert looked_at(page) == []
    context.close()


def answer(desk: Page, words: str) -> None:
    desk.locator(".row", has_text="copper kettle").click()
    desk.locator("reply-box .ProseMirror").click()
    desk.keyboard.type(words)
    desk.keyboard.press("Control+Enter")


def looked_at(page: Page) -> list[str]:
    """What axe says of the open panel on a wide screen and on a phone, in light and dark."""
    faults: list[str] = []
    page.evaluate(AXE_FILE_PATH.read_text())
    for screen, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(screen)
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("!document.getAnimations().some(each => each.playState === 'running')")
        faults += page.evaluate(FOUND, "regulars-widget")
        faults += ["wider than the screen"] if page.evaluate(IS_TOO_WIDE) else []
    return faults
