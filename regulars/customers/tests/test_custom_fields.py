"""Custom fields: what each kind takes, what conditions may ask of it, and that an index answers."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from regulars.conversations.actions.resolve import resolve
from regulars.conversations.actions.set_field import set_field
from regulars.conversations.fields import CONVERSATION_FIELDS
from regulars.conversations.models import Conversation
from regulars.customers.actions.edit_customer import edit_customer
from regulars.customers.actions.fill_fields import fill_fields
from regulars.customers.actions.keep_indexes import keep_indexes
from regulars.customers.actions.move_field import move_field
from regulars.customers.actions.save_company import save_company
from regulars.customers.actions.save_field import save_field
from regulars.customers.actions.set_attribute import set_attribute
from regulars.customers.actions.turn_field import turn_field
from regulars.customers.events import CustomerMet
from regulars.customers.field_kinds import read, said
from regulars.customers.fields import CUSTOMER_FIELDS
from regulars.customers.models import Company, Customer, CustomField, Listening, TimelineEvent
from regulars.lib.conditions import check, describe, holds, matching, say
from tests.cast import a_conversation, meet

CHOICES = [{"label": "Gold"}, {"label": "Silver"}]
SAMPLES = {
    "text": ("  Two  words ", "Two words", {"contains": "two"}, {"is": "three"}),
    "long": ("One\r\ntwo", "One\ntwo", {"contains": "TWO"}, {"is missing": True}),
    "number": ("12,5", 12.5, {"at least": 12}, {"less than": 3}),
    "money": ("1240.50", 1240.5, {"between": [1000, 2000]}, {"is": 1240}),
    "day": ("1990-05-14", "1990-05-14", {"before": "2000-01-01"}, {"after": "today"}),
    "moment": ("2026-05-14T11:03+02:00", "2026-05-14T09:03:00Z", {"on": "2026-05-14"}, {"in the next …": "2 days"}),
    "boolean": ("yes", True, {"is": True}, {"is": False}),
    "choice": ("gold", "gold", {"is one of": ["gold", "silver"]}, {"is": "silver"}),
    "choices": ("Silver,gold", ["gold", "silver"], {"has all of": ["gold", "silver"]}, {"has none of": ["gold"]}),
    "link": ("shop.example/12", "https://shop.example/12", {"starts with": "https"}, {"ends with": ".pdf"}),
}
WRONG = {
    "number": ["twelve", True, float("nan"), "1e99", [1]], "money": ["1.234", "EUR 5"], "day": ["14.5.1990", "2026-02-30", 5],
    "moment": ["2026-05-14", "2026-05-14T25:00"], "boolean": ["maybe", 1], "choice": ["platinum", 3], "choices": ["gold,lead", {}],
    "link": ["javascript:alert(1)", "nowhere", "http://"], "text": [5, "x" * 501], "agent": [0, "me"], "customer": ["ada"],
}  # fmt: skip


def a_field(kind: str = "text", about: str = "customer", **facts: object) -> CustomField:
    facts = {"label": f"The {kind}", "key": kind, "choices": CHOICES if "choice" in kind else [], "unit": "EUR"} | facts
    field = CustomField(about=about, kind=kind, **facts)
    save_field(field, by=None)
    return field


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_kind_is_kept_in_one_form_and_asked_for(kind, ada, ben, noor):
    field, (written, kept, holding, failing) = a_field(kind), SAMPLES[kind]
    set_attribute(ada, name=kind, value=written, by=noor)
    assert ada.attributes == {kind: kept} and said(field, kept)
    leaf = {"field": f"fields.{kind}"}
    for test, wanted in ((holding, True), (failing, False)):
        check({**leaf, **test}, CUSTOMER_FIELDS)
        assert holds({**leaf, **test}, ada, CUSTOMER_FIELDS, now=timezone.now()) is wanted
    assert not holds({**leaf, **holding}, ben, CUSTOMER_FIELDS, now=timezone.now())
    for name in ("is known", "is missing"):
        assert holds({**leaf, name: True}, ada, CUSTOMER_FIELDS, now=timezone.now()) is (name == "is known")
    conversation = a_conversation(ada)
    assert holds({"field": f"customer.fields.{kind}", **holding}, conversation, CONVERSATION_FIELDS, now=timezone.now())
    assert say({**leaf, **holding}, CUSTOMER_FIELDS).startswith(("The", "not"))
    set_attribute(ada, name=kind, value=written, by=noor)
    assert TimelineEvent.objects.filter(kind="customer.attribute_set").count() == 1
    set_attribute(ada, name=kind, value=None, by=noor)
    assert ada.attributes == {}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, several in WRONG.items() for value in several])
def test_what_a_kind_cannot_be_names_the_field_and_changes_nothing(kind, value, ada, noor):
    a_field(kind)
    with pytest.raises(ValidationError) as wrong:
        set_attribute(ada, name=kind, value=value, by=noor)
    assert list(wrong.value.error_dict) == [f"attributes.{kind}"]
    ada.refresh_from_db()
    assert ada.attributes == {} and not CustomField.objects.get().is_used


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from([*SAMPLES, "agent", "customer"]),
    value=st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text())),
)
@example(kind="choices", value=[""])
def test_reading_gives_one_form_or_a_reason(kind, value, db):
    field = CustomField(kind=kind, choices=[{"word": "gold", "label": "Gold"}], unit="EUR")
    try:
        kept = read(field, value)
    except ValueError as error:
        assert str(error)
    else:
        assert read(field, kept) == kept and isinstance(said(field, kept), str)


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"label": " "}, "label"), ({"label": "x" * 81}, "label"), ({"kind": "colour"}, "kind"), ({"about": "order"}, "about"),
        ({"key": "Ä"}, "key"), ({"key": "x'); --"}, "key"), ({"kind": "choice", "choices": []}, "choices"),
        ({"kind": "choice", "choices": [{"label": "A"}, {"label": "A"}]}, "choices"), ({"kind": "money", "unit": "Euro"}, "unit"),
        ({"kind": "number", "default": "many"}, "default"), ({"help": "x" * 201}, "help"),
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_names_what_is_wrong(facts, wrong, db):
    with pytest.raises(ValidationError) as refused:
        save_field(CustomField(**{"about": "customer", "label": "Size", "kind": "text", **facts}), by=None)
    assert list(refused.value.error_dict) == [wrong] and not CustomField.objects.exists()


def test_a_used_field_keeps_its_kind_and_its_choices(ada, noor):
    field = a_field("choice")
    set_attribute(ada, name="choice", value="gold", by=noor)
    field.refresh_from_db()
    field.kind = "text"
    with pytest.raises(ValidationError, match="kind"):
        save_field(field, by=noor)
    field.refresh_from_db()
    field.choices = [{"label": "Silver"}]
    save_field(field, by=noor)
    assert field.choices[-1] == {"word": "gold", "label": "Gold", "is_retired": True}
    set_attribute(ada, name="choice", value="gold", by=noor)
    with pytest.raises(ValidationError):
        set_attribute(meet("Zoe", "zoe@post.example"), name="choice", value="gold", by=noor)


def test_what_stood_there_before_the_field_breaks_no_question(ada, ben, noor):
    Customer.objects.filter(pk=ada.pk).update(
        attributes={kind: {"odd": [1]} if kind == "choices" else "2026-99-99" for kind in SAMPLES}
    )
    Customer.objects.filter(pk=ben.pk).update(attributes=dict.fromkeys(SAMPLES, 5))
    for kind, (_written, _kept, holding, failing) in SAMPLES.items():
        a_field(kind)
        for test in (holding, failing):
            list(
                matching(
                    Customer.objects.all(), {"field": f"fields.{kind}", **test}, CUSTOMER_FIELDS, now=timezone.now()
                )
            )


def test_fields_are_ordered_retired_and_asked_again(db, grace):
    first, second = a_field("text"), a_field("day")
    move_field(second, to=1, by=grace)
    assert [each.key for each in CustomField.objects.asked("customer")] == ["day", "text"]
    turn_field(first, on=False, by=grace)
    names = [each["name"] for each in describe(CUSTOMER_FIELDS, asker=grace)["fields"]]
    assert "fields.day" in names and "fields.text" not in names
    check({"field": "fields.text", "is": "x"}, CUSTOMER_FIELDS)
    turn_field(first, on=True, by=grace)
    assert CustomField.objects.asked("customer").count() == 2


def test_a_conversation_keeps_its_fields_and_is_not_resolved_without_the_needed_ones(ada, noor):
    a_field("text", about="conversation", is_required=True, label="Order")
    conversation = a_conversation(ada)
    with pytest.raises(ValidationError) as wrong:
        resolve(conversation, by=noor)
    assert list(wrong.value.error_dict) == ["fields.text"]
    with pytest.raises(ValidationError):
        set_field(conversation, field="nothing", value="x", by=noor)
    for _twice in range(2):
        set_field(conversation, field="text", value="8841", by=noor)
    resolve(conversation, by=noor)
    conversation.refresh_from_db()
    assert conversation.values == {"text": "8841"} and not conversation.is_open
    event = TimelineEvent.objects.get(kind="conversation.field_set")
    assert event.facts["name"] == "Order" and event.facts["value"] == "8841"


def test_new_ones_get_the_defaults_and_nothing_is_asked_where_there_are_none(ada):
    field = a_field("choice", default="silver")
    assert Listening.objects.get(name__endswith="fill_fields").kinds == ["customer.met"]
    fill_fields(CustomerMet(channel="email"), customer=ada)
    ada.refresh_from_db()
    assert ada.attributes == {"choice": "silver"}
    turn_field(field, on=False, by=None)
    assert Listening.objects.get(name__endswith="fill_fields").kinds == []


def test_companies_have_typed_fields_too(ada, noor):
    a_field("money", about="company")
    company = save_company(
        Company(), name="Hotel Lux", domains=["lux.example"], attributes={"money": "12,5", "free": "yes"}, by=noor
    )
    assert company.attributes == {"money": 12.5, "free": "yes"}
    with pytest.raises(ValidationError) as wrong:
        save_company(company, attributes={"money": "a lot"}, by=noor)
    assert list(wrong.value.error_dict) == ["attributes.money"]
    edit_customer(ada, company=company)
    assert holds({"field": "company.fields.money", "at least": 12}, ada, CUSTOMER_FIELDS, now=timezone.now())


def test_a_reference_names_an_agent_or_a_customer(ada, ben, noor):
    a_field("agent"), a_field("customer")
    (
        set_attribute(ada, name="agent", value=noor.pk, by=noor),
        set_attribute(ada, name="customer", value=f"#{ben.pk}", by=noor),
    )
    assert ada.attributes == {"agent": noor.pk, "customer": ben.pk}
    assert holds({"field": "fields.agent", "is": "me"}, ada, CUSTOMER_FIELDS, now=datetime.now(UTC), asker=noor)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("choice", "customer"),
        ("number", "conversation"),
        ("day", "customer"),
        ("choices", "customer"),
        ("text", "customer"),
    ],
)
def test_conditions_find_an_indexed_field_by_its_index(kind, about):
    field = a_field(kind, about=about, is_indexed=True)
    assert keep_indexes() == 1 and keep_indexes() == 0
    field.refresh_from_db()
    assert field.index_state == "ready"
    model, fields = (Customer, CUSTOMER_FIELDS) if about == "customer" else (Conversation, CONVERSATION_FIELDS)
    test = {"is": "two words"} if kind == "text" else SAMPLES[kind][2]
    asked = matching(model.objects.all(), {"field": f"fields.{kind}", **test}, fields, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        plan = asked.explain()
        cursor.execute("RESET enable_seqscan")
    turn_field(field, on=False, by=None)
    assert keep_indexes() == 1
    assert f"custom_field_{field.pk}" in plan
