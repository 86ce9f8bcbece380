"""The editor of conditions on a page of its own: what is chosen by hand and by keyboard becomes the tree, and comes back from it."""

import json
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from regulars.lib.conditions import Choice, Field, check, describe, table
from regulars.ui.stylesheet import stylesheet

ELEMENTS = Path(__file__).parents[1] / "assets/elements"
HOUSE = "http://house.test"
STATUSES = (Choice("open", "Open", "open"), Choice("resolved", "Resolved", "resolved"))
FIELDS = table(
    Field("status", "status", "choice", "status", choices=STATUSES),
    Field("subject", "subject", "text", "subject"),
    Field("waiting since", "waiting since", "moment", "waiting_since"),
    Field("messages", "number of messages", "number", "messages"),
    Field("tags", "tags", "text", "tags", is_array=True),
    Field("attributes.*", "attribute", "anything", "attributes"),
)
TREE = {
    "all": [
        {"field": "status", "is": "open"},
        {
            "any": [
                {"field": "tags", "has any of": ["vip", "refund"]},
                {"field": "waiting since", "more than … ago": "30 minutes"},
            ]
        },
        {"field": "messages", "between": [2, 5]},
        {"not": {"field": "attributes.plan", "is": "gold"}},
    ]
}


def show(page: Page, tree: object, *, wrong: str = "", theme: str = "light") -> None:
    about = escape(json.dumps(describe(FIELDS, asker=None)))
    html = (
        f'<html data-theme="{theme}" lang="en"><title>Conditions</title><script type="module" src="/condition-editor.js"></script>'
        f'<body><main class="sheet"><condition-editor about="{about}" wrong="{escape(wrong)}">'
        f'<input type="hidden" name="conditions" value="{escape(json.dumps(tree))}"></condition-editor></main>'
    )
    page.route(f"{HOUSE}/", lambda route: route.fulfill(content_type="text/html", body=html))
    page.route(f"{HOUSE}/*.js", lambda route: route.fulfill(path=ELEMENTS / route.request.url.rsplit("/", 1)[-1]))
    page.goto(HOUSE)
    page.add_style_tag(content=stylesheet().text.decode())
    expect(page.get_by_role("group", name="Conditions", exact=True)).to_be_visible()


def edited(page: Page) -> object:
    return json.loads(page.locator("input[name=conditions]").input_value())


def test_a_condition_comes_back_as_it_was(page):
    show(page, TREE)
    assert edited(page) == TREE


def test_a_condition_is_made_by_keyboard(page):
    show(page, {"all": []})
    page.get_by_role("button", name="Add a condition").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Field")).to_be_focused()
    page.keyboard.type("tags")
    page.get_by_label("Operator").select_option("has all of")
    page.get_by_label("Add a value").focus()
    page.keyboard.type("vip,new")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Add a value")).to_be_focused()
    page.get_by_role("button", name="Add a group").click()
    group = page.get_by_role("group", name="Group of conditions")
    group.get_by_label("Which of these must hold").select_option("none")
    group.get_by_label("Field").select_option("messages")
    group.get_by_label("Operator").select_option("at least")
    group.get_by_label("Value").fill("3")
    made = {"all": [{"field": "tags", "has all of": ["vip", "new"]}, {"none": [{"field": "messages", "at least": 3}]}]}
    assert edited(page) == made
    check(made, FIELDS)


def test_lines_are_taken_away_again(page):
    show(page, TREE)
    page.get_by_role("button", name="Remove this group").first.click()
    page.get_by_role("button", name="Remove this condition").first.click()
    assert edited(page) == {"all": [TREE["all"][2], {"none": [TREE["all"][3]["not"]]}]}
    expect(page.get_by_role("button", name="Add a condition").last).to_be_focused()


def test_what_is_known_is_chosen_with_arrow_keys_and_enter_and_nothing_before(page):
    show(page, {"field": "status", "is one of": []})
    page.get_by_label("Add a value").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert edited(page) == {"field": "status", "is one of": []}
    page.keyboard.press("Escape")
    page.get_by_label("Add a value").fill("closed")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Add a value")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Add a value").fill("resolved")
    page.keyboard.press("Enter")
    assert edited(page) == {"all": [{"field": "status", "is one of": ["resolved"]}]}


def test_what_is_nested_deep_is_edited_too(page):
    show(page, {"all": [{"any": [{"not": {"all": [{"field": "messages", "at least": 3}]}}]}]})
    page.get_by_label("Value").fill("4")
    assert edited(page) == {"all": [{"any": [{"none": [{"all": [{"field": "messages", "at least": 4}]}]}]}]}


def test_groups_end_where_the_language_ends_them(page):
    tree = {"field": "messages", "at least": 3}
    for _depth in range(8):
        tree = {"all": [tree]}
    show(page, tree)
    check(tree, FIELDS)
    assert page.get_by_role("button", name="Add a condition").count() == 8
    assert page.get_by_role("button", name="Add a group").count() == 7


def test_an_attribute_is_named(page):
    show(page, {"field": "attributes.plan", "is": "gold"})
    page.get_by_label("Name of the attribute").fill("seats")
    page.get_by_label("Value").fill("5")
    assert edited(page) == {"all": [{"field": "attributes.seats", "is": 5}]}


def test_a_refusal_stands_at_its_line(page):
    show(page, TREE, wrong="all.2.any.2: waiting since: write a length of time")
    expect(page.locator('[data-place="all.2.any.2"]').get_by_role("alert")).to_have_text(
        "waiting since: write a length of time"
    )


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_is_wider_than_the_page(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    show(page, TREE)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
