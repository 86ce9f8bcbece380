"""What stands in texts that are used again and again, and what is put in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.conversations.placeholders import PLACES, Scene, check_places, describe_places, filled_in
from regulars.customers.actor import SYSTEM
from regulars.customers.models import Customer
from regulars.lib.names import first_name
from regulars.lib.places import fill, places_in
from regulars.team.models import Agent
from tests.cast import a_conversation, meet

CUSTOMER = frozenset({"customer"})


@pytest.mark.django_db
def test_places_are_filled_with_what_is_known(ada: Customer, noor: Agent) -> None:
    conversation = a_conversation(ada, assignee=noor)
    ada.attributes = {"tier": "gold", "points": 0, "orders": ["8841"]}
    said = "{{customer.first_name}}, #{{ conversation.number }} ({{conversation.subject}}) {{agent}} {{brand}} {{customer.email}}"
    assert filled_in(said, Scene(noor, ada, conversation)) == (
        f"Ada, #{conversation.pk} (Where is my order?) Noor Haddad Kettle & Crumb ada@moreau.example"
    )
    told = "{{customer.attributes.tier}} {{customer.attributes.points}} {{customer.attributes.orders}} {{customer.attributes.x|none}}"
    assert filled_in(told, Scene(noor, ada, conversation)) == "gold 0 none"
    for place in PLACES:
        assert "{{" not in filled_in(f"{{{{{place}}}}}", Scene(SYSTEM, ada, conversation))


@pytest.mark.django_db
def test_what_is_missing_gives_way(noor: Agent) -> None:
    nameless = Scene(noor, meet("ada@moreau.example", "ada@moreau.example"))
    assert filled_in("Hello {{customer.first_name}}, of {{customer.company|your shop}}.", nameless) == (
        "Hello there, of your shop."
    )
    assert filled_in("Hello {{customer.name|friend}} {{customer.company}}!", nameless) == "Hello friend!"


@pytest.mark.django_db
def test_what_a_customer_wrote_is_never_read_for_places_and_leads_nowhere_by_itself(noor: Agent) -> None:
    conversation = a_conversation(meet("{{agent}} <b>", "eve@post.example"), subject="Win at evil.example/now")
    scene = Scene(noor, conversation.customer, conversation)
    assert filled_in("{{customer.name}}", scene) == "{{agent}} <b>"
    assert filled_in("<p>{{customer.name}}</p>", scene, is_html=True) == "<p>{{agent}} &lt;b&gt;</p>"
    assert filled_in("{{agent.signature}}", scene, is_html=True) == "Noor Haddad<br>Kettle &amp; Crumb"
    assert filled_in("{{conversation.subject}}", Scene(SYSTEM, conversation.customer, conversation)) == "Win at …"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Hi {{customer.frist_name}}", "nothing fills {{customer.frist_name}}; did you mean {{customer.first_name}}?"),
        ("Hi {{zzz}}", "there are customer.name, "),
        ("Hi {{customer.attributes.}}", "nothing fills {{customer.attributes.}}"),
        ("Hi {{}}", "nothing fills {{}}"),
        ("Hi {{customer.name}", "nothing fills {{customer.name}; did"),
        ("Hi {{customer.name}, welcome", "nothing fills {{customer.name}, welcome; did you mean {{customer.name}}?"),
    ],
)
def test_what_nothing_fills_is_refused_by_name(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"nothing fills") as error:
        check_places(text)
    assert says in str(error.value)


def test_where_there_is_only_a_customer_nothing_of_a_conversation_is_offered() -> None:
    check_places("{{customer.name}} {{agent}}", on=CUSTOMER)
    assert {each["name"] for each in describe_places(on=CUSTOMER)} < set(PLACES)
    with pytest.raises(ValueError, match="conversation.number"):
        check_places("{{conversation.number}}", on=CUSTOMER)


def test_first_names_are_found_in_names_as_people_write_them() -> None:
    names = ["Ada Moreau", "Moreau, Ada", "Ada", "ada@moreau.example", "", "山田太郎", ","]
    assert [first_name(name) for name in names] == ["Ada", "Ada", "Ada", "", "", "山田太郎", ""]
    for name in ("Ada Moreau, Jr.", "Ada Moreau, PhD", "Ada Coffee, Inc."):
        assert first_name(name) == "Ada"


@given(st.text(st.sampled_from("{}| ab.\n<&"), max_size=40), st.text(max_size=10))
def test_filling_reads_any_text_once(text: str, value: str) -> None:
    assert fill(text, {}.get) == text
    for is_html in (False, True):
        list(places_in(text, is_html=is_html))
        fill(text, lambda _name: value, is_html=is_html)
