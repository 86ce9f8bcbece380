"""Letters in a real browser and between two real installations: to whom they go, to whom never, and that machines fall silent.

Every process is real, the mail servers too.
"""

import email
import email.policy
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.conftest import is_at_rest
from tests.template import begin
from tests.waiting import wait_until

pytestmark = [pytest.mark.django_db(databases=[]), pytest.mark.long]
OURS, THEIRS = "trade@coffee.example", "orders@roastery.example"
TELL_EVERYBODY = (
    "INSERT INTO email_acknowledgement (inbox_id, is_on, subject, text) "
    "SELECT inbox_id, true, 'Re: {{subject}}', 'It has come.' FROM email_mailbox WHERE address = %s"
)


@pytest.fixture
def other_house(
    house: Installation, first_day: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The roastery: its letters go to our door, and those of our trade address to its own. Both tell everybody that letters came."""
    other = Installation(tmp_path_factory.mktemp("roastery") / "data", REGULARS_WORLD="empty")
    begin(other.data, like=first_day)
    (other.data / "secret.key").unlink()  # it knows nothing of what the other house signs
    other.start()
    for here, address, there in ((house, OURS, other), (other, THEIRS, house)):
        road = f"smtp://127.0.0.1:{there.smtp_port}?tls=none"
        here.command("mailbox", "add", address, "--smtp", road, "--inbox", "Trade").check_returncode()
        with here.connect() as session:
            session.execute(TELL_EVERYBODY, [address])
    yield other
    other.stop()


def post(house: Installation, *, to: str, **headers: str) -> None:
    letter = EmailMessage()
    for name, value in {"From": "Lea Simon <lea@simon.example>", "To": to, **headers}.items():
        letter[name] = value
    letter.set_content("Two bags of the House blend, please.")
    with smtplib.SMTP("127.0.0.1", house.smtp_port) as server:
        server.send_message(letter, to_addrs=[to])


def test_two_houses_that_tell_each_other_what_has_come_fall_silent(
    house: Installation, other_house: Installation
) -> None:
    before = _came(house)  # from whoever wrote in another story
    post(house, to=OURS, From=f"The roastery <{THEIRS}>", Subject="Green beans")
    wait_until(lambda: _came(other_house))  # our word that it has come
    wait_until(lambda: all(map(is_at_rest, (house, other_house, house))))
    assert (_came(house) - before, _came(other_house)) == (1, 1)
    post(other_house, to=THEIRS, From=f"Kettle & Crumb <{OURS}>", Subject="As people write")
    wait_until(lambda: _came(house) - before == 2)  # their word that it has come
    wait_until(lambda: all(map(is_at_rest, (house, other_house, house))))
    assert (_came(house) - before, _came(other_house)) == (2, 2)


def test_an_answer_goes_to_exactly_those_who_are_shown_and_a_note_to_nobody(house: Installation, desk: Page) -> None:
    post(
        house, to="hello@coffee.example", Cc="Max <max@simon.example>, Ida <ida@simon.example>", Subject="For the party"
    )
    desk.goto("/inbox?view=all")
    desk.locator(".row", has_text="For the party").click()
    chips = desk.locator("reply-box .chip:visible")
    expect(chips).to_have_text(["Lea Simon", "Max", "Ida"])

    desk.get_by_role("button", name="Leave out: Max").click()
    expect(desk.locator('.chip[data-address="max@simon.example"][data-state=gone]')).to_have_text("Max")
    desk.get_by_role("button", name="Cc, Bcc").click()
    desk.get_by_label("Add somebody in blind copy").fill("boss@coffee.example")
    desk.keyboard.press("Enter")
    expect(desk.locator('.chip[data-address="boss@coffee.example"][data-state=waiting]')).to_be_visible()
    desk.locator("reply-box .ProseMirror").click()
    desk.keyboard.type("Gladly, for all of you.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".message.ours")).to_contain_text("Sent")
    raw, recipients = _handed_over(house)[0]
    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert set(recipients) == {"lea@simon.example", "ida@simon.example", "boss@coffee.example"}
    assert letter["Cc"] == "Ida <ida@simon.example>" and b"boss" not in raw and b"max" not in raw

    desk.locator("reply-box").get_by_text("Note", exact=True).click()
    expect(desk.get_by_text("Only the team sees this")).to_be_visible()
    expect(chips).to_have_count(0)
    desk.locator("reply-box .ProseMirror").click()
    desk.keyboard.type("She owes us for March.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".message", has_text="She owes us for March.")).to_be_visible()
    post(house, to="hello@coffee.example", Subject="Re: For the party", **{"In-Reply-To": letter["Message-ID"]})
    expect(desk.locator(".message", has_text="Two bags")).to_have_count(2)
    desk.locator("reply-box").get_by_text("Reply", exact=True).click()
    expect(chips).to_have_text(["Lea Simon"])
    desk.locator("reply-box .ProseMirror").click()
    desk.keyboard.type("See you on Friday.")
    desk.keyboard.press("Control+Enter")
    wait_until(lambda: len(_handed_over(house)) == 2)
    raw, recipients = _handed_over(house)[1]
    assert recipients == ["lea@simon.example"] and b"March" not in raw and b"boss" not in raw


def _came(house: Installation) -> int:
    with house.connect() as session:
        return session.execute("SELECT count(*) FROM email_inboundletter").fetchone()[0]


def _handed_over(house: Installation) -> list[tuple[bytes, list[str]]]:
    """Letter and envelope of what the local mailbox holds, oldest first."""
    with house.connect() as session:
        rows = session.execute("SELECT raw, recipients FROM email_sentletter ORDER BY at").fetchall()
    return [(bytes(raw), sorted(to)) for raw, to in rows]
