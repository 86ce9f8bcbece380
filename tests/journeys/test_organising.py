"""A conversation is put away and a letter brings it back; part of it is taken out and put back; a supplier is asked by mail."""

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.test_spine import a_letter, handed_over, post

pytestmark = pytest.mark.django_db(databases=[])
SUBJECT = {"Subject": "Stale beans", "From": "Ida Berg <ida@berg.example>"}


def test_put_away_taken_apart_and_asked_elsewhere(house: Installation, desk: Page) -> None:
    post(house, a_letter("The beans are stale.", Message_ID="<stale@berg.example>", **SUBJECT))
    desk.locator(".row", has_text="Stale beans").click()
    expect(desk.locator(".message")).to_contain_text("The beans are stale.")
    expect(desk.locator(".person")).to_contain_text("ida@berg.example")  # all of it is there, and listens

    desk.keyboard.press("b")
    desk.get_by_role("menuitem", name="The next reply").click()
    expect(desk.locator("#head .state")).to_contain_text("Pending")
    expect(desk.locator(".row", has_text="Stale beans")).to_have_count(0)
    answer = {**SUBJECT, "Message_ID": "<bill@berg.example>", "In_Reply_To": "<stale@berg.example>"}
    post(house, a_letter("And send me a bill.", **answer))
    expect(desk.locator(".row", has_text="Stale beans")).to_be_visible()
    expect(desk.locator(".talk")).to_contain_text("This is back")

    number = desk.locator("#head h1 small").inner_text()
    desk.keyboard.press("s")
    desk.get_by_role("dialog").get_by_label("And send me a bill.").check()
    desk.get_by_role("dialog").get_by_label("Subject of the new one").fill("The bill")
    desk.get_by_role("dialog").get_by_role("button", name="Split").click()
    toast = desk.locator(".toast", has_text="is here now")
    toast.hover()  # else it goes, after seven seconds
    expect(desk.locator("#head h1")).to_contain_text("The bill")
    expect(desk.locator(".message")).to_have_count(1)
    toast.get_by_role("button", name="Undo").click()
    expect(desk.locator("#head h1 small")).to_have_text(number)
    expect(desk.locator(".message")).to_have_count(2)

    desk.keyboard.press("q")
    asking = desk.get_by_role("dialog")
    asking.get_by_label("To", exact=True).fill("Nils <nils@roaster.example>")
    asking.get_by_label("Subject").fill("Batch 7")
    asking.get_by_label("Message", exact=True).fill("Was it roasted late?")
    asking.get_by_role("button", name="Send").click()
    card = desk.locator(".aside")
    expect(card).to_contain_text("Nils")
    card.locator("summary").click()
    expect(card.locator(".message.ours")).to_contain_text("Sent")
    question = handed_over(house)[-1]
    assert question["To"].endswith("<nils@roaster.example>") and "berg" not in question.as_string()
    told = {"From": "Nils <nils@roaster.example>", "Subject": "Re: Batch 7", "In_Reply_To": question["Message-ID"]}
    post(house, a_letter("On Tuesday, sorry.", Message_ID="<nils@roaster.example>", **told))
    expect(card).to_contain_text("On Tuesday, sorry.")
    expect(desk.locator(".talk")).not_to_contain_text("On Tuesday, sorry.")
    expect(desk.locator(".row", has_text="Batch 7")).to_have_count(0)
