import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from regulars.team.models import Agent
from regulars.team.settings_menu import MENU, Entry, settings_menu

EVERY = [entry for _, entries in MENU for entry in entries]
CURRENT = re.compile(r'<a href="([^"]+)" aria-current="page">')


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: entry.page)
def test_each_page_of_the_list_is_there_and_marks_itself_alone(client: Client, grace: Agent, entry: Entry) -> None:
    try:
        address = reverse(entry.address)
    except NoReverseMatch:
        pytest.skip("there in some houses only")
    client.force_login(grace)
    page = client.get(address)
    menu = page.content.decode().split('id="settings-menu"')[1].split("</nav>")[0]
    assert page.status_code == 200
    assert CURRENT.findall(menu) == [address]


def test_agents_see_what_they_may_open_and_no_empty_heading(client: Client, noor: Agent) -> None:
    shown = settings_menu(noor, page="profile")
    assert all(entries for _, entries in shown)
    addresses = [each.address for _, entries in shown for each in entries]
    assert reverse("email:mailboxes") not in addresses
    client.force_login(noor)
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
