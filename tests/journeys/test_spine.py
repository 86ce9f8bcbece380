"""A letter comes in, an agent sees who wrote and answers, the customer gets the reply: every process real, nothing reloaded."""

import email
import email.policy
import re
import smtplib
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.conftest import at_rest, settled

pytestmark = pytest.mark.django_db(databases=[])


def post(house: Installation, letter: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(letter)


def a_letter(text: str, **headers: str) -> EmailMessage:
    letter = EmailMessage()
    usual = {"From": "Lea Simon <lea@simon.example>", "To": "hello@coffee.example", "Subject": "Do you ship to Norway?"}
    for name, value in (usual | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        letter[name] = value
    letter.set_content(text)
    return letter


def handed_over(house: Installation) -> list[EmailMessage]:
    """What the local mailbox holds, oldest first."""
    with house.connect() as session:
        rows = session.execute("SELECT raw FROM email_sentletter ORDER BY at").fetchall()
    return [email.message_from_bytes(bytes(raw), policy=email.policy.default) for (raw,) in rows]


def test_a_letter_comes_in_is_answered_and_the_answer_to_it_comes_back(house: Installation, desk: Page) -> None:
    post(
        house, a_letter("Two bags of the House blend, please. Do you ship to Norway?", Message_ID="<one@simon.example>")
    )
    row = desk.locator(".row", has_text="Do you ship to Norway?")
    expect(row).to_be_visible()
    row.click()
    expect(desk.locator(".message")).to_contain_text("Two bags of the House blend")
    expect(desk.locator(".person")).to_contain_text("lea@simon.example")

    desk.locator("reply-box .ProseMirror").click()
    desk.keyboard.type("We do, for nine euros.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".message.ours")).to_contain_text("We do, for nine euros.")
    expect(desk.locator(".message.ours")).to_contain_text("Sent")

    reply = handed_over(house)[-1]
    assert reply["In-Reply-To"] == "<one@simon.example>" and reply["To"].endswith("<lea@simon.example>")
    assert reply["Subject"] == "Re: Do you ship to Norway?"
    assert "We do, for nine euros." in reply.get_body(("plain",)).get_content()

    note = desk.get_by_label("A note about the customer")
    note.fill("Lives in Norway")
    with desk.expect_response(lambda answer: "/pane" in answer.url):  # what stands beside the conversation is made anew
        post(
            house,
            a_letter("Lovely, then three bags.", In_Reply_To=reply["Message-ID"], Message_ID="<two@simon.example>"),
        )
    expect(desk.locator(".message", has_text="Lovely, then three bags.")).to_be_visible()
    desk.keyboard.type(", in Oslo")
    expect(note).to_have_value("Lives in Norway, in Oslo")
    desk.goto("/sent-mail")
    expect(desk.locator("main")).to_contain_text("Re: Do you ship to Norway?")
    desk.goto("/inbox?view=all")
    expect(desk.locator(".row", has_text="Do you ship to Norway?")).to_have_count(1)


NOTE_WHEN_LOST = """() => {
  const page = document.documentElement;
  const lost = new Promise(done => new MutationObserver(() => page.dataset.stream === "lost" && done(true)).observe(page, { attributes: true }));
  window.lost = Promise.race([lost, new Promise(done => setTimeout(done, 30000, false))]);
}"""


def test_what_came_while_the_connection_was_lost_appears_by_itself(house: Installation, desk: Page) -> None:
    desk.evaluate(NOTE_WHEN_LOST)
    desk.context.set_offline(True)
    house.kill("web")
    assert desk.evaluate("window.lost")
    post(house, a_letter("While you were away", Subject="Written in the dark", Message_ID="<dark@simon.example>"))
    desk.context.set_offline(False)
    expect(desk.locator(".row", has_text="Written in the dark")).to_be_visible(timeout=20_000)
    expect(desk.locator(".row", has_text="Written in the dark")).to_have_count(1)


def test_the_desk_is_worked_by_keyboard(house: Installation, desk: Page, tmp_path: Path) -> None:
    post(house, a_letter("One", Subject="First by keyboard", Message_ID="<k1@simon.example>"))
    expect(desk.locator(".row", has_text="First by keyboard")).to_be_visible()
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.locator(".thread h1")).to_contain_text("First by keyboard")
    expect(desk.locator("reply-box .ProseMirror")).to_be_visible()
    settled(desk)
    desk.keyboard.press("r")
    expect(desk.locator("reply-box .ProseMirror")).to_be_focused()
    desk.keyboard.press("Escape")
    desk.keyboard.press("e")
    expect(desk.locator(".thread", has_text="Reopen")).to_be_visible()  # while the one before it may still be there
    desk.keyboard.press("Control+k")
    desk.keyboard.type("Lea")
    desk.keyboard.press("Enter")  # sooner than the answer can be there
    desk.wait_for_url("**/customers/*")
    expect(desk.locator("main")).to_contain_text("lea@simon.example")


def test_many_are_found_by_operators_tagged_at_once_and_brought_back_by_keyboard(
    house: Installation, desk: Page
) -> None:
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        for number in range(20):
            server.send_message(
                a_letter("It leaks.", Subject=f"Kettle number {number}", Message_ID=f"<kettle{number}@simon.example>")
            )
        server.send_message(a_letter("It leaks.", Subject="A grinder", Message_ID="<grinder@simon.example>"))
    expect(desk.locator(".row", has_text="A grinder")).to_be_visible(timeout=20_000)
    desk.keyboard.press("/")
    desk.keyboard.type("subject:kettle is:op")
    expect(desk.get_by_role("option", name="is:open")).to_be_visible()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.keyboard.type("from:lea")
    desk.keyboard.press("Enter")
    expect(desk.locator("a.row")).to_have_count(20)
    at_rest(house)
    settled(desk)
    for _ in range(20):
        desk.keyboard.press("Shift+J")
    expect(desk.locator("pick-bar")).to_contain_text("20 selected")
    desk.keyboard.press("Shift+T")
    expect(desk.get_by_label("A tag, old or new")).to_be_focused()
    desk.keyboard.type("recall")
    desk.keyboard.press("Enter")
    expect(desk.locator("pick-bar")).to_contain_text("20 done")
    assert tagged(house, "recall") == 20
    desk.keyboard.press("z")
    expect(desk.locator("pick-bar")).to_contain_text("Undo: Put a tag on: recall · 20 done")
    assert tagged(house, "recall") == 0

    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keyboard")).to_contain_text("Select it, and go on to the next")
    desk.keyboard.press("Escape")
    desk.keyboard.press("Control+k")
    desk.keyboard.type("new mac")
    expect(desk.get_by_role("option", name="New macro")).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/settings/macros/new")
    desk.keyboard.press("g")
    desk.keyboard.press("m")
    desk.wait_for_url("**/inbox?view=mine")


def test_a_search_leaves_what_is_open_beside_it_and_a_way_back(house: Installation, desk: Page) -> None:
    post(house, a_letter("It whistles.", Subject="A kettle to look for", Message_ID="<look1@simon.example>"))
    post(house, a_letter("It grinds.", Subject="A grinder to look for", Message_ID="<look2@simon.example>"))
    expect(desk.locator(".row", has_text="A grinder to look for")).to_be_visible(timeout=20_000)
    at_rest(house)
    settled(desk)
    desk.locator(".row", has_text="A kettle to look for").click()
    expect(desk.locator(".thread h1")).to_contain_text("A kettle to look for")
    settled(desk)
    desk.evaluate("window.isTheSame = true")
    desk.keyboard.press("/")
    desk.keyboard.type("subject:look grinds")
    desk.keyboard.press("Enter")
    expect(desk.locator("a.row")).to_have_count(1)
    expect(desk.locator("#rows")).to_be_focused()
    expect(desk.locator("[data-view][aria-current]")).to_have_count(0)
    expect(desk).to_have_url(re.compile(r"/inbox/\d+\?view=all&q=subject%3Alook\+grinds$"))
    expect(desk.locator(".thread h1")).to_contain_text("A kettle to look for")
    desk.keyboard.press("j")
    expect(desk.locator(".thread h1")).to_contain_text("A grinder to look for")
    assert desk.evaluate("window.isTheSame")  # nothing was loaded anew
    desk.keyboard.press("x")
    expect(desk.locator("pick-bar")).to_contain_text("1 selected")
    desk.go_back()
    expect(desk.locator(".thread h1")).to_contain_text("A kettle to look for")
    expect(desk.locator("a.row")).to_have_count(1)
    expect(desk.get_by_role("combobox", name="Search all conversations")).to_have_value("subject:look grinds")


def tagged(house: Installation, tag: str) -> int:
    with house.connect() as session:
        return session.execute(
            "SELECT count(*) FROM conversations_conversation WHERE tags @> ARRAY[%s]::varchar[]", [tag]
        ).fetchone()[0]
