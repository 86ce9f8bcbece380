"""Who works here: called to a conversation by name, and coming in with a second factor. Read by axe on the way."""

import hmac
import json
import time
from base64 import b32decode

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.conftest import PASSWORD, SignIn
from tests.journeys.faults import PHONE, WIDE, faults_of
from tests.journeys.test_spine import a_letter, post

pytestmark = pytest.mark.django_db(databases=[])


@pytest.fixture(scope="module")
def house(house: Installation) -> Installation:
    """Two work here, and there are two inboxes with a letter in each."""
    with house.connect() as session:
        noor = {"name": "Noor Haddad", "email": "noor@coffee.example", "role_id": "agent"}
        session.execute(copied("team_agent"), [json.dumps(noor)])
        session.execute(copied("conversations_inbox"), [json.dumps({"name": "Repairs"})])
        repairs = session.execute("SELECT id FROM conversations_inbox WHERE name = 'Repairs'").fetchone()[0]
        session.execute(
            copied("email_mailbox"), [json.dumps({"address": "repairs@coffee.example", "inbox_id": repairs})]
        )
    post(house, a_letter("Two bags, please.", Subject="Two bags"))
    post(house, a_letter("It hums.", Subject="A humming grinder", To="repairs@coffee.example"))
    return house


def copied(table: str) -> str:
    """The statement for one more row like the only one, with other facts."""
    return (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(one, %s || "
        f"jsonb_build_object('id', nextval(pg_get_serial_sequence('{table}', 'id'))))).* FROM {table} AS one"
    )


def look(page: Page) -> None:
    """On a phone and on a desk: nothing that axe minds, nothing wider than the screen."""
    page.emulate_media(reduced_motion="reduce")
    for screen in (PHONE, WIDE):
        page.set_viewport_size(screen)
        assert faults_of(page) == []


def test_whoever_is_named_in_a_note_hears_of_it_at_once(desk: Page, sign_in: SignIn) -> None:
    noor = sign_in("noor@coffee.example")
    bell, own_bell = (page.get_by_role("button", name="Notifications") for page in (noor, desk))
    expect(bell).to_have_accessible_name("Notifications")
    desk.locator(".row", has_text="Two bags").click()
    expect(desk.locator("reply-box .ProseMirror")).to_be_visible()
    expect(desk.locator(".person")).to_contain_text("lea@simon.example")  # all of it is there, and listens
    desk.keyboard.press("n")
    expect(desk.locator("reply-box .ProseMirror")).to_be_focused()
    desk.keyboard.type("@noor")
    expect(desk.get_by_role("option", name="Noor Haddad")).to_be_visible()
    desk.keyboard.press("Enter")
    desk.keyboard.type("have we any left?")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".message", has_text="have we any left?")).to_be_visible()

    expect(bell).to_have_accessible_name("Notifications: 1 not seen")
    expect(own_bell).to_have_accessible_name("Notifications")
    bell.click()
    line = noor.get_by_role("menuitem", name="Two bags")
    expect(line).to_contain_text("Grace Linden mentioned you")
    look(noor)
    line.click()
    expect(noor.locator(".message", has_text="have we any left?")).to_be_visible()
    expect(bell).to_have_accessible_name("Notifications")
    expect(bell.locator(".badge")).to_be_empty()
    look(noor)


def shown_by_app(secret: str, *, ahead: int = 0) -> str:
    """What an app on a phone shows (RFC 6238), now or so many half minutes ahead: a code is good for one time only."""
    digest = hmac.digest(b32decode(secret), (int(time.time()) // 30 + ahead).to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def with_password(page: Page) -> None:
    """Noor, anew, up to where her second factor is asked for."""
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("noor@coffee.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Two-Factor Authentication")).to_be_visible()


def test_who_has_a_second_factor_is_asked_for_it_and_comes_in_without_the_phone(sign_in: SignIn) -> None:
    noor = sign_in("noor@coffee.example")
    noor.goto("/settings/sessions")
    noor.get_by_role("link", name="Two factors and passkeys").click()
    noor.get_by_role("link", name="Set it up").click()
    secret = noor.get_by_label("Authenticator secret").input_value()
    noor.get_by_label("Authenticator code").fill(shown_by_app(secret))
    noor.get_by_role("button", name="Activate").click()
    first, *others = noor.get_by_label("Unused codes").input_value().split()
    assert len(others) == 9
    look(noor)

    with_password(noor)
    code, inbox = noor.locator("[name=code]"), noor.get_by_role("heading", name="Inbox")
    code.fill("000000" if shown_by_app(secret) != "000000" else "000001")
    code.press("Enter")
    expect(noor.locator(".wrong")).to_be_visible()
    look(noor)
    code.fill(shown_by_app(secret, ahead=1))
    code.press("Enter")
    expect(inbox).to_be_visible()

    for each, opens in ((first, True), (first, False)):
        with_password(noor)
        code.fill(each)
        code.press("Enter")
        expect(inbox if opens else noor.locator(".wrong")).to_be_visible()
