"""Every page that somebody can reach, read by axe: no violation, nothing wider than the screen, no error in the console.

The pages are those of the URL table, so a new one is read without being named here; so are the menus and dialogs of the desk.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, ViewportSize, expect

from regulars.config.tests.installation import Installation
from seeds.empty import SIGN_INS
from tests.journeys.faults import PHONE, WIDE, faults_of

pytestmark = pytest.mark.django_db(databases=[])
ADDRESS, PASSWORD, _ = SIGN_INS[0]
NOT_PAGES = re.compile(
    r"^(api|accounts/logout|accounts/oidc|health|metrics|live|ui/)|export|download|/original|/raw|/bell|/charts/"
)
# What stands for each argument of an address: the newest of its kind.
NEWEST = {
    "agent_id": "team_agent",
    "article_id": "knowledge_article",
    "brand_id": "team_brand",
    "calendar_id": "team_calendar",
    "call_id": "commerce_shopcall",
    "case_id": "surveys_case",
    "category_id": "knowledge_category",
    "checklist_id": "conversations_checklist",
    "company_id": "customers_company",
    "customer_id": "customers_customer",
    "field_id": "customers_customfield",
    "figure_id": "behaviour_figure",
    "form_id": "portal_requestform",
    "greeting_id": "visits_greeting",
    "guide_id": "knowledge_guide",
    "import_id": "commerce_orderimport",
    "inbox_id": "conversations_inbox",
    "macro_id": "automation_macro",
    "mailbox_id": "email_mailbox",
    "member_id": "loyalty_account",
    "order_id": "commerce_order",
    "place_id": "store_place",
    "programme_id": "loyalty_programme",
    "promise_id": "conversations_promise",
    "return_id": "commerce_return",
    "referral_id": "referrals_referral",
    "result_id": "assistant_result",
    "earning_id": "automation_rule WHERE programme_id IS NOT NULL",
    "rule_id": "automation_rule WHERE programme_id IS NULL",
    "segment_id": "segments_segment",
    "experiment_id": "experiments_experiment",
    "set_id": "assistant_questionset",
    "shop_id": "commerce_shop",
    "source_id": "behaviour_source",
    "snippet_id": "conversations_snippet",
    "status_id": "conversations_namedstatus",
    "surprise_id": "surprises_surprise",
    "achievement_id": "surprises_achievement",
    "step_id": "knowledge_guidestep",
    "survey_id": "surveys_survey",
    "tag_id": "conversations_tag",
    "team_id": "team_team",
    "theme_id": "surveys_theme",
    "topic_id": "conversations_topic",
    "trial_id": "assistant_run",
    "view_id": "conversations_view",
    "visit_id": "visits_visit",
    "way_id": "team_wayin",
    "widget_id": "chat_widget",
}


@pytest.fixture(scope="module")
def house(house: Installation) -> Installation:
    """A house with one of everything."""
    furnished = house.command("shell", "-c", "from tests.furniture import furnish; furnish()")
    assert furnished.returncode == 0, furnished.stderr
    return house


class Reader:
    """Somebody with a screen of one size, in light or dark, who notes what is wrong with each page."""

    def __init__(self, browser: Browser, house: Installation, *, screen: ViewportSize, scheme: Any) -> None:
        self.context = browser.new_context(
            base_url=f"http://localhost:{house.port}", viewport=screen, color_scheme=scheme, reduced_motion="reduce"
        )
        self.page = self.context.new_page()
        self.name = f"{screen['width']} {scheme}"
        self.faults: list[str] = []
        self.page.on("console", lambda said: said.type == "error" and self.note(said.text))
        self.page.on("pageerror", lambda error: self.note(str(error)))

    def sign_in(self) -> None:
        self.page.goto("/accounts/login/")
        self.page.get_by_label("Email").fill(ADDRESS)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("heading", name="Inbox")).to_be_visible()

    def read(self, address: str, *, colours: bool = True) -> None:
        self.page.goto(address)
        self.look(colours=colours)

    def look(self, what: str = "html", *, colours: bool = True) -> None:
        """What axe says about the page as it stands, or about a part of it."""
        self.faults += [f"({self.name}) {fault} in {what}" for fault in faults_of(self.page, what, colours=colours)]

    def note(self, fault: str) -> None:
        self.faults.append(f"({self.name}) {self.page.url} {fault}")


@pytest.fixture(scope="module")
def wide(house: Installation, browser: Browser) -> Iterator[Reader]:
    reader = Reader(browser, house, screen=WIDE, scheme="light")
    reader.sign_in()
    yield reader
    reader.context.close()


@pytest.fixture(scope="module")
def phone(house: Installation, browser: Browser) -> Iterator[Reader]:
    reader = Reader(browser, house, screen=PHONE, scheme="dark")
    reader.sign_in()
    yield reader
    reader.context.close()


@pytest.fixture(scope="module")
def stand_ins(house: Installation) -> dict[str, object]:
    """An argument's name, and what can stand for it in an address."""
    with house.connect() as session:
        ids = {name: session.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for name, table in NEWEST.items()}
        (talk,) = session.execute("SELECT max(conversation_id) FROM conversations_checklistitem").fetchone()
    words = {
        "key": "agent",
        "kind": "agent",
        "language": "en",
        "topic_word": "loyalty",
        "notice_word": "expiring",
        "metric_word": "conversations",
    }
    return {**ids, **words, "conversation_id": talk}


