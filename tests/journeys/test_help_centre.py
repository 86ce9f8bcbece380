"""A customer helps themselves: finds an article while typing, reads it, and says what it lacks. Read by axe on the way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.faults import PHONE, WIDE, faults_of
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(databases=[])
FILM = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
WRITE = f"""
from regulars.knowledge.actions import publish, save_article, save_category, save_centre, write
from regulars.knowledge.models import HelpCentre
from regulars.team.models import Brand
centre = save_centre.save_centre(HelpCentre(brand=Brand.objects.get()), title="Kettle & Crumb", languages=["en", "ar"],
    accent="#ffd400", is_open=True, by=None)
shelf = save_category.save_category(None, names={{"en": ("Care", "")}}, centre=centre, by=None)
steps = "<ol><li><p>Fill it with lemon juice.</p></li><li><p>Wait.</p></li></ol>"
words = '<h2>What you need</h2><aside data-callout="warning"><p>It is hot.</p></aside><table><tr><th>Lemon</th><td>1</td></tr></table>'
words += "<h2>Step by step</h2>" + steps + '<h2>As a film</h2><figure data-video="{FILM}"><a href="{FILM}">film</a></figure>'
for title, text in (("Descale a kettle", words), ("Choose a grinder", "<p>Burrs, not blades.</p>")):
    article = save_article.save_article(None, centre=centre, facts={{"category": shelf, "is_promoted": True}}, by=None)
    publish.publish(write.write(article, language="en", title=title, html=text, by=None), by=None)
"""


@pytest.fixture(scope="module")
def house(house: Installation) -> Installation:
    """A house whose help centre is open."""
    written = house.command("shell", "-c", WRITE)
    assert written.returncode == 0, written.stderr
    return house


@pytest.fixture
def page(house: Installation, browser: Browser) -> Iterator[Page]:
    """A customer's browser, which asks nobody else for anything."""
    context = browser.new_context(base_url=f"http://localhost:{house.port}", viewport=WIDE, reduced_motion="reduce")
    page = context.new_page()
    page.on("request", lambda asked: page.strangers.append(asked.url) if "localhost" not in asked.url else None)  # type: ignore[attr-defined]
    page.strangers = []  # type: ignore[attr-defined]
    page.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: route.fulfill(body="<p>the film</p>", content_type="text/html"),
    )
    yield page
    context.close()


def look(page: Page) -> None:
    """On a desk and on a phone: nothing that axe minds, nothing wider than the screen."""
    for screen in (PHONE, WIDE):
        page.set_viewport_size(screen)
        assert faults_of(page) == []


def searches(house: Installation) -> list[tuple[str, bool]]:
    """What was searched for, and whether something was opened then: browsers tell it when they have time."""
    with house.connect() as session:
        return session.execute("SELECT words, opened_id IS NOT NULL FROM knowledge_asked").fetchall()


def test_a_customer_helps_themselves(house: Installation, page: Page) -> None:
    page.goto("/help")
    expect(page).to_have_url(f"http://localhost:{house.port}/help/kettle-crumb/en")
    page.get_by_role("combobox", name="Search help").press_sequentially("descal")
    option = page.get_by_role("option", name="Descale a kettle")
    expect(option).to_be_visible()
    look(page)
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    wait_until(lambda: ("descal", False) in searches(house))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Descale a kettle", level=1)).to_be_visible()
    look(page)
    page.get_by_role("button", name="No").click()
    page.get_by_label("What were you looking for?").fill("How often?")
    look(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you. We read every word of it.")).to_be_visible()
    with house.connect() as session:
        votes = session.execute("SELECT is_helpful, comment FROM knowledge_vote").fetchall()
    assert votes == [(False, "How often?")]
    wait_until(lambda: ("descal", True) in searches(house))


def test_a_film_is_fetched_when_somebody_presses_play(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/help/kettle-crumb/ar/articles/descale-a-kettle")
    look(page)
    assert page.strangers == []  # type: ignore[attr-defined]
    page.get_by_role("link", name="Play the film").click()
    expect(page.frame_locator("iframe").get_by_text("the film")).to_be_visible()
    assert page.strangers[0].startswith("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1")  # type: ignore[attr-defined]
