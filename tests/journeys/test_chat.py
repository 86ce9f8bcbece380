"""A visitor of a shop on another origin asks in the chat, through a lost network; an agent answers at the desk, and both see it live.

And whoever is signed in there goes on, on another device and by mail, and comes back.
"""

import email
import email.policy
import re
import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from regulars.config.tests.installation import Installation
from tests.journeys.faults import PHONE, WIDE, faults_of
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(databases=[])
MAKE = """
from regulars.channels.chat.actions.save_widget import save_widget
from regulars.channels.chat.models import Widget
from regulars.conversations.models import Inbox
widget = Widget(key="%s", name="Kettle & Crumb", inbox=Inbox.objects.get(), origins=["%s"])
save_widget(widget, by=None)
print(widget.secret)
"""
GREET = """
from regulars.channels.chat.models import Widget
from regulars.channels.visits.actions.save_following import save_following
from regulars.channels.visits.actions.save_greeting import save_greeting
from regulars.channels.visits.models import Following, Greeting
widget = Widget.objects.get(key="cups")
save_following(Following(widget=widget, is_on=True), by=None)
on_cups = {"all": [{"field": "page", "contains": "/cups"}, {"field": "has written", "is": False}]}
save_greeting(Greeting(widget=widget, name="Cups", text="Which cup is it to be?", conditions=on_cups, after=0), by=None)
"""
PAGE = """<!doctype html><html lang="en"><title>Kettles</title><main><h1>Copper kettle</h1><p>Seven left.</p></main>
<script async src="{house}/widget.js" data-widget="{key}" data-identity="{identity}"></script></html>"""
SWAP = """() => { // as when the next page is put in the place of this one, after they have signed out
  const [line, next] = [document.querySelector("script[data-widget]"), document.createElement("script")]
  next.dataset.widget = line.dataset.widget
  next.src = line.src
  line.replaceWith(next)
}"""
EXPECTED = re.compile("ERR_INTERNET| 422 ")
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
            key, _, identity = self.path[1:].partition("/")
            self.wfile.write(PAGE.format(house=desk, key=key, identity=identity).encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_visitor_asks_through_a_lost_network_and_an_agent_answers(
    house: Installation, browser: Browser, desk: Page, shop: str
) -> None:
    make_widget(house, "kettles", shop)
    context = browser.new_context(viewport=WIDE)
    page, errors = context.new_page(), []
    page.on(
        "console", lambda said: said.type == "error" and not EXPECTED.search(said.text) and errors.append(said.text)
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{shop}/kettles/no.good.identity")  # a shop may sign wrongly: then they are a stranger
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
    desk.locator(".row", has_text="copper kettle").click()
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


def test_a_visitor_goes_on_by_mail_and_comes_back_on_another_device(
    house: Installation, browser: Browser, desk: Page, shop: str
) -> None:
    secret = make_widget(house, "saucers", shop)
    ada = {"sub": "7", "name": "Ada Moreau", "email": "ada@moreau.example", "exp": 4_000_000_000}
    page = f"{shop}/saucers/{jwt.encode(ada, secret, 'HS256')}"
    laptop = browser.new_page()
    laptop.goto(page)
    laptop.get_by_role("button", name="Help").click()
    laptop.locator("regulars-widget input[type=file]").set_input_files(
        {"name": "Cup \N{TEACUP WITHOUT HANDLE}.txt", "mimeType": "text/plain", "buffer": b"in two"}
    )
    area = laptop.get_by_label("Write to us")
    area.fill("It came in two.")
    area.press("Enter")
    expect(laptop.get_by_text("You are next.").or_(laptop.get_by_text("before you."))).to_be_visible()
    desk.locator(".row", has_text="It came in two.").click()
    expect(desk.locator(".message .file")).to_contain_text("Cup")
    expect(laptop.get_by_text("Seen")).to_be_visible()
    area.press_sequentially("And")
    expect(desk.get_by_text("Ada Moreau is typing…")).to_be_visible()
    laptop.close()

    answer(desk, "A new one is on its way.")
    wait_until(lambda: unread(house))
    with house.connect() as session:  # two minutes later
        session.execute("UPDATE chat_line SET mail_at = now() WHERE mail_at IS NOT NULL")
        session.execute("SELECT pg_notify('deliveries_chat', '')")
    wait_until(lambda: handed_over(house))
    letter = handed_over(house)[0]
    assert (letter["To"], "A new one" in letter.get_body().get_content()) == ("Ada Moreau <ada@moreau.example>", True)
    back = EmailMessage()
    back["From"], back["To"], back["Subject"] = letter["To"], letter["From"], f"Re: {letter['Subject']}"
    back["In-Reply-To"] = letter["Message-ID"]
    back.set_content("Thank you, by mail.")
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(back)
    expect(desk.locator(".message", has_text="Thank you, by mail.")).to_be_visible()

    phone = browser.new_page(viewport=PHONE)
    phone.goto(page)
    phone.get_by_role("button", name="Help").click()
    talk = phone.get_by_role("log")
    expect(talk.get_by_text("It came in two.")).to_be_visible()
    expect(talk.get_by_text("A new one is on its way.")).to_be_visible()
    phone.get_by_label("Write to us").fill("And from my phone.")
    phone.keyboard.press("Enter")
    expect(desk.locator(".message", has_text="And from my phone.")).to_be_visible()
    desk.get_by_role("button", name="Resolve", exact=True).click()
    phone.get_by_role("button", name="Good", exact=True).click()
    expect(desk.locator("thread-view").get_by_text("Ada Moreau rated the chat: good")).to_be_visible()
    assert looked_at(phone) == []
    for signed, shown in (
        ("", 0),
        (jwt.encode(ada | {"exp": 4_000_000_001}, secret, "HS256"), 1),
    ):  # on a page that stays
        phone.evaluate("detail => document.dispatchEvent(new CustomEvent('regulars:identity', {detail}))", signed)
        expect(talk.get_by_text("And from my phone.")).to_have_count(shown)
    phone.evaluate(SWAP)
    expect(talk.get_by_text("And from my phone.")).to_have_count(0)
    with house.connect() as session:
        talks = "SELECT count(DISTINCT conversation_id) FROM conversations_message WHERE author_name = 'Ada Moreau'"
        assert session.execute(talks).fetchone() == (1,)
    phone.close()


def test_a_visitor_is_greeted_once_and_the_team_writes_first(
    house: Installation, browser: Browser, desk: Page, shop: str
) -> None:
    make_widget(house, "cups", shop)
    made = house.command("shell", "-c", GREET)
    assert made.returncode == 0, made.stderr
    context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    page, errors = context.new_page(), []
    page.on("console", lambda said: said.type == "error" and errors.append(said.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{shop}/cups")
    card = page.locator("regulars-widget").get_by_role("status").filter(has_text="Which cup is it to be?")
    expect(card).to_be_visible()
    assert page.evaluate(SHIFT) == 0
    assert looked_at(page) == []
    page.keyboard.press("Escape")
    expect(card).not_to_be_visible()
    desk.goto("/visitors")
    expect(desk.get_by_text("Nobody is there just now")).to_be_visible()  # who has not agreed is nobody's business
    held: list[Route] = []
    page.route("**/visit.js", lambda route: held.append(route))
    with page.expect_request("**/visit.js"):
        page.reload()
    page.evaluate("document.dispatchEvent(new Event('regulars:consent'))")  # sooner than whoever acts on it is there
    held.pop().continue_()
    desk.locator("#here").get_by_role("link", name="Visitor").click()
    expect(desk.get_by_text("Is on your page")).to_be_visible()
    desk.get_by_label("Write to them").fill("May I show you the blue one?")
    desk.get_by_role("button", name="Send").click()
    expect(desk.locator("reply-box")).to_be_visible()
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")  # sooner than after twenty seconds
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("log").get_by_text("May I show you the blue one?")).to_be_visible()
    expect(card).not_to_be_visible()  # what was put away stays away
    area = page.get_by_label("Write to us")
    area.fill("Yes, please.")
    area.press("Enter")
    expect(desk.locator("thread-view").get_by_text("Yes, please.")).to_be_visible()
    assert context.cookies() == []
    assert errors == []
    context.close()


def make_widget(house: Installation, key: str, shop: str) -> str:
    """A chat for the pages of this origin. Returns its secret."""
    made = house.command("shell", "-c", MAKE % (key, shop))
    assert made.returncode == 0, made.stderr
    return made.stdout.split()[-1]


def answer(desk: Page, words: str) -> None:
    desk.locator("reply-box .ProseMirror").click()
    desk.keyboard.type(words)
    desk.keyboard.press("Control+Enter")


def unread(house: Installation) -> bool:
    """Whether an answer waits to go by mail."""
    with house.connect() as session:
        return session.execute("SELECT count(*) FROM chat_line WHERE mail_at IS NOT NULL").fetchone() != (0,)


def handed_over(house: Installation) -> list[EmailMessage]:
    """The letters to Ada that have left."""
    with house.connect() as session:
        rows = session.execute("SELECT raw FROM email_sentletter ORDER BY at").fetchall()
    letters = [email.message_from_bytes(bytes(raw), policy=email.policy.default) for (raw,) in rows]
    return [each for each in letters if "ada@moreau.example" in each["To"]]


def looked_at(page: Page) -> list[str]:
    """What axe says of the open panel on a wide screen and on a phone, in light and dark."""
    faults: list[str] = []
    for screen, scheme in ((WIDE, "light"), (PHONE, "dark")):
        page.set_viewport_size(screen)
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function("!document.getAnimations().some(each => each.playState === 'running')")
        faults += faults_of(page, "regulars-widget")
    return faults
