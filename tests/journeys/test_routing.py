"""A lead lets a queue give out by itself: a letter goes to whoever is there, and to somebody else when they are gone; both are told why.

Every process is real. Time passes by moving what waits into the past, so nothing here looks at a clock.
"""

import json

import pytest
from playwright.sync_api import Page, expect

from regulars.config.tests.installation import Installation
from tests.journeys.conftest import SignIn
from tests.journeys.test_spine import a_letter, post

pytestmark = pytest.mark.django_db(databases=[])
STAFF = {"Priya Nair": "lead", "Noor Haddad": "agent", "Tomas Lindqvist": "agent"}
SUBJECT = "Where is my grinder?"


def hire(house: Installation) -> None:
    """A lead, two agents in a team, and an inbox that leads to it. They all sign in with Grace's password."""
    with house.connect() as session:
        for name, role in STAFF.items():
            facts = {"name": name, "email": f"{name.split()[0].lower()}@coffee.example", "role_id": role}
            session.execute(
                "INSERT INTO team_agent SELECT (jsonb_populate_record(agent, %s || "
                "jsonb_build_object('id', nextval(pg_get_serial_sequence('team_agent', 'id'))))).* FROM team_agent AS agent "
                "WHERE email = 'grace@coffee.example'",
                [json.dumps(facts)],
            )
        session.execute(
            "INSERT INTO team_team (name, level, gives_out, overflow_after) VALUES ('Beans', 1, 'by hand', 30)"
        )
        session.execute(
            "INSERT INTO team_team_members (team_id, agent_id) SELECT team_team.id, team_agent.id "
            "FROM team_team, team_agent WHERE role_id = 'agent'"
        )
        session.execute("UPDATE conversations_inbox SET team_id = (SELECT id FROM team_team)")


def a_quarter_of_an_hour_passes(house: Installation) -> None:
    ago = "- interval '15 minutes'"
    with house.connect() as session:
        session.execute(f"UPDATE customers_timelineevent SET at = at {ago}")
        session.execute(f"UPDATE conversations_conversation SET waiting_since = waiting_since {ago}")
        session.execute(f"UPDATE team_presence SET left_at = left_at {ago}")
        session.execute("SELECT pg_notify('routing', '')")


def sign_in_as(name: str, sign_in: SignIn) -> Page:
    return sign_in(f"{name}@coffee.example")


def why_me(page: Page) -> None:
    """Open what was given to them, and ask."""
    page.goto("/inbox?view=mine")
    page.locator(".row", has_text=SUBJECT).click()
    expect(page.locator(".message")).to_contain_text("It was due on Tuesday.")
    expect(page.locator(".person")).to_contain_text("lea@simon.example")  # all of it is there, and listens
    page.keyboard.press("a")
    page.get_by_role("menuitem", name="Why me?").click()


def test_a_letter_goes_to_whoever_is_there_and_on_when_they_are_gone(house: Installation, sign_in: SignIn) -> None:
    hire(house)
    lead = sign_in_as("priya", sign_in)
    lead.goto("/settings/routing")
    lead.get_by_role("link", name="Change the queue of Beans").click()
    lead.get_by_label("Conversations are given out").select_option(label="In turn")
    lead.get_by_label("Taken back after").fill("10")
    lead.get_by_role("button", name="Keep").click()
    expect(lead.locator("article", has_text="Beans")).to_contain_text("In turn")

    noor = sign_in_as("noor", sign_in)
    post(house, a_letter("It was due on Tuesday.", Subject=SUBJECT))
    why_me(noor)
    decision = noor.locator("details", has_text="Noor Haddad, in turn")
    decision.locator("summary").click()
    expect(decision).to_contain_text("could take it: 0 of")
    expect(decision.get_by_role("listitem").filter(has_text="Tomas Lindqvist")).to_contain_text("is offline")

    tomas = sign_in_as("tomas", sign_in)
    noor.get_by_role("button", name="You: Noor Haddad").click()
    with noor.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        noor.get_by_role("menuitemradio", name="Away").click()
    a_quarter_of_an_hour_passes(house)
    why_me(tomas)
    expect(tomas.get_by_text("Taken back from Noor Haddad into the queue of Beans")).to_be_visible()
    decision = tomas.locator("details", has_text="Tomas Lindqvist, in turn")
    decision.locator("summary").click()
    expect(decision.get_by_role("listitem").filter(has_text="Noor Haddad")).to_contain_text("is away")

    tomas.go_back()
    expect(tomas.locator("thread-view")).to_contain_text("The queue of Beans gave this to Tomas Lindqvist")
    lead.reload()
    expect(lead.locator("details").first).to_contain_text("Tomas Lindqvist, in turn")
