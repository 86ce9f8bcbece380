"""A page that is kept fresh: nothing that was told is missing in the end, and nothing that somebody writes is lost."""

from collections.abc import Callable
from pathlib import Path

import django_htmx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.waiting import wait_until

ASSETS = Path(__file__).parents[1] / "assets"
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
HOUSE = "http://house.test"
# The stream, in whose place the test speaks.
DEAF = """delete window.SharedWorker
window.EventSource = class extends EventTarget { constructor() { super(); window.stream = this } close() {} }"""
TELL = """id => stream.dispatchEvent(new MessageEvent("change", { data: JSON.stringify({ id, topics: ["thing"], at: new Date() }) }))"""
PLACE = """<section id="place" hx-get="/place" hx-trigger="live:thing from:body" hx-select="#place" hx-swap="outerHTML" hx-disinherit="*"><b>%s</b>
<details><summary>Note</summary><form method="post" action="/notes" hx-post="/notes" hx-swap="none"><textarea name="text"></textarea>
<button>Keep</button></form></details><form hx-get="/list" hx-target="find i"><input type="search" name="q"><i>all</i></form>
<details><summary>Note</summary><form action="/notes/1"><textarea name="text"></textarea></form></details>
<form method="post" action="/facts" hx-post="/facts" hx-swap="none"><input type="hidden" name="key" value="size"><input name="value" aria-label="Size"></form>
<form method="post" action="/facts" hx-post="/facts" hx-swap="none"><input type="hidden" name="key" value="roast"><input name="value" aria-label="Roast"></form></section>"""
ELSEWHERE = """<form><input name="q" aria-label="Elsewhere"></form>"""
COARSE = (
    """{ const now = performance.now.bind(performance); performance.now = () => Math.floor(now() / 1000) * 1000 }"""
)

Asked = list[Route]


@pytest.fixture
def asked(page: Page) -> Asked:
    """What the page has asked for its place and not been answered yet."""
    asked: Asked = []
    head = '<meta charset="utf-8"><script src="/htmx.js"></script>' + "".join(
        f'<script type="module" src="/elements/{name}.js"></script>' for name in ("live-stream", "kept-words")
    )
    stream = '<live-stream address="/live"><p class="notice"></p></live-stream>'
    page.add_init_script(DEAF)
    page.route(
        f"{HOUSE}/",
        lambda route: route.fulfill(content_type="text/html", body=f"{head}<body>{ELSEWHERE}{PLACE % 0}{stream}"),
    )
    page.route(f"{HOUSE}/*.js", lambda route: route.fulfill(path=ASSETS / route.request.url.rsplit("/", 1)[-1]))
    page.route(
        f"{HOUSE}/elements/*.js",
        lambda route: route.fulfill(path=ASSETS / "elements" / route.request.url.rsplit("/", 1)[-1]),
    )
    page.route(f"{HOUSE}/htmx.js", lambda route: route.fulfill(path=HTMX))
    page.route(f"{HOUSE}/place", lambda route: asked.append(route))
    page.route(f"{HOUSE}/list?*", lambda route: route.fulfill(body=f"only {route.request.url.rpartition('=')[2]}"))
    page.goto(HOUSE)
    page.wait_for_function("window.stream && window.htmx")
    return asked


def answer(page: Page, asked: Asked, words: str) -> None:
    wait(page, lambda: bool(asked))
    asked.pop(0).fulfill(content_type="text/html", body=PLACE % words)


def wait(page: Page, is_so: Callable[[], bool]) -> None:
    """What the page asks is heard while the browser is listened to."""
    wait_until(lambda: is_so() or page.wait_for_timeout(20))


def test_what_is_told_while_an_answer_is_on_its_way_is_looked_at_too(page: Page, asked: Asked) -> None:
    page.evaluate(TELL, 1)
    wait(page, lambda: bool(asked))
    page.evaluate(TELL, 2)
    page.wait_for_timeout(300)  # longer than a burst is held
    answer(page, asked, "of the first")
    answer(page, asked, "of both")
    expect(page.locator("b")).to_have_text("of both")


HEARD_BY_A_PAGE = """async () => {
  await import("/live-worker.js")
  const page = { heard: [], postMessage: told => page.heard.push(told) }
  const come = began => { onconnect({ ports: [page] }); page.onmessage({ data: { address: "/live", after: 0, since: new Date(), began } }) }
  come(0)
  const now = performance.now.bind(performance)
  performance.now = () => now() - 3600e3
  const began = Date.now()
  stream.dispatchEvent(new MessageEvent("change", { data: JSON.stringify({ id: 1, topics: ["thing"], at: new Date() }) }))
  page.heard = []
  come(began)
  return page.heard.filter(({ change }) => change).length
}"""


