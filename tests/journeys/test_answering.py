"""Answering: what helps to write, and two agents at one conversation who never answer past each other."""

import re
import smtplib
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation
from seeds.empty import SIGN_INS
from tests.journeys.conftest import SignIn

pytestmark = pytest.mark.django_db(databases=[])
CONVERSATION = "Refund please"


@pytest.fixture(scope="module")
def sign_ins(house: Installation) -> dict[str, tuple[str, str]]:
    """Two work here, and one letter has come; how each of them signs in."""
    said = house.command("agent", "noor@coffee.example", "--name", "Noor Haddad", "--role", "agent").stdout
    letter = EmailMessage()
    letter["From"], letter["To"] = "Ben Okafor <ben@post.example>", "hello@coffee.example"
    letter["Subject"] = CONVERSATION
    letter.set_content("The grinder arrived with a cracked hopper. I would like my money back, please.")
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(letter)
    return {"Grace": SIGN_INS[0][:2], "Noor": ("noor@coffee.example", said.split()[-1])}


@pytest.fixture
def at_the_desk(sign_ins: dict[str, tuple[str, str]], sign_in: SignIn) -> Callable[[str], Page]:
    """Somebody at the conversation."""

    def come(name: str) -> Page:
        page = sign_in(*sign_ins[name])
        page.locator(".row", has_text=CONVERSATION).click()
        expect(page.locator("reply-box .ProseMirror")).to_be_visible()
        return page

    return come


def test_two_agents_see_each_other_and_the_customer_gets_one_answer(at_the_desk: Callable[[str], Page]) -> None:
    grace, noor = at_the_desk("Grace"), at_the_desk("Noor")
    expect(grace.locator("who-here .onlooker")).to_have_attribute("aria-label", "Noor is looking at this")

    # Noor begins; Grace sees it, and is warned before she writes.
    noor.keyboard.press("r")
    noor.keyboard.type("Your money is on its way.")
    warning = grace.locator("[data-claim-line]")
    expect(warning).to_contain_text(re.compile("Noor is (typing|writing) a reply"))  # by how long it takes here
    grace.keyboard.press("r")
    write_anyway = warning.get_by_role("button", name="Write anyway")
    expect(write_anyway).to_be_focused()

    # Grace writes all the same, loses her network, and Noor's answer leaves meanwhile.
    grace.keyboard.press("Enter")
    grace.keyboard.type("I have sent you a new one.")
    expect(grace.locator("[data-hint]")).to_have_text("Draft kept")
    grace.context.set_offline(True)
    noor.keyboard.press("Control+Enter")
    expect(noor.locator(".message.ours")).to_contain_text("Your money is on its way.")
    grace.keyboard.press("Control+Enter")
    expect(grace.locator("[data-wrong-line]")).to_contain_text("nothing is lost")

    # Back again, her answer meets the guard: nothing is sent, nothing is lost, and she sees why.
    grace.context.set_offline(False)
    grace.keyboard.press("Control+Enter")
    guard = grace.locator("[data-news-line]")
    expect(guard).to_contain_text("Noor Haddad has answered meanwhile: “Your money is on its way.”")
    expect(grace.locator("reply-box .ProseMirror")).to_have_text("I have sent you a new one.")
    expect(grace.locator(".message.ours")).to_have_count(1)
    expect(noor.locator(".message.ours")).to_have_count(1)

    # Having read it she says something else; one click more, and twice in a row, is one message.
    grace.locator("reply-box .ProseMirror").click()
    grace.keyboard.press("Control+A")
    grace.keyboard.type("And we are sorry.")
    grace.keyboard.press("Control+Enter")
    guard.get_by_role("button", name="Send anyway").dblclick()
    expect(grace.locator(".message.ours")).to_have_count(2)
    expect(noor.locator(".message.ours")).to_have_count(2)
    expect(noor.locator(".message.ours").last).to_contain_text("And we are sorry.")