def addresses(stand_ins: dict[str, object], resolver: Any = None, before: str = "") -> Iterator[str]:
    """All of the URL table whose arguments have a stand-in."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(stand_ins, entry, address)
        elif isinstance(entry, URLPattern) and "^" not in address and not NOT_PAGES.search(address):
            names = re.findall(r"<\w+:(\w+)>", address)
            if all(name in stand_ins for name in names):
                yield "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(stand_ins[found[1]]), address)


def is_page(reader: Reader, address: str) -> bool:
    answer = reader.context.request.get(address, max_redirects=0)
    return answer.status == 200 and answer.text().lstrip().lower().startswith("<!doctype html")


def test_every_page_of_the_desk(
    wide: Reader, phone: Reader, stand_ins: dict[str, object], pytestconfig: pytest.Config
) -> None:
    """Settings are built of the same few parts, and all pages of the same few colours: every fourth page of the ones, every third
    for the others, and all with --long.
    """
    # What is new is made on the page on which it is changed later.
    known = [each for each in dict.fromkeys(addresses(stand_ins)) if not each.endswith("/new")]
    settings = [each for each in known if each.startswith("/settings/")]
    is_long = pytestconfig.getoption("long")
    left = set() if is_long else set(settings) - set(settings[::4])
    pages = [each for each in known if each not in left and is_page(wide, each)]
    assert len(pages) > 50, pages
    for number, address in enumerate(pages):
        (wide, phone)[number % 2].read(address, colours=is_long or number % 3 == 0)
    assert wide.faults + phone.faults == []


@pytest.mark.long
@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_inbox_and_a_conversation(
    house: Installation, browser: Browser, stand_ins: Any, screen: ViewportSize
) -> None:
    reader = Reader(browser, house, screen=screen, scheme="light")
    reader.sign_in()
    for scheme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=scheme)
        for address in ("/inbox?view=all", f"/inbox/{stand_ins['conversation_id']}"):
            reader.read(address)
    reader.context.close()
    assert reader.faults == []


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_way_in(house: Installation, browser: Browser, screen: ViewportSize) -> None:
    reader = Reader(browser, house, screen=screen, scheme="light" if screen is WIDE else "dark")
    for address in ("/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"):
        reader.read(address)
    reader.context.close()
    assert reader.faults == []


def open_each_menu(reader: Reader, within: str) -> int:
    """One after another; how many there were."""
    buttons = reader.page.locator(f"{within} drop-menu > [aria-haspopup]:visible")
    for button in buttons.all():
        button.click()
        expect(reader.page.locator(".menu:not([hidden])").get_by_text("Looking…")).to_have_count(0)
        reader.look("drop-menu .menu:not([hidden])")
        reader.page.keyboard.press("Escape")
    return buttons.count()


@pytest.mark.long
def test_every_menu_and_dialog_of_a_conversation(wide: Reader, stand_ins: dict[str, object]) -> None:
    page, wide.faults = wide.page, []
    page.goto(f"/inbox/{stand_ins['conversation_id']}?view=all")
    expect(page.locator(".row[aria-current]")).to_be_visible()
    assert open_each_menu(wide, "body") > 12
    for key, what in {
        "?": "dialog[open]",
        "Control+k": "dialog[open]",
        "v": ".views",
        "q": "dialog[open]",
        "s": "dialog[open]",
    }.items():
        page.keyboard.press(key)
        expect(page.locator(what)).to_be_visible()
        wide.look(what)
        page.keyboard.press("Escape")
    page.keyboard.press("x")
    wide.look(".pick-bar")
    assert open_each_menu(wide, ".pick-bar") == 4
    assert wide.faults == []