def test_a_page_hears_what_was_told_while_it_was_made_also_after_a_sleep(page: Page, asked: Asked) -> None:
    """What a worker has counted stood still while the machine slept."""
    assert page.evaluate(HEARD_BY_A_PAGE) == 1


def test_a_page_that_the_browser_has_kept_may_be_of_any_age(page: Page, asked: Asked) -> None:
    page.add_init_script(
        "window.SharedWorker = class { port = { postMessage: data => { window.began ??= data.began } } }"
    )
    page.reload()
    page.wait_for_function("window.began > Date.now() - 60000")
    page.goto(f"{HOUSE}/list?q=")
    page.go_back()
    page.wait_for_function("window.began === 0")


def test_what_is_being_written_stays_with_the_cursor_in_it(page: Page, asked: Asked) -> None:
    page.get_by_text("Note").first.click()
    page.locator("textarea").first.fill("Likes oat milk")
    page.locator("textarea").first.evaluate("field => field.setSelectionRange(5, 5)")
    page.evaluate(TELL, 1)
    answer(page, asked, "new")
    expect(page.locator("b")).to_have_text("new")
    page.keyboard.type(" her")
    expect(page.locator("textarea").first).to_have_value("Likes her oat milk")


def test_what_is_being_written_stays_in_its_own_field(page: Page, asked: Asked) -> None:
    page.get_by_label("Roast").fill("dark")
    page.get_by_text("Note").last.click()
    page.evaluate(TELL, 1)
    answer(page, asked, "new")
    expect(page.locator("b")).to_have_text("new")
    expect(page.get_by_label("Roast")).to_have_value("dark")
    expect(page.get_by_label("Size")).to_have_value("")
    assert page.locator("details").evaluate_all("all => all.map(each => each.open)") == [False, True]


def test_what_was_not_taken_comes_back_without_disturbing(page: Page, asked: Asked) -> None:
    facts: Asked = []
    page.route(f"{HOUSE}/facts", lambda route: facts.append(route))
    for name, words in (("Size", "large"), ("Roast", "dark")):
        page.get_by_label(name).fill(words)
        page.keyboard.press("Enter")
    wait(page, lambda: len(facts) == 2)
    page.evaluate(TELL, 1)
    answer(page, asked, "new")
    expect(page.get_by_label("Roast")).to_have_value("")
    page.get_by_label("Size").fill("medium")  # they go on
    page.get_by_label("Elsewhere").focus()
    for fact in facts:
        fact.fulfill(status=503)
    expect(page.get_by_label("Roast")).to_have_value("dark")
    expect(page.get_by_label("Size")).to_have_value("medium")
    expect(page.get_by_label("Elsewhere")).to_be_focused()


def test_what_is_told_is_asked_for_once_also_where_clocks_are_coarse(page: Page, asked: Asked) -> None:
    page.evaluate(COARSE)
    page.evaluate(TELL, 1)
    answer(page, asked, "new")
    expect(page.locator("b")).to_have_text("new")
    page.wait_for_timeout(300)  # longer than a burst is held
    assert not asked


def test_a_list_stays_narrowed(page: Page, asked: Asked) -> None:
    page.get_by_role("searchbox").fill("milk")
    page.evaluate(TELL, 1)
    answer(page, asked, "new")
    expect(page.locator("i")).to_have_text("only milk")
    expect(page.get_by_label("Elsewhere")).to_have_value("")
    assert not asked


@pytest.mark.parametrize(("status", "left"), [(204, ""), (503, "Likes oat milk")])
def test_a_note_stays_until_it_is_taken(page: Page, asked: Asked, status: int, left: str) -> None:
    notes: Asked = []
    page.route(f"{HOUSE}/notes", lambda route: notes.append(route))
    page.get_by_text("Note").first.click()
    page.locator("textarea").first.fill("Likes oat milk")
    page.get_by_role("button", name="Keep").click()
    wait(page, lambda: bool(notes))
    page.evaluate(TELL, 1)  # the stream is quicker than the answer
    answer(page, asked, "new")
    expect(page.locator("b")).to_have_text("new")
    notes[0].fulfill(status=status)
    expect(page.locator("textarea").first).to_have_value(left)