def test_a_draft_goes_from_one_tab_to_the_other(at_the_desk: Callable[[str], Page]) -> None:
    noor = at_the_desk("Noor")
    other = noor.context.new_page()
    other.goto(noor.url)
    expect(other.locator("reply-box .ProseMirror")).to_be_visible()
    noor.locator("reply-box .ProseMirror").click()
    noor.keyboard.type("From the first tab")
    expect(noor.locator("[data-hint]")).to_have_text("Draft kept")

    # The other tab has an older draft: it asks instead of writing over the newer one.
    other.locator("reply-box .ProseMirror").click()
    other.keyboard.type("From the second")
    asked = other.locator("[data-elsewhere-line]")
    expect(asked).to_contain_text("You wrote on in another tab")
    asked.get_by_role("button", name="Take that").click()
    expect(other.locator("reply-box .ProseMirror")).to_have_text("From the first tab")


PASTE = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 60, height: 40 });
  const blob = await new Promise(done => canvas.toBlob(done, "image/png"));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([blob], "crack.png", { type: "image/png" }));
  document.querySelector(".ProseMirror").dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


HOLD = """() => {
  const { fetch } = globalThis;
  const held = new Promise(done => { globalThis.letGo = done; });
  globalThis.fetch = async (address, asked) => { if (String(address).endsWith("/write")) await held; return fetch(address, asked); };
}"""
PRESS = "key => document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...key }))"


def test_a_snippet_a_picture_and_a_name_find_their_place(at_the_desk: Callable[[str], Page]) -> None:
    noor = at_the_desk("Noor")
    conversation = noor.url
    noor.goto("/settings/snippets/new")
    noor.get_by_label("Name").fill("sorry")
    noor.locator("prose-area .ProseMirror").first.click()
    noor.keyboard.type("We are sorry, {{customer.first_name}} of {{customer.company}}. ")
    noor.get_by_role("button", name="Keep", exact=True).click()
    expect(noor.get_by_role("link", name="sorry")).to_be_visible()

    # A snippet by a few letters; what it could not fill does not leave unseen.
    noor.goto(conversation)
    words = noor.locator("reply-box .ProseMirror")
    words.click()
    expect(words).to_be_focused()
    noor.keyboard.press("Control+A")
    noor.keyboard.type("/sry")
    expect(noor.get_by_role("option", name="sorry")).to_be_visible()
    noor.keyboard.press("Enter")
    expect(words.locator(".gap")).to_have_text("{{customer.company}}")
    noor.keyboard.press("Control+Enter")
    expect(noor.locator("[data-gaps-line]")).to_contain_text("{{customer.company}} is still to be filled in")

    # Written anew, with a picture in the text, which stands there in the message, too.
    noor.keyboard.press("Control+A")
    noor.keyboard.type("It looked so: ")
    noor.evaluate(PASTE)
    expect(words.locator("img[src]")).to_be_visible()
    noor.evaluate(HOLD)
    noor.keyboard.press("Control+Enter")
    noor.keyboard.type("And more of it")  # while that is on its way
    noor.evaluate("letGo()")
    expect(noor.locator(".message.ours", has_text="It looked so").locator(".prose img")).to_be_visible()
    expect(words).to_have_text("And more of it")
    expect(noor.locator("[data-hint]")).to_have_text("Draft kept")

    # A key that is held resolves nothing twice; on a Russian keyboard, N leaves a note that names a colleague.
    noor.keyboard.press("Escape")
    noor.evaluate(PRESS, {"key": "e", "code": "KeyE", "repeat": True})
    noor.evaluate(PRESS, {"key": "т", "code": "KeyN"})
    expect(noor.get_by_role("button", name="Resolve", exact=True)).to_be_visible()
    noor.keyboard.type("Thanks @gra")
    expect(noor.get_by_role("option", name="Grace Linden")).to_be_visible()
    noor.keyboard.press("Tab")
    noor.keyboard.type("for the photo :tada")
    expect(noor.get_by_role("option", name="party popper")).to_be_visible()
    noor.keyboard.press("Enter")
    noor.keyboard.press("Control+Enter")
    expect(noor.locator(".message.note mark").last).to_have_text("@Grace Linden")
    expect(noor.locator(".message.note").last).to_contain_text("🎉")
